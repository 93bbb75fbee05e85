"""What a response keeps of its scores, how each reads with its rule, and the change since the first."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from math import nan
from typing import Any

from clinic.questionnaires.models import Response
from ipt.measures import bands, scoring
from ipt.measures.measure import Measure
from ipt.outcomes import change

OUTCOME = "phq9"  # the measure by which a course of depression is followed


def of_answers(measure: Measure, answers: list[float | None]) -> dict[str, Any]:
    """The fields of a response, scored from its answers."""
    scored = scoring.score(measure, answers)
    return {
        "scores": scored.scores,
        "bands": scored.bands,
        "total": scored.main.value,
        "answered": scored.answered,
        "missing": scored.missing,
        "prorated": scored.prorated,
    }


def of_total(measure: Measure, total: float | None) -> dict[str, Any]:
    """What is known when the answers are not: the total, and the band it lies in."""
    found = bands.band(measure, measure.main_score, nan if total is None else total)
    return {
        "scores": {measure.main_score: total},
        "bands": {measure.main_score: found.label if found else None},
        "total": total,
        "answered": 0,
        "missing": 0,
    }


@dataclass(frozen=True)
class Line:
    """One score of one response with what it means and what was done about blanks."""

    label: str
    value: float | None
    low: float
    high: float
    band: str
    rule: str
    main: bool


def lines(response: Response) -> list[Line]:
    """Every score of a response, in the form's order."""
    measure = response.loaded
    return [
        Line(
            label=score.label or score.id,
            value=response.scores[score.id],
            low=score.low,
            high=score.high,
            band=response.bands.get(score.id) or "",
            rule=scoring.missing_rule(score),
            main=score.id == measure.main_score,
        )
        for score in measure.scores
        if score.id in response.scores
    ]


def first_of(responses: Iterable[Response]) -> Response | None:
    """The first score of the course itself; one from the enquiry only when there is no other."""
    scored = [one for one in responses if one.total is not None]
    return next(iter([one for one in scored if one.session_number] or scored), None)


def since(first: Response | None, response: Response) -> change.Change | None:
    """The change from the first score to this one; None where there is nothing to compare."""
    if first is None or first.pk == response.pk or first.total is None or response.total is None:
        return None
    return change.compare(response.loaded, first.total, response.total)


def followed(responses: Iterable[Response]) -> str:
    """The measure a course is followed by: the usual one; where it was never scored, the commonest."""
    counts = Counter(one.measure for one in responses if one.total is not None and one.loaded.has_total)
    return OUTCOME if OUTCOME in counts or not counts else max(counts, key=counts.__getitem__)
