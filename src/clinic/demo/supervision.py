"""What patients say of sessions, the sessions chosen for supervision with their ratings, and the talks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache, partial
from pathlib import Path
from random import Random
from typing import Literal

from clinic.access.models import User
from clinic.courses.models import Session
from clinic.demo.clock import Act
from clinic.demo.dates import working_day
from clinic.demo.tale import Cast, Tale
from clinic.supervision import actions
from clinic.supervision.models import ChosenSession
from ipt.therapy.adherence import item_file
from ipt.therapy.datafile import read

Answer = Literal["yes", "mostly", "a little", "no"]
RestsOn = Literal["recording", "in the room", "notes", "memory"]
NOT_CALLED_FOR = -1


@dataclass(frozen=True, slots=True)
class Check:
    """What a patient said of a session the same evening, and perhaps corrected the next."""

    who: str
    session: int
    understood: Answer
    mattered: Answer
    words: str | None = None
    then_understood: Answer | None = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """A session chosen or drawn the day after it, and how it was rated."""

    who: str
    by: Literal["therapist", "supervisor"]
    reason: str
    session: int | None = None
    drawn: bool = False
    own: tuple[int, ...] = ()
    own_rests: RestsOn = "notes"
    own_words: str | None = None
    own_discuss: str | None = None
    supervisor: tuple[int, ...] = ()
    supervisor_rests: RestsOn = "recording"
    supervisor_words: str | None = None
    supervisor_discuss: str | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """What was said about one course."""

    who: str
    discussed: str
    agreed: str


@dataclass(frozen=True, slots=True)
class Talk:
    """A talk of the supervisor with a therapist, so many working days ago."""

    therapist: str
    days: int
    minutes: int
    way: Literal["room", "video", "phone", "group"]
    points: tuple[Point, ...] = ()
    discussed: str | None = None
    agreed: str | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """The data file."""

    checks: tuple[Check, ...]
    chosen: tuple[Chosen, ...]
    talks: tuple[Talk, ...]


@cache
def load() -> Told:
    return read(Path(__file__).parent / "supervision.toml", Told)


def supervising(cast: Cast, tales: Mapping[str, Tale]) -> Iterator[Act]:
    """Everything of the file up to last night, for the stories that are told."""
    told = load()
    for check in told.checks:
        yield from _checks(tales[check.who], check)
    for chosen in told.chosen:
        yield from _chosen(tales[chosen.who], chosen)
    for talk in told.talks:
        yield from _talk(cast, tales, talk)


def _checks(tale: Tale, said: Check) -> Iterator[Act]:
    evening = tale.at(tale.days[said.session], "20:40")
    yield Act(evening, partial(_answer, tale, said, said.understood))
    if said.then_understood:
        yield Act(evening + timedelta(hours=20), partial(_answer, tale, said, said.then_understood))


def _answer(tale: Tale, said: Check, understood: str) -> None:
    actions.answer_check(
        participant=tale.participant,
        session=_session(tale, said.session),
        by=tale.patient.user,
        understood=understood,
        mattered=said.mattered,
        words=said.words or "",
    )


def _session(tale: Tale, number: int) -> Session:
    return Session.objects.get(course=tale.course, number=number)


def _chosen(tale: Tale, told: Chosen) -> Iterator[Act]:
    """Chosen the day after, rated by the therapist a day later, and by the supervisor two days after that."""
    day = tale.days[told.session or tale.held] + timedelta(days=1)
    first = tale.at(min(day, tale.today - timedelta(days=1)), "12:20")
    yield Act(first, partial(_choose, tale, told))
    if told.own:
        yield Act(tale.at(working_day(day, 1), "17:25"), partial(_rate, tale, told, "therapist"))
    if told.supervisor:
        yield Act(tale.at(working_day(day, 3), "15:40"), partial(_rate, tale, told, "supervisor"))


def _by(tale: Tale, whose: str) -> User:
    return tale.therapist if whose == "therapist" else tale.cast.supervisor


def _choose(tale: Tale, told: Chosen) -> None:
    by = _by(tale, told.by)
    if told.drawn:
        rng = Random(f"{tale.story.name} draw")  # noqa: S311
        actions.draw_session(course=tale.course, by=by, reason=told.reason, rng=rng)
    else:
        actions.choose_session(session=_session(tale, told.session or 1), by=by, reason=told.reason)


def _rate(tale: Tale, told: Chosen, whose: str) -> None:
    given = told.own if whose == "therapist" else told.supervisor
    items = [item.id for item in item_file().items]
    rests_on = told.own_rests if whose == "therapist" else told.supervisor_rests
    words = told.own_words if whose == "therapist" else told.supervisor_words
    to_discuss = told.own_discuss if whose == "therapist" else told.supervisor_discuss
    actions.rate_session(
        chosen=ChosenSession.objects.get(session=_session(tale, told.session or 1)),
        ratings={item: None if at == NOT_CALLED_FOR else at for item, at in zip(items, given, strict=True)},
        rests_on=rests_on,
        words=words or "",
        to_discuss=to_discuss or "",
        by=_by(tale, whose),
    )


def _talk(cast: Cast, tales: Mapping[str, Tale], told: Talk) -> Iterator[Act]:
    tale = next(one for one in tales.values() if one.story.therapist == told.therapist)
    day = working_day(tale.today, -told.days)

    def sign() -> None:
        actions.sign_talk(
            service=cast.service,
            supervisor=cast.supervisor,
            therapist=cast.therapists[told.therapist],
            on=day,
            minutes=told.minutes,
            way=told.way,
            discussed=told.discussed or "",
            agreed=told.agreed or "",
            points=[(tales[point.who].course, point.discussed, point.agreed) for point in told.points],
            by=cast.supervisor,
        )

    yield Act(tale.at(day, "16:10"), sign)
