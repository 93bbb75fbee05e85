"""Answers that are small whole numbers, in single bytes: an eighth of the memory to walk through.

Answers come as floats, for a blank is nan; but what most forms offer is 0, 1, 2, 3. One cast to a byte and
one comparison with what it came from tells which answers are such numbers, and keeps them where sums are
cheap.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LARGEST = 127  # a signed byte holds no more; above it the plain way is taken

Columns = slice | list[int]
Range = tuple[Columns, float, float]  # columns, and the lowest and highest answer in them


@dataclass(frozen=True, slots=True)
class Whole:
    """A block of n rows by column: `values` (width, n), 0 where blank, and `given`, False where blank."""

    values: NDArray[np.int8]
    given: NDArray[np.bool_]

    def added(self, columns: Columns) -> NDArray[np.float64]:
        """Add up the answers in some columns, row by row; a blank adds nothing."""
        values = self.values[columns]
        wide = np.int8 if len(values) * int(values.max(initial=0)) <= LARGEST else np.int32
        return np.asarray(np.add.reduce(values, axis=0, dtype=wide), dtype=np.float64)

    def answered(self, columns: Columns) -> NDArray[np.int16]:
        """Count the answers in some columns, row by row."""
        given = self.given[columns].view(np.int8)
        wide = np.int8 if len(given) <= LARGEST else np.int16
        return np.asarray(np.add.reduce(given, axis=0, dtype=wide), dtype=np.int16)


def read(block: NDArray[np.generic], ranges: Iterable[Range]) -> Whole | None:
    """Read a block of answers as bytes.

    Parameters
    ----------
    block : (n, width) number
        Answers; ``nan`` = left blank.
    ranges
        For each column its lowest and highest answer, from 0 to `LARGEST`.

    Returns
    -------
    Whole or None
        None where some answer is neither blank nor a whole number of its range.
    """
    with np.errstate(invalid="ignore"):  # what no byte can hold comes out as some other number
        values = block.astype(np.int8)
    given = values.astype(block.dtype) == block
    answers = np.count_nonzero(given)
    if answers < given.size:
        if answers + np.count_nonzero(np.isnan(block)) < given.size:
            return None
        values *= given.view(np.int8)
    read_so = Whole(np.ascontiguousarray(values.T), np.ascontiguousarray(given.T))
    return read_so if all(_within(read_so, *one) for one in ranges) else None


def _within(block: Whole, columns: Columns, low: float, high: float) -> bool:
    values = block.values[columns]
    if values.max(initial=0) > high or values.min(initial=0) < 0:
        return False
    return low == 0 or not np.any(block.given[columns] & (values < low))
