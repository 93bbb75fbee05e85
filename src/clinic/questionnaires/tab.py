"""What the measures page of a course shows: the plan, what waits, what came back, and the library."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from clinic.courses.models import Course
from clinic.courses.progress import progress
from clinic.questionnaires.models import MeasureRequest, Response
from clinic.questionnaires.scores import first_of, since
from ipt.measures import library
from ipt.measures.measure import Measure
from ipt.outcomes import change
from ipt.therapy import manuals

AHEAD = 4  # sessions of the plan that are shown


@dataclass(frozen=True)
class Row:
    """One response in the list, with its change since the first."""

    response: Response
    change: change.Change | None
    first: bool


@dataclass(frozen=True)
class Series:
    """All responses to one measure, the newest first."""

    measure: Measure
    rows: Sequence[Row]


@dataclass(frozen=True)
class Planned:
    """What the manual asks for one session, and whether it has been asked."""

    number: int
    due_on: date
    measures: Sequence[Measure]
    asked: bool


def of(course: Course) -> dict[str, Any]:
    """The context of the page, in a fixed number of queries."""
    requests = MeasureRequest.objects.filter(participant__course=course)
    standing = list(requests.standing())
    responses = list(Response.objects.of(course).select_related("entered_by"))
    everything = [library.load(id) for id in library.ids()]
    return {
        "course": course,
        "waiting": requests.unanswered(),
        "today": timezone.localdate(),
        "series": series(responses),
        "plan": plan(course, standing),
        "askable": [measure for measure in everything if measure.can_be_asked],
        "withheld": [measure for measure in everything if not measure.can_be_asked],
    }


def series(responses: Iterable[Response]) -> list[Series]:
    """Responses by measure, each with its change since the first of the course."""
    by_measure: dict[str, list[Response]] = {}
    for one in responses:
        by_measure.setdefault(one.measure, []).append(one)
    return [Series(library.load(id), _rows(found)) for id, found in by_measure.items()]


def _rows(responses: list[Response]) -> list[Row]:
    first = first_of(responses)
    return [Row(one, since(first, one), one == first) for one in reversed(responses)]


def plan(course: Course, standing: Iterable[MeasureRequest]) -> list[Planned]:
    """The next sessions with what the manual asks for each."""
    stands = progress(course, course.sessions.all())
    asked = {(one.session_number, one.measure) for one in standing}
    last = min(stands.number + AHEAD, course.planned_sessions + 1)
    return [
        _planned(stands.manual, number, date_of(course, stands.manual, number - stands.number), asked)
        for number in range(stands.number, last)
    ]


def _planned(manual: manuals.Manual, number: int, due_on: date, asked: set[Any]) -> Planned:
    due = [library.load(id) for id in manuals.measures_due(manual, number)]
    due = [measure for measure in due if measure.can_be_asked]
    return Planned(number, due_on, due, all((number, measure.id) in asked for measure in due))


def date_of(course: Course, manual: manuals.Manual, ahead: int) -> date:
    """The day a session will be: booked, or as many weeks on as the manual lets pass between two."""
    booked = course.appointments.filter(cancelled_at=None, starts_at__gte=timezone.now())  # type: ignore[attr-defined]
    following = booked.first()
    start = timezone.localtime(following.starts_at).date() if following else timezone.localdate()
    return start + timedelta(days=manual.days_between * ahead)
