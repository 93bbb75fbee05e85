"""Small counts withheld: groups too small to show, and counts for tables that leave the house.

The rule for what leaves is that of NHS England's public tables (Psychological Therapies, annual reports): a
count below 5 is hidden and the rest are rounded to 5. The rule for groups is our own (docs/adr/0006).
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Truths = NDArray[np.bool_]
LEAST = 5  # courses in the smallest group, and the smallest count, that is shown


def rounded(count: int, least: int = LEAST, to: int = 5) -> int | None:
    """A count as it may leave the house: None below ``least``, else to the nearest multiple of ``to``.

    >>> rounded(3), rounded(12), rounded(13)
    (None, 10, 15)
    """
    return None if count < least else to * ((2 * count + to) // (2 * to))


def withheld(
    sizes: NDArray[np.int64], groupings: Sequence[Sequence[str]], least: int = LEAST
) -> list[set[str]]:
    """Say which groups are not shown, so that no small one can be worked out from the totals that are.

    Every grouping divides the same courses, and their whole is shown. A group is known from the others when
    it is a sum and difference of them: a lone one is what is missing from the whole, and with several
    groupings one may be what the groups of another leave over (a therapist alone in a service). So small
    groups are withheld, then the smallest others, until none of them lies in the span of those shown.

    Parameters
    ----------
    sizes : (cells,) int
        How many courses count in each combination of the groups.
    groupings : one (cells,) list of names a grouping
        The group of each cell.
    least
        The fewest courses of a group that is shown.

    Returns
    -------
    list of sets
        The names withheld, one set a grouping; what is left over in each has at least ``least`` courses.

    Examples
    --------
    >>> quarters = ["Q1", "Q2", "Q3"]
    >>> [sorted(hidden) for hidden in withheld(np.array([30, 9, 3]), [quarters])]  # Q3 alone would follow
    [['Q2', 'Q3']]
    """
    groups = [(place, name) for place, names in enumerate(groupings) for name in sorted(set(names))]
    members = np.array(
        [[name == one for one in groupings[place]] for place, name in groups], dtype=np.float64
    ).reshape(len(groups), len(sizes))
    hidden = members @ sizes < least
    hidden &= members @ sizes > 0
    while (one := _next_to_hide(members, np.asarray(sizes), groups, hidden, least)) is not None:
        hidden[one] = True
    return [
        {name for (at, name), hides in zip(groups, hidden, strict=True) if hides and at == place}
        for place in range(len(groupings))
    ]


def _next_to_hide(
    members: Floats, sizes: NDArray[np.int64], groups: list[tuple[int, str]], hidden: Truths, least: int
) -> int | None:
    """The smallest group to be withheld next: one that gives a withheld one away; None where nothing does."""
    totals = members @ sizes
    for place in sorted({place for (place, _), hides in zip(groups, hidden, strict=True) if hides}):
        here = np.array([at == place for at, _ in groups])
        if totals[here & hidden].sum() < least and np.any(here & ~hidden & (totals > 0)):
            return _smallest(here & ~hidden & (totals > 0), totals)
    open_ones = ~hidden & (totals > 0)
    counted = sizes > 0
    shown = np.vstack([np.ones(counted.sum()), members[open_ones][:, counted]])
    for one in np.flatnonzero(hidden):
        weights, *_ = np.linalg.lstsq(shown.T, members[one, counted], rcond=None)
        if np.allclose(shown.T @ weights, members[one, counted], atol=1e-8):
            used = np.zeros_like(hidden)
            used[np.flatnonzero(open_ones)] = np.abs(weights[1:]) > 1e-8
            return _smallest(used if used.any() else open_ones, totals) if open_ones.any() else None
    return None


def _smallest(among: Truths, totals: Floats) -> int:
    places = np.flatnonzero(among)
    return int(places[np.argmin(totals[places])])
