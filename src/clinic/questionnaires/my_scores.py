"""A patient's own scores over time, in plain words and with no verdict; none where the service shows none."""

from collections.abc import Sequence
from itertools import groupby
from zoneinfo import ZoneInfo

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from clinic.courses.models import Participant
from clinic.questionnaires.models import Response
from clinic.questionnaires.scores import first_of
from clinic.ui.charts import Point, ScoreChart
from ipt.measures.measure import Measure


def charts(participant: Participant) -> list[ScoreChart]:
    """One for each measure that was scored at least twice; in one query."""
    if not participant.service.shows_scores:
        return []
    scored = Response.objects.filter(participant=participant, about=None).exclude(total=None)
    rows = scored.select_related("service").order_by("measure", "given_at", "created_at", "pk")
    runs = [list(run) for _measure, run in groupby(rows, lambda one: one.measure)]
    return [_chart(run) for run in runs if len(run) > 1 and _can_be_shown(run[0].loaded)]


def _can_be_shown(measure: Measure) -> bool:
    return measure.has_total and not measure.about_person


def _chart(responses: Sequence[Response]) -> ScoreChart:
    measure, first = responses[0].loaded, first_of(responses)
    score = measure.score(measure.main_score)
    return ScoreChart(
        measure_title=capfirst(measure.construct),
        low=score.low,
        high=score.high,
        bands=[],
        points=[_point(one, first) for one in responses],
        finding=_finding(measure, first, responses[-1]),
        words=_words(score.higher_is),
        higher_is_better=score.higher_is == "better",
        plain=True,
    )


def _point(response: Response, first: Response | None) -> Point:
    day = response.given_at.astimezone(ZoneInfo(response.service.time_zone)).date()
    before = bool(first and first.session_number and not response.session_number)
    return Point(on=day, value=response.total, enquiry=before)


def _finding(measure: Measure, first: Response | None, last: Response) -> str:
    said = {"what": capfirst(measure.construct), "last": f"{round(last.total or 0, 1):g}"}
    if first is None or first.total is None or first.pk == last.pk:
        return _("%(what)s: %(last)s") % said
    said["first"] = f"{round(first.total, 1):g}"
    return _("%(what)s: %(first)s the first time, %(last)s the last time") % said


def _words(higher_is: str) -> str:
    better = {"worse": _("Lower is better."), "better": _("Higher is better.")}.get(higher_is, "")
    return f"{better} {_('A score cannot say how you are. It is a thing to talk about.')}".strip()
