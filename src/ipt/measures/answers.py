"""Answers to one form, checked at the door: as many as there are items, and each one an option."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ipt.measures import whole
from ipt.measures.measure import Item, Measure

Floats = NDArray[np.float64]
BLOCK = 2**18  # answers at a time: few enough to stay in the processor's cache


class AnswerError(ValueError):
    """An answer is not an option: `row` counts from 0, `item` and `value` say which and what."""

    def __init__(self, measure: Measure, row: int, item: Item, value: float, *, many: bool) -> None:
        self.row, self.item, self.value = row, item, value
        self.reason = f"item {item.number}: {value:g} is not an answer ({_allowed(item)})"
        super().__init__(f"{measure.short_title} " + (f"row {row}, " if many else "") + self.reason)


@dataclass(frozen=True)
class Block:
    """Some rows, each answer checked; `whole` where all of them are small whole numbers or blank."""

    rows: NDArray[np.generic]
    whole: whole.Whole | None

    @cached_property
    def floats(self) -> Floats:
        """The answers as floats (n, width), nan for blank."""
        return self.rows.astype(np.float64, copy=False)


@dataclass(frozen=True)
class Answers:
    """Rows of answers: `rows` is (n, width) with nan for blank, `shape` the leading axes they came in."""

    measure: Measure
    rows: NDArray[np.generic]
    shape: tuple[int, ...]
    items: tuple[Item, ...]

    @cached_property
    def column(self) -> dict[str, int]:
        """Where each item stands; unscored items are absent when they were left out."""
        return {item.id: index for index, item in enumerate(self.items)}

    def columns(self, ids: Sequence[str]) -> slice | list[int]:
        """Where the items stand, as a slice when that selects them without copying."""
        places = [self.column[item] for item in ids]
        together = places == list(range(places[0], places[0] + len(places)))
        return slice(places[0], places[0] + len(places)) if together else places

    def blocks(self) -> Iterator[tuple[slice, Block]]:
        """Walk the rows in blocks, each checked; AnswerError at the first answer that is not an option."""
        rows_at_a_time = max(BLOCK // len(self.items), 1)
        for start in range(0, len(self.rows), rows_at_a_time):
            where = slice(start, start + rows_at_a_time)
            rows = self.rows[where]
            block = Block(rows, whole.read(rows, self._ranges) if self._ranges else None)
            if block.whole is None:
                self._check(block.floats, start)
            yield where, block

    def by_item(self) -> dict[str, float]:
        """One person's answers by item id, nan for blank or left out."""
        left_out = {item.id: float("nan") for item in self.measure.items}
        return left_out | {item.id: float(self.rows[0, place]) for place, item in enumerate(self.items)}

    def _check(self, block: Floats, start: int) -> None:
        for columns, options in self._options:
            answers = block[:, columns]
            if not _all_among(answers, options):
                self._refuse(block, start)

    def _refuse(self, block: Floats, start: int) -> None:
        wrong = np.column_stack(
            [~_among(block[:, place], _options(item)) for place, item in enumerate(self.items)]
        )
        row, place = np.argwhere(wrong)[0]
        value = float(block[row, place])
        raise AnswerError(self.measure, start + int(row), self.items[place], value, many=self.shape != ())

    @cached_property
    def _ranges(self) -> list[whole.Range]:
        """Lowest and highest answer by column, or nothing where an option does not fit in a byte."""
        if not all(options.fits_in_a_byte for _columns, options in self._options):
            return []
        return [(columns, options.low, options.high) for columns, options in self._options]

    @cached_property
    def _options(self) -> list[tuple[slice | list[int], "_Options"]]:
        """The columns that share a set of options, so that each block is checked in few steps."""
        shared: dict[_Options, list[str]] = {}
        for item in self.items:
            shared.setdefault(_options(item), []).append(item.id)
        return [(self.columns(ids), options) for options, ids in shared.items()]


@dataclass(frozen=True, slots=True)
class _Options:
    low: float
    high: float
    whole: bool
    values: tuple[float, ...]

    @property
    def fits_in_a_byte(self) -> bool:
        """Whether they are all the whole numbers of a range that a byte holds."""
        return self.whole and not self.values and 0 <= self.low <= self.high <= whole.LARGEST


def read_answers(measure: Measure, answers: ArrayLike) -> Answers:
    """Give answers their shape; ValueError unless there is one for each item, or each scored item.

    Answers are checked when they are walked through (`Answers.blocks`).
    """
    given = _as_numbers(measure, answers)
    width = given.shape[-1] if given.ndim else 0
    items = {len(measure.items): measure.items, len(measure.scored_items): measure.scored_items}.get(width)
    if items is None:
        wanted = sorted({len(measure.scored_items), len(measure.items)})
        raise ValueError(f"{measure.short_title} needs {' or '.join(map(str, wanted))} answers, not {width}")
    return Answers(measure, given.reshape(-1, width), given.shape[:-1], items)


def _as_numbers(measure: Measure, answers: ArrayLike) -> NDArray[np.generic]:
    if isinstance(answers, np.ndarray) and answers.dtype.kind in "biuf":
        return answers
    try:
        return np.asarray(answers, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{measure.short_title}: answers must be numbers: {error}") from error


def _options(item: Item) -> _Options:
    values = tuple(sorted(option.value for option in item.options))
    stepped = values == tuple(np.arange(item.low, item.high + 1)) and item.low == int(item.low)
    return _Options(item.low, item.high, whole=item.whole or stepped, values=() if stepped else values)


def _all_among(answers: Floats, options: _Options) -> bool:
    """Say whether every answer is blank or an option, in as few passes over the answers as can be."""
    low, high = np.fmin.reduce(answers, axis=None), np.fmax.reduce(answers, axis=None)
    if low < options.low or high > options.high:
        return False
    if options.values or not options.whole:
        return not options.values or bool(_among(answers, options).all())
    whole = np.count_nonzero(np.rint(answers) == answers)
    return bool(whole == answers.size or whole + np.count_nonzero(np.isnan(answers)) == answers.size)


def _among(answers: Floats, options: _Options) -> NDArray[np.bool_]:
    blank = np.isnan(answers)
    if options.values:
        return blank | np.isin(answers, options.values)
    good = (answers >= options.low) & (answers <= options.high)
    if options.whole:
        good &= np.rint(answers) == answers
    return blank | good


def _allowed(item: Item) -> str:
    if item.options:
        return ", ".join(f"{value:g}" for value in sorted(option.value for option in item.options))
    return f"{item.low:g} to {item.high:g}"
