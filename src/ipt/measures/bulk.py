"""Everything a form gives, for many people at once: scores, bands, blanks, risk, as arrays."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ipt.measures import bands, scoring
from ipt.measures.answers import Floats, read_answers
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
    """
    scores = scoring.score_all(measure, answers)
    given = read_answers(measure, answers)
    rows = given.rows.astype(np.float64, copy=False)
    blank = np.isnan(rows[:, given.columns([item.id for item in measure.scored_items])]).sum(axis=1)
    risk_rules = [rule for rule in measure.safety if rule.item in given.column]
    score_rules = [rule for rule in measure.safety if rule.score]
    return ScoredRows(
        measure=measure,
        scores=scores,
        bands={one.score: bands.labels(measure, one.score, scores[one.score]) for one in measure.bands},
        answered=len(measure.scored_items) - blank,
        missing=blank,
        prorated=_prorated(measure, rows, given.column, scores),
        risk={
            rule.item: _beyond(rows[:, given.column[rule.item]], rule.op, rule.value) for rule in risk_rules
        },
        attention={rule.score: _beyond(scores[rule.score], rule.op, rule.value) for rule in score_rules},
    )


def _prorated(
    measure: Measure, rows: Floats, column: Mapping[str, int], scores: Mapping[str, Floats]
) -> NDArray[np.bool_]:
    prorated = np.zeros(len(rows), dtype=bool)
    for one in measure.scores:
        if one.missing.policy in scoring.STANDS_IN:
            blank = np.isnan(rows[:, [column[item] for item in one.items]]).any(axis=1)
            prorated |= blank & ~np.isnan(scores[one.id])
    return prorated


def _beyond(values: Floats, op: str, threshold: float) -> NDArray[np.bool_]:
    return np.asarray(COMPARE[op](values, threshold), dtype=bool)
