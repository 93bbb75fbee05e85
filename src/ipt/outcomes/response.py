"""Response and remission: whether a score fell by a share of where it began, and where it ended.

Both are published measure by measure and stand in the measure's file; where none was, None is said. Response
leaves out where somebody ends, remission how far they came, and neither knows measurement error: reliable
change (`ipt.outcomes.change`) does.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ipt.measures import bands
from ipt.measures.measure import Measure
from ipt.measures.norms import OPERATORS, ChangeThreshold
from ipt.outcomes.columns import finite

Floats = NDArray[np.float64]


def rule_of(measure: Measure, kind: str) -> ChangeThreshold | None:
    """The first rule of this kind, "response" or "remission", on the measure's main score.

    >>> from ipt.measures import library
    >>> phq9 = library.load("phq9")
    >>> response, remission = rule_of(phq9, "response"), rule_of(phq9, "remission")
    >>> response.op, response.value, remission.op, remission.value  # per cent, points
    ('>=', 50.0, '<', 5.0)
    """
    wanted = (kind, measure.main_score)
    return next((rule for rule in measure.change if (rule.kind, rule.score) == wanted), None)


def responded(measure: Measure, before: ArrayLike, after: ArrayLike) -> Floats:
    """Say whether each score moved for the better by the published share of the first score.

    ``100 * (before - after) / before`` per cent, or ``after - before`` where higher is better.

    Parameters
    ----------
    before, after : (...) float
        Scores in points; nan = not scored. Shapes broadcast.

    Returns
    -------
    (...) float
        1 or 0; nan where a score is missing or the first is zero, of which no share can be taken.

    Raises
    ------
    ValueError
        If no response has been published for the measure.

    Examples
    --------
    >>> from ipt.measures import library
    >>> responded(library.load("phq9"), before=[18, 18, 0], after=[9, 10, 2])
    array([ 1.,  0., nan])
    """
    rule = _required(measure, "response")
    first, last = finite(before, "a score"), finite(after, "a score")
    better = first - last if measure.score(rule.score).higher_is == "worse" else last - first
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(first == 0, np.nan, 100 * better / first)
    met = OPERATORS[rule.op](share, rule.value)  # type: ignore[arg-type]
    return np.asarray(np.where(np.isnan(share), np.nan, np.asarray(met, dtype=float)))[()]


def remitted(measure: Measure, before: ArrayLike, after: ArrayLike) -> Floats:
    """Say whether each score that began at caseness ended in remission.

    Shapes and missing as in `responded`; nan too for whoever did not begin at caseness.

    Raises
    ------
    ValueError
        If no remission, or no cut-off, has been published for the measure.

    Examples
    --------
    >>> from ipt.measures import library
    >>> remitted(library.load("phq9"), before=[18, 18, 7], after=[4, 5, 2])  # the third began too low
    array([ 1.,  0., nan])
    """
    rule, cut = _required(measure, "remission"), bands.caseness(measure, measure.main_score)
    if cut is None:
        raise ValueError(f"no cut-off has been published for {measure.short_title}")
    first, last = finite(before, "a score"), finite(after, "a score")
    began = np.asarray(OPERATORS[cut.op](first, cut.value)) & ~np.isnan(last)  # type: ignore[arg-type]
    met = OPERATORS[rule.op](last, rule.value)  # type: ignore[arg-type]
    return np.asarray(np.where(began, np.asarray(met, dtype=float), np.nan))[()]


def _required(measure: Measure, kind: str) -> ChangeThreshold:
    rule = rule_of(measure, kind)
    if rule is None:
        raise ValueError(f"no {kind} has been published for {measure.short_title}")
    return rule
