"""What an import would do: which courses and scores are new, and on which days they fall."""

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from clinic.access.models import Service, User
from clinic.courses.models import Participant
from clinic.exchange.reading import Refused, Scored, Table, refuse_if
from clinic.questionnaires.models import Response
from ipt.therapy import manuals

DAYS = {"day": 1.0, "week": 7.0, "month": 365.25 / 12}
LONGEST = 36_525  # days: a hundred years, beyond which a column is no time of a course
NAME = re.compile(r"[\w.-]{1,40}")
LONGEST_ID = 60  # characters, as a list shows a name


@dataclass(frozen=True)
class Way:
    """How a file is to be taken in."""

    dataset: str
    service: Service
    therapist: User
    manual: str = "dep16"
    unit: str = "session"
    began_on: date | None = None
    ended: bool = True

    def external_id(self, course: str) -> str:
        """What the patient is called here: the dataset and its own number."""
        return f"{self.dataset} {course}"

    def source(self, row: Scored) -> str:
        """Where a score came from; the same source is the same score."""
        return f"{self.dataset}/{row.course}/{row.measure}/{row.session:g}"

    def days(self, session: float) -> float:
        """Days from the beginning of the course; session 1 is its first day."""
        if self.unit == "session":
            return (session - 1) * manuals.load(self.manual).days_between
        return session * DAYS[self.unit]


@dataclass(frozen=True, slots=True)
class Dated:
    """A score that is not here yet, with its moment."""

    measure: str
    total: float
    given_at: datetime
    session_number: int | None
    source: str


@dataclass
class Begun:
    """One course of the file; ``participant`` is None while it is not here yet."""

    external_id: str
    began_on: date
    participant: Participant | None
    scores: list[Dated] = field(default_factory=list)
    ended_on: date | None = None


@dataclass
class Plan:
    """All that an import would do."""

    way: Way
    courses: list[Begun]
    known_scores: int
    missing: int
    left_out: int
    moved: int = 0  # scores dated today, because they would lie ahead

    @property
    def new_courses(self) -> int:
        return sum(course.participant is None for course in self.courses)

    @property
    def new_scores(self) -> int:
        return sum(len(course.scores) for course in self.courses)

    @property
    def measures(self) -> set[str]:
        return {one.measure for course in self.courses for one in course.scores}


def plan(table: Table, way: Way, now: datetime) -> Plan:
    """Compare a file with what is here.

    Raises
    ------
    Refused
        If a score that was imported before has another value now, a name is too long, or a score would lie
        ahead of today when counted from the day given.
    """
    _refuse_names(table, way)
    here = _Here.of(way)
    zone = ZoneInfo(way.service.time_zone)
    made = Plan(way, [], 0, table.missing, table.left_out)
    faults: list[str] = []
    start = way.began_on or _latest_start(table.rows, way, now.astimezone(zone).date())
    for course, rows in _by_course(table.rows):
        participant = here.participants.get(way.external_id(course))
        began_on = participant.course.began_on if participant else start
        begun = Begun(way.external_id(course), began_on, participant)
        for row in rows:
            _add(row, begun, made, here, zone, now, faults)
        if way.ended and participant is None:
            begun.ended_on = max([began_on, *(one.given_at.astimezone(zone).date() for one in begun.scores)])
        made.courses.append(begun)
    refuse_if(faults, way.dataset, "was not imported; nothing was taken from it")
    return made


@dataclass(frozen=True)
class _Here:
    """What earlier imports of this dataset left here."""

    participants: dict[str, Participant]
    totals: dict[str, float | None]

    @classmethod
    def of(cls, way: Way) -> "_Here":
        people = Participant.objects.filter(
            service=way.service, patient__external_id__startswith=f"{way.dataset} "
        ).select_related("course", "patient")
        participants = {one.patient.external_id: one for one in people.order_by("-created_at")}
        kept = Response.objects.filter(service=way.service, source__startswith=f"{way.dataset}/")
        return cls(participants, dict(kept.values_list("source", "total")))


def _add(
    row: Scored, begun: Begun, made: Plan, here: _Here, zone: ZoneInfo, now: datetime, faults: list[str]
) -> None:
    """Put a row where it belongs: missing, known, new, or among the faults."""
    way, source = made.way, made.way.source(row)
    if math.isnan(row.score):
        return
    if source in here.totals:
        made.known_scores += 1
        if here.totals[source] != row.score:
            faults.append(_changed(row, here.totals[source]))
        return
    given_at = _noon(begun.began_on, way.days(row.session), zone)
    if given_at > now:
        if way.began_on and begun.participant is None and given_at.date() > now.astimezone(zone).date():
            faults.append(f"row {row.line}: {row.session:g} would be on {given_at.date()}, which lies ahead")
        made.moved += given_at.astimezone(zone).date() > now.astimezone(zone).date()
        given_at = now
    begun.scores.append(Dated(row.measure, row.score, given_at, _number(row, way), source))


def _changed(row: Scored, before: float | None) -> str:
    was = "nothing" if before is None else f"{before:g}"
    return (
        f"row {row.line}: {row.measure} of {row.course} at {row.session:g} is {row.score:g}, "
        f"but {was} was imported before"
    )


def _number(row: Scored, way: Way) -> int | None:
    """The session a score belongs to; one from before the first session belongs to none."""
    counted = way.unit == "session" and row.session >= 1 and row.session == int(row.session)
    return int(row.session) if counted else None


def _noon(began_on: date, days: float, zone: ZoneInfo) -> datetime:
    on = began_on + timedelta(days=round(days))
    return datetime.combine(on, time(12), zone).astimezone(UTC)


def _latest_start(rows: Iterable[Scored], way: Way, today: date) -> date:
    """The day from which the last score of the file falls on today."""
    return today - timedelta(days=round(max(max(way.days(row.session) for row in rows), 0)))


def _by_course(rows: Iterable[Scored]) -> Iterator[tuple[str, list[Scored]]]:
    """The rows of each course in the order of time; courses as they come."""
    found: dict[str, list[Scored]] = {}
    for row in rows:
        found.setdefault(row.course, []).append(row)
    for course, own in found.items():
        yield course, sorted(own, key=lambda row: row.session)


def _refuse_names(table: Table, way: Way) -> None:
    if not NAME.fullmatch(way.dataset):
        raise Refused(f"--name {way.dataset!r}: one word of letters, digits, - and _, at most 40 long.")
    faults = [
        f"row {row.line}: {way.external_id(row.course)!r} is longer than {LONGEST_ID} characters"
        for row in table.rows
        if len(way.external_id(row.course)) > LONGEST_ID
    ]
    faults += [
        f"row {row.line}: {row.session:g} is no {way.unit} of a course"
        for row in table.rows
        if abs(way.days(row.session)) > LONGEST
    ]
    refuse_if(faults, way.dataset, "was not imported; nothing was taken from it")
