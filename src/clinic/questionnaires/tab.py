"""What the measures page of a course shows: the plan, what waits, what came back, and the library."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from clinic.courses.models import Course
from clinic.questionnaires.chart import score_chart
from clinic.questionnaires.models import MeasureRequest, Response
from clinic.questionnaires.plan import plan
from clinic.questionnaires.scores import first_of, since
from clinic.ui.charts import ScoreChart
from ipt.measures import library
from ipt.measures.measure import Measure
from ipt.outcomes import change

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
    chart: ScoreChart


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
        "series": series(course, responses),
        "plan": plan(course, standing),
        "askable": [measure for measure in everything if measure.can_be_asked],
        "withheld": [measure for measure in everything if not measure.can_be_asked],
    }


def series(course: Course, responses: Iterable[Response]) -> list[Series]:
    """Responses by measure, each with its change since the first of the course, and drawn."""
    by_measure: dict[str, list[Response]] = {}
    for one in responses:
        by_measure.setdefault(one.measure, []).append(one)
    return [_series(course, id, found) for id, found in by_measure.items()]


def _series(course: Course, measure: str, found: list[Response]) -> Series:
    chart = score_chart(course, measure, today=timezone.localdate(), responses=found)
    return Series(library.load(measure), _rows(found), chart)


def _rows(responses: list[Response]) -> list[Row]:
    first = first_of(responses)
    return [Row(one, since(first, one), one == first) for one in reversed(responses)]
