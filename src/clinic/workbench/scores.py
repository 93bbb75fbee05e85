"""How one measure went in a course, in numbers and in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import nan
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.questionnaires.models import Response
from clinic.questionnaires.scores import OUTCOME, first_of, since
from clinic.ui.marks import Spark
from clinic.ui.templatetags.ui import day
from ipt.measures import bands, library, risk
from ipt.measures.measure import Measure
from ipt.outcomes import change


@dataclass(frozen=True, slots=True)
class Scores:
    """The scores of one measure in a course, oldest first; only those that could be scored."""

    measure: Measure
    responses: Sequence[Response]

    @property
    def scored(self) -> list[Response]:
        return [one for one in self.responses if one.total is not None]

    @property
    def last(self) -> Response | None:
        return self.scored[-1] if self.scored else None

    @property
    def before_last(self) -> Response | None:
        return self.scored[-2] if len(self.scored) > 1 else None

    @property
    def first(self) -> Response | None:
        return first_of(self.responses)

    @property
    def compared(self) -> change.Change | None:
        return since(self.first, self.last) if self.last else None

    @property
    def band(self) -> str:
        return self.last.band if self.last else ""


@dataclass(frozen=True, slots=True)
class Since:
    """The change since the start: an arrow, the words, and which way it reliably went."""

    icon: str
    words: str
    reliable: str


def since_the_start(scores: Scores) -> Since | None:
    """Put the change into words; nothing before there are two scores."""
    compared = scores.compared
    if compared is None:
        return Since("right", _("too early to say"), "") if scores.last else None
    points, lower = f"{round(abs(compared.change), 1):g}", compared.change < 0
    if compared.reliable is None:
        return _unjudged(points, compared.change)
    if compared.reliable == "none":
        return Since("right", _("no reliable change"), "")
    words = _("%s lower, reliable") if lower else _("%s higher, reliable")
    return Since("down" if lower else "up", words % points, str(compared.reliable))


def since_the_last(scores: Scores) -> Since | None:
    """The step from the answers before to the last ones, in points alone: one step is too small to judge."""
    now, before = scores.last, scores.before_last
    if now is None or before is None or now.total is None or before.total is None:
        return None
    moved = now.total - before.total
    if not moved:
        return Since("right", _("as the time before"), "")
    words = _("%s lower than the time before") if moved < 0 else _("%s higher than the time before")
    return Since("down" if moved < 0 else "up", words % f"{round(abs(moved), 1):g}", "")


def _unjudged(points: str, moved: float) -> Since:
    """The change of a measure for which no threshold was published: points, and no verdict."""
    if not moved:
        return Since("right", _("as at the start"), "")
    return Since("down" if moved < 0 else "up", (_("%s lower") if moved < 0 else _("%s higher")) % points, "")


def spark(scores: Scores, planned: int) -> Spark | None:
    """The small line beside the last score."""
    if not scores.last:
        return None
    score, cut = scores.measure.score(scores.measure.main_score), bands.caseness(scores.measure)
    given = [(one.session_number, one.total) for one in scores.responses if one.session_number]
    if not given:  # scores that came in without sessions stand one after the other
        given = [(place, one.total) for place, one in enumerate(scores.scored, start=1)]
    return Spark(score.low, score.high, max(planned, len(given)), given, cutoff=cut.value if cut else None)


def risk_words(measure: Measure, response: Response) -> tuple[str, bool]:
    """What the risk question was answered, and whether it needs attention; zero is never called safe."""
    if not isinstance(response.answers, list):
        asked = next((measure.item(rule.item).number for rule in measure.safety if rule.item), "")
        return (_("Item %s: not known, only the total was imported") % asked if asked else ""), False
    answers = [nan if value is None else value for value in response.answers]
    if found := risk.risk_items(measure, answers):
        return _("Item %(number)s: “%(answer)s”") % {
            "number": found[0].item.number,
            "answer": found[0].label,
        }, True
    if blank := risk.blank_risk_items(measure, answers):
        return _("Item %s: left blank, ask") % blank[0].number, True
    number = next((measure.item(rule.item).number for rule in measure.safety if rule.item), "")
    return (_not_reported(number, response) if number else ""), False


def _not_reported(number: Any, response: Response) -> str:
    """Zero is what somebody said on a day, and holds for that day alone."""
    if timezone.localdate() == timezone.localdate(response.given_at):
        return _("Item %s: not reported today") % number
    told = {"number": number, "day": day(response.given_at)}
    return _("Item %(number)s on %(day)s: not reported that day") % told


def of_course(responses: Sequence[Response], measure_id: str = OUTCOME) -> Scores:
    return Scores(library.load(measure_id), [one for one in responses if one.measure == measure_id])
