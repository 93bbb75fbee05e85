"""Groups that many tables and filters can share, so that no small one can be worked out from any of them.

Two tables that are each harmless can give a small group away together: what one holds and the other does
not. Here the courses are divided once, into blocks of at least ``least``, and whatever is shown afterwards is
a sum of whole blocks. Then all that adding and subtracting tables can yield is a sum of whole blocks too.

The division is a multidimensional generalisation (LeFevre, DeWitt and Ramakrishnan 2006, Mondrian
multidimensional k-anonymity, ICDE), with a fixed order of what to divide by first. It guards against sums and
differences, not against what somebody knows besides; and tables of different days have different blocks.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ipt.outcomes.disclosure import LEAST

Places = NDArray[np.intp]
Truths = NDArray[np.bool_]


@dataclass(frozen=True)
class Level:
    """One thing to divide by: the value of each cell, and whether values are in an order, as quarters are.

    Where there is an order, small neighbours are put together; where there is none, all small ones.

    >>> quarters = Level(["2026 Q1", "2026 Q2", "2026 Q3"], ordered=True)
    >>> divide([quarters], [4, 3, 9])  # the first is small and joins its neighbour
    array([0, 0, 1])
    """

    values: Sequence[str]
    ordered: bool = False


def divide(levels: Sequence[Level], sizes: ArrayLike, least: int = LEAST) -> Places:
    """Divide cells into blocks, by the first level first.

    Parameters
    ----------
    levels
        What to divide by, each with one value a cell.
    sizes : (cells,) int
        Courses that count in each cell; a cell may hold none.
    least
        The fewest in a block.

    Returns
    -------
    (cells,) int
        The block of each cell, numbered from 0; -1 everywhere when all cells together hold fewer than
        ``least``.

    Examples
    --------
    >>> quarters = Level(["2026 Q1", "2026 Q2", "2026 Q3", "2026 Q4"], ordered=True)
    >>> divide([quarters], [3, 4, 9, 2])  # courses in each quarter: 3 + 4, then 9 + 2
    array([0, 0, 1, 1])
    """
    counted = np.asarray(sizes, dtype=np.int64)
    found = np.full(counted.shape, -1, dtype=np.intp)
    if counted.sum() < least:
        return found
    coded = [(_codes(level.values), level.ordered) for level in levels]
    everything = np.arange(len(counted), dtype=np.intp)
    for number, cells in enumerate(_divided(everything, coded, counted, least)):
        found[cells] = number
    return found


def whole_blocks(blocks: Places, among: Truths) -> Truths:
    """The cells ``among`` (cells,) bool whose block lies among them with all its cells: what may be shown.

    >>> blocks = np.array([0, 0, 1, 1])
    >>> whole_blocks(blocks, among=np.array([True, True, True, False]))  # half of block 1 is not shown
    array([ True,  True, False, False])
    """
    kept = np.isin(blocks, blocks[~among], invert=True)
    return np.asarray(among & kept & (blocks >= 0))


def _codes(values: Sequence[str]) -> Places:
    """Each value as its place among all, in their order."""
    return np.asarray(np.unique(np.asarray(values, dtype=np.str_), return_inverse=True)[1], dtype=np.intp)


def _divided(
    cells: Places, levels: Sequence[tuple[Places, bool]], sizes: Places, least: int
) -> Iterator[Places]:
    if not levels or len(cells) == 1:
        yield cells
        return
    (codes, ordered), *rest = levels
    values, value_of = np.unique(codes[cells], return_inverse=True)
    totals = np.bincount(value_of, weights=sizes[cells], minlength=len(values)).astype(np.int64)
    parts = _runs(totals, least) if ordered else _apart(totals, least)
    part_of = np.empty(len(values), dtype=np.intp)
    for number, part in enumerate(parts):
        part_of[part] = number
    for number in range(len(parts)):
        yield from _divided(cells[part_of[value_of] == number], rest, sizes, least)


def _apart(totals: Places, least: int) -> list[list[int]]:
    """Values large enough stand alone; the others together, with the smallest large ones until they fill."""
    by_size = sorted(range(len(totals)), key=lambda one: (totals[one], one))
    small = [one for one in by_size if totals[one] < least]
    large = by_size[len(small) :]
    while small and large and sum(totals[one] for one in small) < least:
        small.append(large.pop(0))
    return [[one] for one in sorted(large)] + ([sorted(small)] if small else [])


def _runs(totals: Places, least: int) -> list[list[int]]:
    """Neighbours from the first on until they fill; what is left over at the end joins the last run."""
    runs: list[list[int]] = [[]]
    for one in range(len(totals)):
        if sum(totals[other] for other in runs[-1]) >= least:
            runs.append([])
        runs[-1].append(one)
    if len(runs) > 1 and sum(totals[one] for one in runs[-1]) < least:
        left_over = runs.pop()
        runs[-1] += left_over
    return runs
