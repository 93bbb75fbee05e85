"""Has a person changed? Reliable change, caseness and the outcome they make together.

Jacobson NS, Truax P (1991). Clinical significance: a statistical approach to defining meaningful change in
psychotherapy research. J Consult Clin Psychol 59:12-19. The formulas take numbers or arrays of them.
"""

import math
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ipt.measures import bands
from ipt.measures.measure import Measure
from ipt.measures.norms import OPERATORS, Caseness, ChangeThreshold
from ipt.outcomes.columns import finite

Floats = NDArray[np.float64]
Reliable = Literal["improvement", "deterioration", "none"]
Outcome = Literal["recovered", "improved", "unchanged", "deteriorated"]
GRAIN = 1e-9  # points: what tenths written in binary may leave of a difference, as 36.8 - 31.8 < 5
Z_95 = 1.96  # the change that chance alone exceeds once in twenty times


@dataclass(frozen=True, slots=True)
class Change:
    """Two scores of one person compared, in points. None where no threshold was published, never a guess.

    >>> from ipt.measures import library
    >>> moved = compare(library.load("phq9"), before=18, after=9)
    >>> moved.change, moved.reliable, moved.case_before, moved.case_after, moved.outcome
    (-9, 'improvement', True, False, 'recovered')
    >>> moved.reliable_threshold.value, moved.caseness.value
    (6.0, 10.0)
    """

    measure: Measure
    score: str
    before: float
    after: float
    change: float
    reliable: Reliable | None
    case_before: bool | None
    case_after: bool | None
    outcome: Outcome | None
    reliable_threshold: ChangeThreshold | None
    caseness: Caseness | None


def s_diff(sd: ArrayLike, reliability: ArrayLike) -> Floats:
    """Standard error of the difference between two scores, in score points.

    ``sd * sqrt(2 * (1 - reliability))`` (Jacobson & Truax 1991, p. 14, with S_E = sd * sqrt(1 - r)).

    Parameters
    ----------
    sd : (...) float
        Standard deviation of the scores before treatment; nan gives nan.
    reliability : (...) float
        Reliability of the measure, 0 to 1.

    Raises
    ------
    ValueError
        If a standard deviation is negative or a reliability lies outside 0 to 1.

    Examples
    --------
    >>> round(float(s_diff(sd=5.4, reliability=0.84)), 2)
    3.05
    """
    spread, r = finite(sd, "a standard deviation"), finite(reliability, "a reliability")
    if np.any(spread < 0) or np.any((r < 0) | (r > 1)):
        raise ValueError("a standard deviation is not negative, and a reliability lies between 0 and 1")
    return np.asarray(spread * np.sqrt(2 * (1 - r)))[()]


def reliable_change_index(
    before: ArrayLike, after: ArrayLike, *, sd: ArrayLike, reliability: ArrayLike
) -> Floats:
    """Change in units of its standard error, ``(after - before) / s_diff`` (Jacobson & Truax 1991, p. 14).

    Shapes broadcast; nan in, nan out; errors as in `s_diff`, and ValueError where s_diff is zero.

    >>> reliable_change_index([18, 18], [9, 14], sd=5.4, reliability=0.84).round(2)  # beyond 1.96, and not
    array([-2.95, -1.31])
    """
    error = s_diff(sd, reliability)
    if np.any(error == 0):
        raise ValueError("without spread or with perfect reliability there is no index")
    return np.asarray((finite(after, "a score") - finite(before, "a score")) / error)[()]


def reliable_threshold(sd: ArrayLike, reliability: ArrayLike, z: float = Z_95) -> Floats:
    """How many points a score must move to be reliable: ``z * s_diff`` (Jacobson & Truax 1991, p. 14).

    Shapes broadcast; nan in, nan out.
    Errors as in `s_diff`, and ValueError where that is zero or infinite: any move would be reliable, or none.

    >>> round(float(reliable_threshold(sd=5.4, reliability=0.84)), 2)
    5.99
    """
    found = np.asarray(z * s_diff(sd, reliability))
    if np.any((found == 0) | np.isinf(found)):
        raise ValueError("without spread, or with perfect reliability, there is no threshold")
    return found[()]


def criterion_c(
    mean_clinical: ArrayLike, sd_clinical: ArrayLike, mean_other: ArrayLike, sd_other: ArrayLike
) -> Floats:
    """Cut-off between a clinical and a general population, in score points.

    ``(sd_other * mean_clinical + sd_clinical * mean_other) / (sd_clinical + sd_other)``: the point as many
    standard deviations from the one mean as from the other (Jacobson & Truax 1991, criterion c, p. 13).
    Shapes broadcast; nan in, nan out.

    Raises
    ------
    ValueError
        If a standard deviation is negative, or both are zero.

    Examples
    --------
    >>> round(float(criterion_c(mean_clinical=15.6, sd_clinical=5.4, mean_other=3.1, sd_other=4.0)), 2)
    8.42
    """
    m1, s1, m0, s0 = (
        finite(x, "a mean or a standard deviation")
        for x in (mean_clinical, sd_clinical, mean_other, sd_other)
    )
    if np.any(s1 < 0) or np.any(s0 < 0) or np.any(s1 + s0 == 0):
        raise ValueError("standard deviations are not negative, and one of the two is more than zero")
    return np.asarray((s0 * m1 + s1 * m0) / (s1 + s0))[()]


def reliable_rule(measure: Measure, score_id: str | None = None) -> ChangeThreshold | None:
    """The reliable-change threshold this program uses: the first in the measure's file, or None.

    >>> from ipt.measures import library
    >>> rule = reliable_rule(library.load("phq9"))
    >>> rule.op, rule.value
    ('>=', 6.0)
    """
    wanted = score_id or measure.main_score
    return next((rule for rule in measure.change if (rule.kind, rule.score) == ("reliable", wanted)), None)


def is_far(size: Any, rule: ChangeThreshold) -> Any:
    """Whether a change of a size in points (a number, an array, a column of an engine) passes a threshold.

    >>> from ipt.measures import library
    >>> rule = reliable_rule(library.load("phq9"))  # 6 points or more
    >>> is_far(np.array([5, 6, 7]), rule)
    array([False,  True,  True])
    """
    return OPERATORS[rule.op](size, rule.value + (-GRAIN if rule.op == ">=" else GRAIN))


def directions(
    measure: Measure,
    before: ArrayLike,
    after: ArrayLike,
    *,
    score_id: str | None = None,
    rule: ChangeThreshold | None = None,
) -> Floats:
    """Say for each pair of scores which way it reliably moved.

    Parameters
    ----------
    before, after : (...) float
        Scores in points; nan = not scored. Shapes broadcast.
    score_id
        One of the measure's scores; its main score if not given.
    rule
        A threshold to use in place of the first in the measure's file.

    Returns
    -------
    (...) float
        1 reliable improvement, -1 reliable deterioration, 0 neither, nan where a score is missing.

    Raises
    ------
    ValueError
        If no threshold was published for the score, or higher is neither better nor worse.

    Examples
    --------
    >>> from ipt.measures import library
    >>> directions(library.load("phq9"), before=[18, 12, 9, 15], after=[9, 10, 16, np.nan])
    array([ 1.,  0., -1., nan])
    """
    rule = rule or reliable_rule(measure, score_id)
    sign = {"better": 1, "worse": -1, "neither": 0}[measure.score(score_id or measure.main_score).higher_is]
    if rule is None or not sign:
        raise ValueError(f"no reliable change has been published for {measure.short_title}")
    moved = finite(after, "a score") - finite(before, "a score")
    far = is_far(np.abs(moved), rule)
    return np.asarray(np.where(np.isnan(moved), np.nan, np.where(far, np.sign(moved) * sign, 0.0)))[()]


def compare(
    measure: Measure,
    before: float,
    after: float,
    *,
    score_id: str | None = None,
    reliable: ChangeThreshold | None = None,
    caseness: Caseness | None = None,
) -> Change:
    """Compare two scores of one person.

    Parameters
    ----------
    before, after
        Scores in points, inside the score's range.
    score_id
        One of the measure's scores; its main score if not given.
    reliable, caseness
        Thresholds to use in place of the first in the measure's file.

    Returns
    -------
    Change
        The outcome is Jacobson and Truax's: recovered (reliably better, a case before and not after),
        improved (reliably better), unchanged, deteriorated (reliably worse).

    Raises
    ------
    ValueError
        If a score is missing (nan) or out of range, or the measure has no such score.

    Examples
    --------
    >>> from ipt.measures import library
    >>> phq9 = library.load("phq9")
    >>> compare(phq9, before=18, after=9).outcome, compare(phq9, before=18, after=12).outcome
    ('recovered', 'improved')
    >>> compare(phq9, before=18, after=30)
    Traceback (most recent call last):
        ...
    ValueError: PHQ-9 total lies between 0 and 27, not 30
    """
    wanted = score_id or measure.main_score
    if wanted not in {score.id for score in measure.scores}:
        raise ValueError(f"{measure.short_title} has no score {wanted!r}")
    for value in (before, after):
        if math.isnan(value):
            raise ValueError(f"{measure.short_title}: both scores are needed to compare them")
        bands.require_in_range(measure, wanted, value)
    rule, cut = reliable or reliable_rule(measure, wanted), caseness or bands.caseness(measure, wanted)
    direction = _direction(measure, wanted, rule, after - before)
    case_before = None if cut is None else cut.holds(before)
    case_after = None if cut is None else cut.holds(after)
    return Change(
        measure=measure,
        score=wanted,
        before=before,
        after=after,
        change=after - before,
        reliable=direction,
        case_before=case_before,
        case_after=case_after,
        outcome=_outcome(direction, case_before, case_after),
        reliable_threshold=rule,
        caseness=cut,
    )


def _direction(
    measure: Measure, score_id: str, rule: ChangeThreshold | None, moved: float
) -> Reliable | None:
    higher_is = measure.score(score_id).higher_is
    if rule is None or higher_is == "neither":
        return None
    if not moved or not is_far(abs(moved), rule):
        return "none"
    return "improvement" if (moved > 0) == (higher_is == "better") else "deterioration"


def _outcome(direction: Reliable | None, before: bool | None, after: bool | None) -> Outcome | None:
    if direction == "improvement":
        return "recovered" if before and after is False else "improved"
    outcomes: dict[Reliable | None, Outcome] = {"none": "unchanged", "deterioration": "deteriorated"}
    return outcomes.get(direction)
