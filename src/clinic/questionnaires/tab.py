"""What the measures page of a course shows: the plan, what waits, what came back, and the library."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from clinic.courses.models import Course
from clinic.courses.progress import progress
from clinic.inventory.models import Relationship
from clinic.questionnaires.chart import score_chart
from clinic.questionnaires.models import MeasureRequest, Response
from clinic.questionnaires.plan import plan
from clinic.questionnaires.scores import Line, first_of, lines, since
from clinic.questionnaires.waiting import still_waits
from clinic.ui.charts import ScoreChart
from ipt.measures import library
from ipt.measures.measure import Measure
from ipt.outcomes import change

AHEAD = 4  # sessions of the plan that are shown


@dataclass(frozen=True)
class Row:
    """One response in the list with its scores, and the change of its total since the first."""

    response: Response
    lines: Sequence[Line]
    change: change.Change | None
    first: bool


@dataclass(frozen=True)
class Series:
    """All responses to one measure about one person or nobody in particular, the newest first.

    A measure without a total has no chart: each of its scores is told by itself.
    """

    measure: Measure
    about: Relationship | None
    rows: Sequence[Row]
    chart: ScoreChart | None


def of(course: Course) -> dict[str, Any]:
    """The context of the page, in a fixed number of queries."""
    requests = MeasureRequest.objects.filter(participant__course=course)
    standing = list(requests.standing())
    responses = list(Response.objects.of(course).select_related("entered_by", "about"))
    everything = [library.load(id) for id in library.ids()]
    waiting, today = list(requests.unanswered()), timezone.localdate()
    number = progress(course, course.sessions.all()).number
    ended = course.ended_on is not None
    return {
        "course": course,
        "waiting": waiting,
        "passed": [one for one in waiting if not still_waits(one, number, today, ended=ended)],
        "today": today,
        "series": series(course, responses),
        "plan": plan(course, standing),
        "askable": [measure for measure in everything if measure.can_be_asked],
        "withheld": [measure for measure in everything if not measure.can_be_asked],
    }


def series(course: Course, responses: Iterable[Response]) -> list[Series]:
    """Responses by measure and whom they are about, each with its change since the first, and drawn."""
    alike: dict[tuple[str, Any], list[Response]] = {}
    for one in responses:
        alike.setdefault((one.measure, one.about_id), []).append(one)
    return [_series(course, library.load(id), found) for (id, _about), found in alike.items()]


def _series(course: Course, measure: Measure, found: list[Response]) -> Series:
    chart = score_chart(course, measure.id, today=timezone.localdate(), responses=found)
    return Series(measure, found[0].about, _rows(found), chart if measure.has_total else None)


def _rows(responses: list[Response]) -> list[Row]:
    first = first_of(responses)
    return [Row(one, lines(one), since(first, one), one == first) for one in reversed(responses)]
