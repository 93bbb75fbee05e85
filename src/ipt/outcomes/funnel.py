"""Funnel limits: how far a group's share may lie from the whole's by chance alone, given how few it counts.

Spiegelhalter DJ (2005). Funnel plots for comparing institutional performance. Statistics in Medicine
24:1185-1202, section 3.2 and appendix A.1.1: exact binomial limits, interpolated to be smooth in n.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Position = Literal["within", "above 95 %", "below 95 %", "above 99.8 %", "below 99.8 %"]
LEVELS = (0.95, 0.998)  # about two and three standard errors, the pair of Spiegelhalter's figures


@dataclass(frozen=True, slots=True)
class Place:
    """One group in the funnel; limits are shares. ``share`` is None where nothing is counted.

    >>> place = Place(count=30, of=40, low_95=0.35, high_95=0.65, low_998=0.26, high_998=0.74)
    >>> place.share, place.position
    (0.75, 'above 99.8 %')
    """

    count: int
    of: int
    low_95: float
    high_95: float
    low_998: float
    high_998: float

    @property
    def share(self) -> float | None:
        """The group's own share."""
        return self.count / self.of if self.of else None

    @property
    def position(self) -> Position:
        """Where the share lies; on a limit is within it."""
        share = self.share
        if share is None or self.low_95 <= share <= self.high_95:
            return "within"
        if share > self.high_95:
            return "above 99.8 %" if share > self.high_998 else "above 95 %"
        return "below 99.8 %" if share < self.low_998 else "below 95 %"


def limits(target: float, of: ArrayLike, level: float = 0.95) -> tuple[Floats, Floats]:
    """The limits between which a share of ``of`` lies with that probability if its true value is the target.

    With r the smallest count whose cumulative binomial probability reaches p, the limit is ``(r - a) / n``
    with ``a = (P(R <= r) - p) / P(R = r)`` (Spiegelhalter 2005, appendix A.1.1), for p = (1 - level) / 2 and
    1 - p; it is kept within 0 and 1.

    Parameters
    ----------
    target
        The share to compare with, 0 to 1.
    of : (...) int
        How many are counted in each group.
    level
        Between 0 and 1.

    Returns
    -------
    low, high : (...) float
        Shares; 0 and 1 where nobody is counted.

    Raises
    ------
    ValueError
        If the target lies outside 0 to 1, the level not between them, or a number is negative.

    Examples
    --------
    >>> low, high = limits(0.5, [10, 40, 160])
    >>> low.round(2), high.round(2)
    (array([0.13, 0.33, 0.42]), array([0.77, 0.64, 0.57]))
    """
    sizes = np.asarray(of, dtype=np.int64)
    if not 0 <= target <= 1 or not 0 < level < 1 or np.any(sizes < 0):
        raise ValueError("a target lies from 0 to 1, a level between them, and nobody counts fewer than none")
    unlike, which = np.unique(sizes, return_inverse=True)
    both = np.array([_limits(target, int(n), (1 - level) / 2) for n in unlike]).reshape(-1, 2)[which]
    return both[..., 0].reshape(sizes.shape), both[..., 1].reshape(sizes.shape)


def places(counts: Mapping[str, tuple[int, int]]) -> dict[str, Place]:
    """Put each group in the funnel around the share of all of them together, in the order in which they come.

    Parameters
    ----------
    counts : {group: (count, of)}
        Groups that do not overlap.

    Returns
    -------
    {group: Place}
        Empty where nobody is counted at all.

    Examples
    --------
    >>> found = places({"north": (60, 120), "south": (30, 40), "west": (8, 30)})  # recovered, at caseness
    >>> {name: (round(one.share, 2), one.position) for name, one in found.items()}
    {'north': (0.5, 'within'), 'south': (0.75, 'above 99.8 %'), 'west': (0.27, 'below 95 %')}
    """
    count, of = (sum(pair[place] for pair in counts.values()) for place in (0, 1))
    if not of:
        return {}
    sizes = [n for _, n in counts.values()]
    (low, high), (lowest, highest) = (limits(count / of, sizes, level) for level in LEVELS)
    return {
        group: Place(*pair, *(float(side[at]) for side in (low, high, lowest, highest)))
        for at, (group, pair) in enumerate(counts.items())
    }


def _limits(target: float, n: int, tail: float) -> tuple[float, float]:
    if not n or target in (0, 1):
        return (0.0, 1.0) if not n else (target, target)
    each = _binomial(target, n)
    below = np.cumsum(each)

    def limit(p: float) -> float:
        r = min(int(np.searchsorted(below, p)), n)
        return float(np.clip((r - (below[r] - p) / each[r]) / n, 0, 1))

    return limit(tail), limit(1 - tail)


def _binomial(p: float, n: int) -> Floats:
    """The probability of each count from 0 to n, (n + 1,) float."""
    log_factorial = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, n + 1)))])
    r = np.arange(n + 1)
    ways = log_factorial[n] - log_factorial - log_factorial[::-1]
    return np.asarray(np.exp(ways + r * np.log(p) + (n - r) * np.log1p(-p)))
