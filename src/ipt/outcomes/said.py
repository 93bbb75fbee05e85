"""What long rows say of a course besides its scores: gathered row by row, then one word for the course."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

GROUPS = ("service", "therapist", "quarter", "focus", "manual", "condition")  # what courses are counted by
SAID = ("service", "therapist", "focus", "manual", "condition", "started_on", "ended_on", "attended")
THERE, AWAY = ("yes", "true", "1"), ("no", "false", "0")
FLAGS = (*THERE, *AWAY)  # attended said of each session, not of the course


@dataclass(slots=True)
class Said:
    """What the rows of one course say; a row that says nothing changes nothing."""

    values: dict[str, set[str]] = field(default_factory=dict)
    attended: dict[float, set[str]] = field(default_factory=dict)

    def hear(self, session: float, others: Mapping[str, str]) -> None:
        """Take in one row."""
        for name, value in others.items():
            if name == "attended":
                self.attended.setdefault(session, set()).add(value)
            else:
                self.values.setdefault(name, set()).add(value)

    def in_short(self, *, by_session: bool) -> dict[str, str]:
        """One word for each: the first day said of its beginning, the last said of its end."""
        short = {name: max(values) for name, values in self.values.items()}
        if "started_on" in short:
            short["started_on"] = min(self.values["started_on"])
            short["quarter"] = quarter(short["started_on"])
        if self.attended and by_session:
            short["attended"] = str(sum(_there(flags) for flags in self.attended.values()))
        elif self.attended:
            short["attended"] = max((text for texts in self.attended.values() for text in texts), key=_number)
        return short


def each_session(said: Sequence[Said]) -> bool:
    """Whether attendance is told session by session: with yes and no, or 1 and 0, and nothing else."""
    return all(text.lower() in FLAGS for one in said for texts in one.attended.values() for text in texts)


def contradictions(names: Sequence[str], said: Sequence[Said]) -> dict[str, str]:
    """For each thing to count by, the first course of which two values are said, in words."""
    found: dict[str, str] = {}
    for course, one in zip(names, said, strict=True):
        for name in GROUPS:
            if len(values := sorted(one.values.get(name, ()))) > 1:
                words = f"{course} has two values of {name}: {values[0]} and {values[-1]}"
                found.setdefault(name, words)
    return found


def quarter(day: str) -> str:
    """The quarter of a year, in letters that sort: 2026 Q3 of 2026-08-31.

    Raises
    ------
    ValueError
        If it does not begin as a day does.

    Examples
    --------
    >>> quarter("2026-08-31")
    '2026 Q3'
    """
    year, month = day[:4], day[5:7]
    if not (year.isdecimal() and month.isdecimal()):
        raise ValueError(f"started_on: {day!r} is not a day such as 2026-08-31")
    return f"{year} Q{(int(month) + 2) // 3}"


def _there(flags: set[str]) -> bool:
    return any(flag.lower() in THERE for flag in flags)


def _number(text: str) -> float:
    """What does not count stands before all numbers, so that it is found and refused."""
    return float(text) if text.isdecimal() else float("inf")
