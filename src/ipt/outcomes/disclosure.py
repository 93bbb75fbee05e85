"""Small counts withheld: groups too small to show, and counts for tables that leave the house.

The rule for what leaves is that of NHS England's public tables (Psychological Therapies, annual reports): a
count below 5 is hidden and the rest are rounded to 5. The rule for groups is our own (docs/adr/0006).
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Truths = NDArray[np.bool_]
LEAST = 5  # courses in the smallest group, and the smallest count, that is shown


@dataclass(frozen=True)
class Together:
    """Groups that are large enough, and what is left over as one more, so that none can be worked out."""

    shown: dict[str, Truths]
    others: Truths | None
    names: tuple[str, ...]  # the groups in ``others``


def put_together(groups: Mapping[str, Truths], among: Truths, least: int = LEAST) -> Together | None:
    """Keep groups with at least ``least`` courses; put the smaller ones together, with more until they fill.

    Parameters
    ----------
    groups : {name: (n_courses,) bool}
        Groups that do not overlap and together hold every course.
    among : (n_courses,) bool
        The courses that count towards a group's size.

    Returns
    -------
    Together or None
        None where fewer than two groups would be left: then the whole says all there is to say.
    """
    sizes = {name: int(np.count_nonzero(group & among)) for name, group in groups.items()}
    small = [name for name in groups if sizes[name] < least]
    for name in sorted((name for name in groups if sizes[name] >= least), key=lambda one: sizes[one]):
        if not small or sum(sizes[one] for one in small) >= least:
            break
        small.append(name)
    shown = {name: group for name, group in groups.items() if name not in small}
    left = [groups[name] for name in small]
    others = np.logical_or.reduce(left) if left else None
    if len(shown) + (others is not None) < 2:
        return None
    return Together(shown, others, tuple(small))


def rounded(count: int, least: int = LEAST, to: int = 5) -> int | None:
    """A count as it may leave the house: None below ``least``, else to the nearest multiple of ``to``."""
    return None if count < least else to * ((2 * count + to) // (2 * to))
