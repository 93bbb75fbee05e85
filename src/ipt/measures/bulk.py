"""Everything a form gives, for many people at once: scores, bands, blanks, risk, as arrays."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ipt.measures import bands, scoring
from ipt.measures.answers import Answers, Floats, read_answers
from ipt.measures.measure import Measure

COMPARE = {">=": np.greater_equal, ">": np.greater, "<=": np.less_equal, "<": np.less}


@dataclass(frozen=True, slots=True)
class ScoredRows:
    """Scores of n people. `risk` (by item id) and `attention` (by score id) say who is at or beyond it."""

    measure: Measure
    scores: Mapping[str, Floats]
    bands: Mapping[str, NDArray[np.str_]]
    answered: NDArray[np.intp]
    missing: NDArray[np.intp]
    prorated: NDArray[np.bool_]
    risk: Mapping[str, NDArray[np.bool_]]
    attention: Mapping[str, NDArray[np.bool_]]


def score_rows(measure: Measure, answers: ArrayLike) -> ScoredRows:
    """Score many people's forms with bands, blanks and risk.

    Parameters
    ----------
    answers : (n, n_items) float
        As in `scoring.total`.

    Returns
    -------
    ScoredRows
        Each array is (n,); a band is an empty text where there is no score.

    Raises
    ------
    ValueError
        As `scoring.total`.

    Examples
    --------
    >>> from ipt.measures import library
    >>> scored = score_rows(library.load("phq9"), [[2, 2, 1, np.nan, 1, 0, 1, 1, 0], [3] * 9])
    >>> scored.scores["total"], scored.bands["total"]
    (array([ 9., 27.]), array(['mild', 'severe'], dtype='<U17'))
    >>> scored.risk["phq9-9"]
    array([False,  True])
    """
    scores = scoring.score_all(measure, answers)
    given = read_answers(measure, answers)
    rows = given.rows.astype(np.float64, copy=False)
    by_item = _by_item(measure, given, rows)
    blank = {item.id: np.isnan(by_item[item.id]) for item in measure.scored_items}
    missing = sum(blank[item.id] & ~item.was_not_asked(by_item) for item in measure.scored_items)
    risk_rules = [rule for rule in measure.safety if rule.item in given.column]
    score_rules = [rule for rule in measure.safety if rule.score]
    return ScoredRows(
        measure=measure,
        scores=scores,
        bands={one.score: bands.labels(measure, one.score, scores[one.score]) for one in measure.bands},
        answered=np.asarray(len(blank) - sum(blank.values())),
        missing=np.asarray(missing),
        prorated=_prorated(measure, blank, scores),
        risk={one.item: _beyond(by_item[one.item], one.op, one.value) for one in risk_rules},
        attention={rule.score: _beyond(scores[rule.score], rule.op, rule.value) for rule in score_rules},
    )


def _by_item(measure: Measure, given: Answers, rows: Floats) -> dict[str, Floats]:
    left_out = np.full(len(rows), np.nan)
    places = given.column
    return {item.id: rows[:, places[item.id]] if item.id in places else left_out for item in measure.items}


def _prorated(
    measure: Measure, blank: Mapping[str, NDArray[np.bool_]], scores: Mapping[str, Floats]
) -> NDArray[np.bool_]:
    prorated = np.zeros(len(next(iter(blank.values()))), dtype=bool)
    for one in measure.scores:
        if one.missing.policy in scoring.STANDS_IN:
            prorated |= np.any([blank[item] for item in one.items], axis=0) & ~np.isnan(scores[one.id])
    return prorated


def _beyond(values: Floats, op: str, threshold: float) -> NDArray[np.bool_]:
    return np.asarray(COMPARE[op](values, threshold), dtype=bool)
