"""Which column of a file says what: as told, or guessed from the names for a person to confirm."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ipt.measures import library

COURSE = ("course", "patient", "patient_id", "client", "client_id", "case", "id", "record_id", "subject")
SESSION = (
    "session",
    "session_number",
    "visit",
    "week",
    "month",
    "day",
    "days",
    "time",
    "visit_number",
    "reldays",
)
UNITS = ("session", "day", "week", "month")


@dataclass(frozen=True)
class Columns:
    """Which column says what; empty = not told. ``wide`` is a name with ``{}`` where the session stands."""

    course: str = ""
    session: str = ""
    score: str = ""
    measure: str = ""  # a measure's id, or empty where a column called measure says it
    wide: str = ""
    leave_out: tuple[tuple[str, str], ...] = ()  # rows in which a column says this are passed over
    others: tuple[str, ...] = ()  # columns to keep beside each score, where the file has them

    @property
    def told(self) -> bool:
        """Whether nothing is left to guess."""
        if self.wide:
            return bool(self.course and self.measure)
        return bool(self.course and self.session and self.score)


def complete(told: Columns, names: Sequence[str]) -> Columns:
    """Fill what was not told with a guess from the names of the columns; what was told stays."""
    small = {name.lower(): name for name in reversed(names)}
    course = told.course or _first(COURSE, small, "course")
    session = told.session or _first(SESSION, small, "session")
    return replace(told, course=course, session=session, **_scores(told, names, small))


def _scores(told: Columns, names: Sequence[str], small: dict[str, str]) -> dict[str, str]:
    """Where the scores are: a column, or several of a wide file; and the measure they belong to."""
    if told.wide:
        return {"measure": told.measure or _measure_in(told.wide)}
    if told.score:
        by_column = "measure" in small or told.score.lower() not in library.ids()
        return {"measure": told.measure or ("" if by_column else told.score.lower())}
    measure = told.measure or _measure_column(small)
    if column := small.get(measure) or small.get("score"):
        return {"score": column, "measure": measure}
    wide = _wide(names, measure)
    return {"wide": wide, "measure": measure or _measure_in(wide), "score": "" if wide else "score"}


def _measure_column(small: dict[str, str]) -> str:
    """The measure after which a column is named, unless the file says measure and score in columns."""
    if "measure" in small and "score" in small:
        return ""
    return next((name for name in library.ids() if name in small), "")


def _measure_in(wide: str) -> str:
    """The measure that the columns of a wide file are named after: bdi in ``bdi_s{}``."""
    words = re.split(r"[^a-z0-9]+", wide.lower())
    return next((word for word in words if word in library.ids()), "")


def _wide(names: Sequence[str], measure: str) -> str:
    """``bdi_s{}`` where several columns differ only in a number at their end; the measure's own first."""
    stems = [found[1] for name in names if (found := re.fullmatch(r"(.*?\D)\d+", name))]
    best = max(stems, key=lambda stem: (_fits(stem, measure), stems.count(stem)), default="")
    return f"{best}{{}}" if stems.count(best) > 1 else ""


def _fits(stem: str, measure: str) -> bool:
    """Whether columns are named after the measure told, or after any measure when none was."""
    named = _measure_in(stem)
    return named != "" and named == (measure or named)


def unit_of(columns: Columns) -> str:
    """What the session column counts, as its name has it: months, weeks, days, else sessions."""
    name = columns.session.lower() if not columns.wide else columns.wide.lower()
    return next((unit for unit in ("month", "week", "day") if unit in name), "session")


def _first(wanted: Sequence[str], small: dict[str, str], otherwise: str) -> str:
    return next((small[name] for name in wanted if name in small), otherwise)
