"""The score chart of one measure in a course: what is true of it in a sentence, and the points behind it."""

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from clinic.courses.models import Course
from clinic.questionnaires.expected import NOTHING, Band
from clinic.questionnaires.models import Response
from clinic.questionnaires.scores import first_of, since
from clinic.ui.charts import Point, ScoreChart
from clinic.ui.lanes import Event, Mark
from ipt.measures import bands, library
from ipt.measures.measure import Measure
from ipt.outcomes import change

NOBODY_LOOKED: Mapping[UUID, str] = MappingProxyType({})


def score_chart(
    course: Course,
    measure: str,
    sessions: Sequence[Mark] = (),
    events: Sequence[Event] = (),
    today: date | None = None,
    responses: Sequence[Response] | None = None,
    expected: Band = NOTHING,
    looked: Mapping[UUID, str] = NOBODY_LOOKED,
) -> ScoreChart:
    """All that the chart of a measure says; ``responses`` spares the query when they are at hand.

    The range in which scores were ``expected``, and in words which of them were ``looked`` at, by response,
    are for clinicians alone.
    """
    chosen = library.load(measure)
    found = list(Response.objects.of(course, measure)) if responses is None else list(responses)
    first = first_of(found)
    zone = ZoneInfo(course.service.time_zone)
    score = chosen.score(chosen.main_score)
    return ScoreChart(
        measure_title=chosen.short_title,
        low=score.low,
        high=score.high,
        bands=[(band.low, band.label) for band in _bands(chosen)],
        points=[_point(one, first, zone, looked.get(one.pk, "")) for one in found],
        sessions=sessions,
        events=events,
        reliable_at=_reliable_at(chosen, first),
        cutoff=_cutoff(chosen),
        today=today,
        finding=finding(chosen, found),
        words=words(found),
        higher_is_better=score.higher_is == "better",
        expected=expected.drawn,
        expected_words=expected.words,
    )


def _bands(measure: Measure) -> Sequence[bands.Band]:
    return next((some.bands for some in measure.bands if some.score == measure.main_score), ())


def _point(response: Response, first: Response | None, zone: ZoneInfo, looked: str) -> Point:
    moved = since(first, response)
    reliable = moved.reliable if moved else None
    label = _("session %s") % response.session_number if response.session_number else ""
    return Point(
        on=response.given_at.astimezone(zone).date(),
        value=response.total,
        label=label,
        reliable=reliable == "improvement",
        worse=reliable == "deterioration",
        enquiry=bool(first and first.session_number and not response.session_number),
        looked=looked,
    )


def _reliable_at(measure: Measure, first: Response | None) -> float | None:
    """The score from which a change for the better is reliable, when it lies on the scale."""
    rule = change.reliable_rule(measure)
    if rule is None or first is None or first.total is None:
        return None
    score = measure.score(measure.main_score)
    at = first.total + rule.value if score.higher_is == "better" else first.total - rule.value
    return at if score.low <= at <= score.high else None


def _cutoff(measure: Measure) -> float | None:
    rule = bands.caseness(measure)
    return rule.value if rule else None


def finding(measure: Measure, responses: Sequence[Response]) -> str:
    """The heading of the chart: what is true of these scores."""
    scored = [one for one in responses if one.total is not None]
    if not scored:
        return _("No %s has been scored yet.") % measure.short_title
    said = {"name": measure.short_title, "total": f"{round(scored[-1].total, 1):g}"}
    moved = since(first_of(scored), scored[-1])
    if moved is None:
        return _("%(name)s is %(total)s. It is the first score.") % said
    if moved.change == 0:
        return _("%(name)s is %(total)s, as at the start.") % said
    said["points"] = f"{round(abs(moved.change), 1):g}"
    down = _("%(name)s is %(total)s, down %(points)s from the start.")
    up = _("%(name)s is %(total)s, up %(points)s from the start.")
    return f"{(down if moved.change < 0 else up) % said} {_reliably(moved)}".strip()


def _reliably(moved: change.Change) -> str:
    return {
        None: "",
        "none": _("That is not a reliable change."),
        "improvement": _("That is a reliable change."),
        "deterioration": _("That is a reliable change for the worse."),
    }[moved.reliable]


def words(responses: Sequence[Response]) -> str:
    """Below the heading: the band of the last score and how many items it rests on."""
    last = next((one for one in reversed(responses) if one.total is not None), None)
    if last is None:
        return ""
    items = last.answered + last.missing
    counted = (
        _("%(answered)s of %(items)s items answered.") % {"answered": last.answered, "items": items}
        if items
        else _("Only the total is known.")
    )
    return " ".join(filter(None, [_("Band: %s.") % last.band if last.band else "", counted]))
