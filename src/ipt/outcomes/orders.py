"""How often chance alone puts the scores of one person in such an order: counted out where they are few."""

import math
from collections.abc import Sequence
from functools import lru_cache
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
EXACT = 10  # points up to which every order is counted
SHARED_OUT = 60  # points up to which every way to share them between two phases is counted


def kendall(points: Floats) -> float:
    """Kendall's S: pairs that rise less pairs that fall.

    >>> kendall(np.array([19.0, 18.0, 16.0, 17.0]))
    -4.0
    """
    later, earlier = np.tril_indices(len(points), -1)
    return float(np.sign(points[later] - points[earlier]).sum())


def variance(points: Floats) -> float:
    """Variance of S without a trend, ties taken off (Kendall 1975).

    >>> round(variance(np.array([19.0, 18.0, 16.0, 17.0])), 2)
    8.67
    """
    n = len(points)
    _, ties = np.unique(points, return_counts=True)
    return float((n * (n - 1) * (2 * n + 5) - (ties * (ties - 1) * (2 * ties + 5)).sum()) / 18)


def normal_chance(spread: float, level: float) -> float:
    """The S that chance does not pass with that probability, by the normal distribution."""
    return NormalDist().inv_cdf((1 + level) / 2) * math.sqrt(spread)


def exact_chance(n: int, alpha: float) -> float:
    """The largest S whose p is above alpha."""
    pairs = n * (n - 1) // 2
    return max(s for s in range(pairs % 2, pairs + 1, 2) if exact_p(n, s) > alpha)


def normal_p(s: float, spread: float) -> float:
    """Two-sided, by the normal distribution, corrected for continuity; ``spread`` is the variance of S."""
    if spread == 0 or s == 0:
        return 1.0
    return 2 * (1 - NormalDist().cdf((abs(s) - 1) / math.sqrt(spread)))


def exact_p(n: int, s: float) -> float:
    """Two-sided: of all orders of n different scores, how many have an S as far from zero.

    >>> round(exact_p(4, -4), 2)  # 8 of 24 orders
    0.33
    """
    counts = _orders(n)
    pairs = n * (n - 1) // 2
    at_least = sum(count for falls, count in enumerate(counts) if abs(pairs - 2 * falls) >= abs(s))
    return at_least / math.factorial(n)


@lru_cache(maxsize=EXACT)
def _orders(n: int) -> Sequence[int]:
    """How many orders of n have 0, 1, 2, … pairs that fall (Mahonian numbers)."""
    counts = [1]
    for size in range(2, n + 1):
        wider = [0] * (len(counts) + size - 1)
        for falls, count in enumerate(counts):
            for more in range(size):
                wider[falls + more] += count
        counts = wider
    return tuple(counts)


def shared_out_p(first: Floats, second: Floats) -> float:
    """Two-sided p of Mann and Whitney's U: of all ways to share the scores between the phases, ties and all.

    Up to sixty scores every way is counted, by sums of doubled mid-ranks; beyond, by the normal distribution.

    >>> round(shared_out_p(np.array([19.0, 20.0, 18.0]), np.array([9.0, 8.0, 7.0, 12.0])), 3)
    0.057
    """
    together, m = np.concatenate([first, second]), len(second)
    n = len(together)
    below, same = (
        (compared(together[:, None], together[None, :])).sum(axis=1) for compared in (np.greater, np.equal)
    )
    ranks = 2 * below + same + 1  # doubled, so that they are whole
    off = abs(int(ranks[len(first) :].sum()) - m * (n + 1))
    if n > SHARED_OUT:
        _, ties = np.unique(together, return_counts=True)
        spread = m * (n - m) / 3 * ((n + 1) - float((ties**3 - ties).sum()) / (n * (n - 1)))
        return normal_p(off, spread)
    ways = np.zeros((m + 1, int(ranks.sum()) + 1))
    ways[0, 0] = 1
    for rank in ranks:
        ways[1:, rank:] += ways[:-1, : ways.shape[1] - rank].copy()
    far = np.abs(np.arange(ways.shape[1]) - m * (n + 1)) >= off
    return float(ways[m, far].sum() / ways[m].sum())
