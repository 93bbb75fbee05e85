"""One patient's scores before and after a change, or along a course: what few points can say, and what not.

Scores of one person follow each other, so that tests which take them as independent find too much; with a
handful of points almost anything can be chance. `limits` says so beside every figure.
"""

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ipt.outcomes.columns import finite
from ipt.outcomes.orders import (
    EXACT,
    exact_chance,
    exact_p,
    kendall,
    normal_chance,
    normal_p,
    shared_out_p,
    variance,
)

Floats = NDArray[np.float64]
HigherIs = Literal["worse", "better"]
FLAT = 1e-9  # points: what lies nearer to a line or a mean than this is rounding
FEWEST = 3  # points in a phase
LEAST = 5  # scores below which it is said that they are few: Kith's suggestion
ALPHA = 0.05  # of the trend in a first phase that is taken off (Tarlow 2017)
TIED = 0.3  # lag-1 autocorrelation from which it is said: Kith's suggestion


@dataclass(frozen=True, slots=True)
class Phases:
    """A phase A compared with a phase B, each figure positive where B is better.

    ``nap`` is the share of pairs in which B is better, ties half (Parker & Vannest 2009, Behav Ther
    40:357-367); ``tau`` the pairs won less those lost, over all pairs, and ``p`` its two-sided chance (Mann &
    Whitney's, every way to share the scores out counted up to sixty of them); ``tau_u`` the pairs less the
    trend within A (Parker et al. 2011, Behav Ther 42:284-299), which can pass 1 and has no p here. Where A
    has a trend of its own (``trend_in_a``: Kendall's p at most 5 %), ``tau_corrected`` is tau of what Theil
    and Sen's line through A, drawn on through B, leaves over; else it is tau (Tarlow 2017, Behav Modif
    41:427-467). ``pem`` is the share of B better than A's median, on it half (Ma 2006, Behav Modif
    30:598-617). ``median_change`` is in points. ``lag_1`` is how far one score's distance from its phase's
    mean foretells the next one's.

    >>> found = compare_phases([19, 20, 18, 19], [15, 12, 13, 9, 8])
    >>> found.nap, found.median_change, round(found.p, 3), found.trend_in_a
    (1.0, 7.0, 0.016, False)
    """

    n_a: int
    n_b: int
    nap: float
    tau: float
    p: float
    tau_u: float
    trend_in_a: bool
    tau_corrected: float
    pem: float
    median_change: float
    lag_1: float


@dataclass(frozen=True, slots=True)
class Trend:
    """A line through one person's scores: Theil and Sen's slope in points a unit of time, with an interval.

    ``tau`` is Kendall's; ``p`` is two-sided. Up to ten points without ties, ``p`` and the interval are exact
    and say the same; otherwise both are by the normal distribution. A bound is infinite where so few points
    set none. They take the points as independent of each other: ``lag_1`` is how far one point's distance
    from the line foretells the next one's, which few points put too low.

    >>> found = trend([1, 2, 3, 4, 5, 6], [19, 18, 16, 15, 11, 12])
    >>> found.slope, found.low, found.high
    (-1.5, -2.5, -1.0)
    >>> round(found.tau, 2), round(found.p, 3), found.exact
    (-0.87, 0.017, True)
    """

    n: int
    slope: float
    low: float
    high: float
    tau: float
    p: float
    exact: bool
    lag_1: float


@dataclass(frozen=True, slots=True)
class Description:
    """One person's course: its trend, its phases where something changed, and what must be said of both.

    >>> found = describe([1, 2, 3, 4, 5, 6], [19, 18, 19, 14, 11, 12], changed_at=4)
    >>> round(found.trend.slope, 2), found.phases.nap, len(found.limits)
    (-1.67, 1.0, 4)
    >>> found.limits[1]
    'A phase with fewer than 5 of them can lie anywhere by chance.'
    """

    trend: Trend
    phases: Phases | None
    limits: tuple[str, ...]


def describe(
    time: ArrayLike, score: ArrayLike, *, changed_at: float | None = None, higher_is: HigherIs = "worse"
) -> Description:
    """Describe one person's scores, as two phases if something changed at a time.

    Parameters
    ----------
    time, score : (n,) float
        In any order; a nan in either is passed over. Times must differ.
    changed_at
        The time from which a score belongs to the second phase.

    Raises
    ------
    ValueError
        As `trend` and `compare_phases`.

    Examples
    --------
    >>> found = describe([1, 2, 3, 4, 5, 6, 7, 8], [19, 20, 18, 19, 14, 11, 12, 9], changed_at=5)
    >>> found.phases.n_a, found.phases.n_b, found.phases.median_change
    (4, 4, 7.5)
    """
    line = trend(time, score)
    if changed_at is None:
        return Description(line, None, limits(line.n, lag_1=line.lag_1))
    when, points = _in_order(time, score)
    before = when < changed_at
    phases = _compared(when[before], points[before], when[~before], points[~before], higher_is)
    return Description(line, phases, limits(phases.n_a, phases.n_b, lag_1=phases.lag_1))


def compare_phases(a: ArrayLike, b: ArrayLike, *, higher_is: HigherIs = "worse") -> Phases:
    """Compare the scores of two phases.

    Parameters
    ----------
    a, b : (n,) float
        Scores in points, in order and equally far from each other; nan = missing, and passed over.

    Raises
    ------
    ValueError
        If a phase has fewer than three scores, or a score is infinite.

    Examples
    --------
    >>> found = compare_phases([19, 20, 18, 19], [15, 12, 18.5, 9, 8])
    >>> found.nap, found.tau, round(found.p, 3)  # 19 of 20 pairs are better, 1 worse
    (0.95, 0.9, 0.032)
    """
    parts = [finite(part, "a score") for part in (a, b)]
    if any(part.ndim != 1 for part in parts):
        raise ValueError("the scores of a phase must be a list")
    (when_a, first), (when_b, second) = (
        (begin + np.flatnonzero(~np.isnan(part)).astype(np.float64), part[~np.isnan(part)])
        for part, begin in zip(parts, (0, len(parts[0])), strict=True)
    )
    return _compared(when_a, first, when_b, second, higher_is)


def _compared(when_a: Floats, first: Floats, when_b: Floats, second: Floats, higher_is: HigherIs) -> Phases:
    if min(len(first), len(second)) < FEWEST:
        raise ValueError(f"each phase needs {FEWEST} scores, not {len(first)} and {len(second)}")
    lag_1 = _lag_1(first - first.mean(), second - second.mean())
    sign = -1.0 if higher_is == "worse" else 1.0
    first, second = sign * first, sign * second
    won = _won(first, second)
    pairs, median = len(first) * len(second), float(np.median(first))
    line = trend(when_a, first)
    bent = line.p <= ALPHA
    left = (first - line.slope * when_a, second - line.slope * when_b) if bent else (first, second)
    return Phases(
        n_a=len(first),
        n_b=len(second),
        nap=(won / pairs + 1) / 2,
        tau=won / pairs,
        p=shared_out_p(first, second),
        tau_u=(won - kendall(first)) / pairs,
        trend_in_a=bent,
        tau_corrected=_won(*left) / pairs,
        pem=float(np.where(second == median, 0.5, second > median).mean()),
        median_change=float(np.median(second) - median),
        lag_1=lag_1,
    )


def _won(first: Floats, second: Floats) -> float:
    """Pairs in which the second phase is higher less those in which it is lower; by a rounding is a tie."""
    apart = second[None, :] - first[:, None]
    return float(np.where(np.abs(apart) < FLAT, 0, np.sign(apart)).sum())


def trend(time: ArrayLike, score: ArrayLike, *, level: float = 0.95) -> Trend:
    """The trend of one person's scores (Theil 1950; Sen 1968, J Am Stat Assoc 63:1379-1389).

    Parameters
    ----------
    time, score : (n,) float
        In any order; a nan in either is passed over. Times must differ.

    Raises
    ------
    ValueError
        If fewer than three scores are known, a time comes twice, or a time or score is infinite.

    Examples
    --------
    >>> found = trend([1, 2, 3, 4, 5, 6], [19, 18, 16, 15, 11, 12])
    >>> found.slope, round(found.p, 3)  # points a session
    (-1.5, 0.017)
    """
    when, points = _in_order(time, score)
    n = len(points)
    if n < FEWEST:
        raise ValueError(f"needs {FEWEST} scores, not {n}")
    if (np.diff(when) == 0).any():
        raise ValueError(f"two scores at time {when[np.flatnonzero(np.diff(when) == 0)[0]]:g}")
    later, earlier = np.tril_indices(n, -1)
    slopes = np.sort((points[later] - points[earlier]) / (when[later] - when[earlier]))
    s, spread = kendall(points), variance(points)
    exact = n <= EXACT and len(np.unique(points)) == n
    p = exact_p(n, s) if exact else normal_p(s, spread)
    chance = exact_chance(n, 1 - level) if exact else normal_chance(spread, level)
    low, high = _bounds(slopes, chance)
    slope = float(np.median(slopes))
    left = points - slope * when
    return Trend(n, slope, low, high, s / len(slopes), p, exact, _lag_1(left - left.mean()))


def limits(n_a: int, n_b: int | None = None, *, lag_1: float | None = None) -> tuple[str, ...]:
    """What must be said beside the figures of one person, in sentences.

    >>> for sentence in limits(3, 3):
    ...     print(sentence)
    One person's change has no comparison: it can be time, chance or anything else in their life.
    A phase with fewer than 5 of them can lie anywhere by chance.
    With 3 and 3 scores p cannot fall to 5%, however large the change.
    """
    said = ["One person's change has no comparison: it can be time, chance or anything else in their life."]
    few = min(n_a, n_b) if n_b is not None else n_a
    if few < LEAST:
        what = "A phase" if n_b is not None else "A line through scores"
        said.append(f"{what} with fewer than {LEAST} of them can lie anywhere by chance.")
    if n_b is not None and 2 / math.comb(n_a + n_b, n_a) > ALPHA:
        said.append(f"With {n_a} and {n_b} scores p cannot fall to {ALPHA:.0%}, however large the change.")
    if lag_1 is not None and abs(lag_1) > TIED:
        said.append(
            "What is left over goes with what came before it: p is too small, and intervals too narrow."
        )
    return tuple(said)


def _in_order(time: ArrayLike, score: ArrayLike) -> tuple[Floats, Floats]:
    """Times and scores of whatever has both, in the order of time."""
    when, points = finite(time, "a time"), finite(score, "a score")
    if when.ndim != 1 or when.shape != points.shape:
        raise ValueError("time and score must be lists of the same length")
    known = ~np.isnan(when) & ~np.isnan(points)
    order = np.argsort(when[known], kind="stable")
    return when[known][order], points[known][order]


def _bounds(slopes: Floats, chance: float) -> tuple[float, float]:
    """The slopes for which what is left over has an S that lies within chance (Sen 1968, eq. 2.6).

    Between two neighbours of the sorted slopes, with j below, S is the number of slopes less 2 j.
    """
    n = len(slopes)
    fewest, most = math.ceil((n - chance) / 2), math.floor((n + chance) / 2)
    low = float(slopes[fewest - 1]) if fewest > 0 else -math.inf
    return low, float(slopes[most]) if most < n else math.inf


def _lag_1(*left: Floats) -> float:
    """Lag-1 autocorrelation of what is left over, never across the end of a phase."""
    total = sum(float(part @ part) for part in left)
    return sum(float(part[1:] @ part[:-1]) for part in left) / total if total > FLAT**2 else 0.0
