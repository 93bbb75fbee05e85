"""A patient's own scores over time in plain words: what moved and what it may mean, with no verdict.

Nothing where the service shows no scores.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from clinic.questionnaires.models import Response, words
from clinic.questionnaires.plain import called
from clinic.questionnaires.scores import first_of, since
from clinic.ui.charts import Point, ScoreChart
from ipt.measures.measure import Item, Measure
from ipt.outcomes.change import Change


@dataclass(frozen=True, slots=True)
class Moved:
    """One question that was answered otherwise, in the form's own words."""

    question: str
    before: str
    now: str


@dataclass(frozen=True, slots=True)
class MyScores:
    """One measure as its patient reads it."""

    chart: ScoreChart
    meaning: str  # how far the score has moved; empty where nothing was published about that
    since_last: list[Moved]
    since_first: list[Moved]  # empty when the first time was the last time before
    answers_known: bool  # False: a total alone was entered, now or before
    withheld: bool  # the wording of some question that moved may not be shown
    worrying: bool  # the newest answers call for help beside them


def told(sent: Sequence[Response]) -> list[MyScores]:
    """Each measure that was scored at least twice, of all that one person sent, the oldest first."""
    shown = [one for one in sent if one.service.shows_scores and one.about is None and one.total is not None]
    by_measure = sorted(shown, key=lambda one: one.measure)
    runs = [list(run) for _measure, run in groupby(by_measure, lambda one: one.measure)]
    return [_told(run) for run in runs if len(run) > 1 and can_be_shown(run[0].loaded)]


def _told(run: Sequence[Response]) -> MyScores:
    first, before, now = first_of(run), run[-2], run[-1]
    since_last = moved(before, now)
    since_first = moved(first, now) if first and first not in (before, now) else []
    texts = {item.text for item in now.loaded.items}
    return MyScores(
        chart=plain_chart(run),
        meaning=_meaning(since(first, now), now),
        since_last=since_last,
        since_first=since_first,
        answers_known=bool(before.answers and now.answers),
        withheld=any(one.question not in texts for one in (*since_last, *since_first)),
        worrying=bool(now.risk),
    )


def moved(before: Response, now: Response) -> list[Moved]:
    """The questions that count and were answered otherwise; one that was left blank tells nothing."""
    rows = zip(now.loaded.items, before.answers or [], now.answers or [], strict=False)
    return [
        Moved(item.text or _numbered(item), words(item, then), words(item, today))
        for item, then, today in rows
        if item.scored and then is not None and today is not None and then != today
    ]


def _numbered(item: Item) -> str:
    return _("Question %(number)s") % {"number": item.number}


def _meaning(change: Change | None, now: Response) -> str:
    """Whether the score has moved further than answers go by themselves; said alike for better and worse."""
    if change is None or change.reliable is None:
        return ""
    if change.reliable == "none":
        return _(
            "Scores go up and down by themselves. Since the first time, yours has moved no more than that."
        )
    far = _("Scores go up and down by themselves. Since the first time, yours has moved more than that.")
    if change.reliable == "improvement":
        return far
    name = now.participant.course.therapist.first_name
    return f"{far} " + _("%(name)s would like to hear what lies behind it.") % {"name": name}


def can_be_shown(measure: Measure) -> bool:
    return measure.has_total and not measure.about_person


def plain_chart(responses: Sequence[Response]) -> ScoreChart:
    """Days and scores of one measure, and what it measures in plain words."""
    measure, first = responses[0].loaded, first_of(responses)
    score = measure.score(measure.main_score)
    return ScoreChart(
        measure_title=called(measure),
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
    said = {"what": called(measure), "last": f"{round(last.total or 0, 1):g}"}
    if first is None or first.total is None or first.pk == last.pk:
        return _("%(what)s: %(last)s") % said
    said["first"] = f"{round(first.total, 1):g}"
    return _("%(what)s: %(first)s the first time, %(last)s the last time") % said


def _words(higher_is: str) -> str:
    better = {"worse": _("Lower is better."), "better": _("Higher is better.")}.get(higher_is, "")
    return f"{better} {_('A score cannot say how you are. It is a thing to talk about.')}".strip()
