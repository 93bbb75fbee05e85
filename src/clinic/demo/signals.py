"""What followed the signals of the demo: the reading and the plan, a note, and why it was closed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache, partial
from pathlib import Path

from clinic.demo.clock import Act
from clinic.demo.dates import working_day
from clinic.demo.tale import Tale
from clinic.signals import actions
from clinic.signals.models import Signal
from ipt.therapy.datafile import read


@dataclass(frozen=True, slots=True)
class Followed:
    """One signal: read on the evening of a session, perhaps noted by the supervisor, perhaps closed later."""

    who: str
    rule: str
    session: int
    reasons: tuple[str, ...]
    plan: str
    words: str | None = None
    days: int = 21  # until it is looked at again
    note: str | None = None
    closed: int | None = None  # the session after which it was closed
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """The data file."""

    followed: tuple[Followed, ...]


@cache
def load() -> Told:
    return read(Path(__file__).parent / "signals.toml", Told)


def following(tales: Mapping[str, Tale]) -> Iterator[Act]:
    """Everything of the file, for the stories that are told."""
    for told in load().followed:
        tale = tales[told.who]
        day = tale.days[told.session]
        yield Act(tale.at(day, "18:05"), partial(_read, tale, told))
        noted = working_day(day, 2)
        if told.note and noted < tale.today:
            yield Act(tale.at(noted, "15:10"), partial(_note, tale, told))
        if told.closed:
            yield Act(tale.at(tale.days[told.closed], "18:10"), partial(_close, tale, told))


def _open(tale: Tale, told: Followed) -> Signal:
    return Signal.objects.open().get(course=tale.course, rule=told.rule)


def _read(tale: Tale, told: Followed) -> None:
    actions.read(
        signal=_open(tale, told),
        reasons=told.reasons,
        words=told.words or "",
        plan=told.plan,
        look_again_on=tale.days[told.session] + timedelta(days=told.days),
        by=tale.therapist,
    )


def _note(tale: Tale, told: Followed) -> None:
    actions.add_note(signal=_open(tale, told), words=told.note or "", by=tale.cast.supervisor)


def _close(tale: Tale, told: Followed) -> None:
    actions.close(signal=_open(tale, told), why=told.why or "", by=tale.therapist)
