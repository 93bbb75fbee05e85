"""The sums of a table of scores: one pass over the rows, grouped by pattern of attendance where it helps."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ipt.outcomes.growth.scores import BLOCK, Scores, refuse_double
from ipt.outcomes.growth.sums import (
    PIECE,
    Blocks,
    Floats,
    Sums,
    Units,
    Whole,
    by_pattern,
    one_block_each,
    products,
)

RUNS, RUN = 64, 1 << 10  # the units are taken from so many runs of rows, of so many each
WIDEST = 52  # sessions of a pattern: their powers of two add up exactly in a float
NARROW = 20  # sessions whose patterns can be counted without sorting


@dataclass(frozen=True)
class Patterns:
    """Z'Z of each pattern of attendance (k,), and which of them is that ``of`` each patient (n_patients,).

    None where each patient has one of their own.
    """

    n: Floats
    s1: Floats
    s2: Floats
    of: Whole | None = None

    def some(self, order: Whole | slice) -> tuple[Floats, Floats, Floats]:
        """Z'Z of some patients, in an order."""
        which = order if self.of is None else self.of[order]
        return self.n[which], self.s1[which], self.s2[which]

    def total(self) -> tuple[float, float, float]:
        """Z'Z of all patients."""
        many = 1.0 if self.of is None else np.bincount(self.of, minlength=len(self.n))
        return float((many * self.n).sum()), float((many * self.s1).sum()), float((many * self.s2).sum())


@dataclass(frozen=True)
class PerPatient:
    """Z'Z and Z'[y, X] of each patient, all (n_patients,), covariates (k, n_patients), in the fit's units."""

    patterns: Patterns
    u0: Floats
    u1: Floats
    beside0: Floats
    beside1: Floats

    def __len__(self) -> int:
        return len(self.u0)

    def blocks(self, order: Whole | slice = slice(None)) -> Blocks:
        """One block a patient, in an order."""
        n, s1, s2 = self.patterns.some(order)
        w0 = np.array([self.u0[order], n, s1, *self.beside0[:, order]])
        w1 = np.array([self.u1[order], s1, s2, *self.beside1[:, order]])
        return one_block_each(n, s1, s2, w0, w1)

    def pieces(self) -> Iterator[tuple[slice, Blocks]]:
        """All of them as they are numbered, a piece that fits the cache at a time."""
        places = (slice(at, at + PIECE) for at in range(0, len(self), PIECE))
        return ((some, self.blocks(some)) for some in places)


def usual_units(scores: Scores) -> Units:
    """Near the middle and about the spread of all rows: for accuracy alone, no result depends on it."""
    some = _all_along(len(scores.score))
    columns = (scores.on_scale(scores.when[some]), scores.score[some], *scores.covariates[some].T)
    time, score, *beside = (
        (float(few.mean()), float(few.std()) or max(1.0, abs(float(few.mean())))) for few in columns
    )
    return Units(time, score, tuple(beside))


def _all_along(n: int) -> Whole | slice:
    """Runs of rows from one end to the other: whole courses, and all times, whichever rows go by."""
    if n <= RUNS * RUN:
        return slice(None)
    starts = np.linspace(0, n - RUN, RUNS).astype(np.intp)
    return np.asarray((starts[:, None] + np.arange(RUN)).reshape(-1))


def gather(scores: Scores, units: Units) -> tuple[Sums, PerPatient]:
    """Add the scores up.

    Raises
    ------
    BadScores
        If a patient has two scores at one time.
    """
    first, last = float(scores.when.min()), float(scores.when.max())
    width = int(min(last - first, WIDEST)) + 1
    patterned = width <= WIDEST and _are_whole(scores.when, first)
    each, squares = (_by_session if patterned else _by_time)(scores, units, first, width)
    total = _total(scores, units, each, squares)
    return (
        Sums(units, total, _blocks(scores, each), len(each), len(scores.score), _therapists(scores)),
        each,
    )


def _blocks(scores: Scores, each: PerPatient) -> Blocks:
    if scores.therapist is not None:
        return each.blocks(np.argsort(scores.therapist, kind="stable"))
    patterns = each.patterns
    if patterns.of is None or scores.names or 3 * len(patterns.n) >= len(each):
        return each.blocks()
    return by_pattern(patterns.of, patterns.n, patterns.s1, patterns.s2, each.u0, each.u1)


def _therapists(scores: Scores) -> Whole | None:
    if scores.therapist is None:
        return None
    in_order = np.sort(scores.therapist)
    return np.flatnonzero(np.diff(in_order, prepend=-1))


def _are_whole(when: Floats, first: float) -> bool:
    return all(
        bool((np.rint(part) == part).all())
        for part in (when[at : at + BLOCK] - first for at in range(0, len(when), BLOCK))
    )


@dataclass(frozen=True)
class _Step:
    """Some rows, whole patients where their rows stand together, to be added up by patient.

    ``whose`` says at which of the rows each patient of ``there`` begins, or whose each row is.
    """

    rows: slice
    there: slice
    whose: Whole
    together: bool

    def add(self, column: Floats, values: Floats) -> None:
        """Add the rows' values (n,) to their patients' in a column (n_patients,)."""
        if self.together:
            column[self.there] += np.add.reduceat(values, self.whose)
        else:
            column += np.bincount(self.whose, weights=values, minlength=len(column))


def _steps(scores: Scores) -> Iterator[_Step]:
    n, starts = len(scores.score), scores.whose.starts
    if starts is None:
        together = max(BLOCK, len(scores.patients))  # so that adding to each of them is worth it
        for rows in (slice(at, at + together) for at in range(0, n, together)):
            yield _Step(rows, slice(0, len(scores.patients)), scores.code[rows], together=False)
        return
    ends = np.append(starts, n)
    cuts = np.searchsorted(ends, [*range(0, n, BLOCK), n]).tolist()
    for low, high in pairwise(dict.fromkeys(cuts)):  # one patient may have more rows than a block
        rows = slice(int(ends[low]), int(ends[high]))
        yield _Step(rows, slice(low, high), starts[low:high] - rows.start, together=True)


def _by_session(scores: Scores, units: Units, first: float, width: int) -> tuple[PerPatient, float]:
    """Whole sessions: the powers of two of a patient's sessions add up to the mask of their attendance."""
    (middle, spread), (level, unit) = units.time, units.score
    sessions = np.arange(width)
    times = (scores.on_scale(first + sessions.astype(np.float64)) - middle) / spread
    bits = np.ldexp(1.0, sessions)
    squares, many = 0.0, len(scores.patients)
    mask, u0, u1 = np.zeros((3, many))
    beside0, beside1 = np.zeros((2, len(scores.names), many))
    for step in _steps(scores):
        session = (scores.when[step.rows] - first).astype(np.intp)
        time, points = times[session], (scores.score[step.rows] - level) / unit
        squares += float((points * points).sum())
        for column, values in ((mask, bits[session]), (u0, points), (u1, points * time)):
            step.add(column, values)
        _add_beside(scores, units, step, time, beside0, beside1)
    if mask.max() >= 2.0**width:
        refuse_double(scores)
    patterns = _patterns(mask.astype(np.int64), times, width)
    if patterns.total()[0] < len(scores.score):
        refuse_double(scores)
    return PerPatient(patterns, u0, u1, beside0, beside1), squares


def _patterns(mask: NDArray[np.int64], times: Floats, width: int) -> Patterns:
    if width <= NARROW:
        there = np.bincount(mask, minlength=1 << width) > 0
        found = np.flatnonzero(there)
        of = (np.cumsum(there) - 1)[mask]
    else:
        found, of = np.unique(mask, return_inverse=True)
    attended = ((found[:, None] >> np.arange(width)) & 1).astype(np.float64)
    n, s1, s2 = (attended @ np.column_stack([np.ones(width), times, times**2])).T
    return Patterns(n, s1, s2, of.reshape(-1))


def _by_time(scores: Scores, units: Units, first: float, width: int) -> tuple[PerPatient, float]:
    """Times of any kind: five sums a patient."""
    refuse_double(scores)
    (middle, spread), (level, unit) = units.time, units.score
    squares, many = 0.0, len(scores.patients)
    n, s1, s2, u0, u1 = np.zeros((5, many))
    beside0, beside1 = np.zeros((2, len(scores.names), many))
    for step in _steps(scores):
        time: Floats = (scores.on_scale(scores.when[step.rows]) - middle) / spread
        points = (scores.score[step.rows] - level) / unit
        squares += float((points * points).sum())
        sums = (n, np.ones(len(time))), (s1, time), (s2, time * time), (u0, points), (u1, points * time)
        for column, values in sums:
            step.add(column, values)
        _add_beside(scores, units, step, time, beside0, beside1)
    return PerPatient(Patterns(n, s1, s2), u0, u1, beside0, beside1), squares


def _add_beside(
    scores: Scores, units: Units, step: _Step, time: Floats, beside0: Floats, beside1: Floats
) -> None:
    for place, (middle, spread) in enumerate(units.covariates):
        values = (scores.covariates[step.rows, place] - middle) / spread
        step.add(beside0[place], values)
        step.add(beside1[place], values * time)


def _total(scores: Scores, units: Units, each: PerPatient, squares: float) -> Floats:
    """W'W over all rows, columns y, 1, time, covariates."""
    k = len(scores.names)
    total = np.empty((3 + k, 3 + k))
    total[0, :3] = squares, each.u0.sum(), each.u1.sum()
    total[1, 1], total[1, 2], total[2, 2] = each.patterns.total()
    if k:
        middle, spread = np.array(units.covariates).T[..., None]
        beside = (scores.covariates.T - middle) / spread
        points = (scores.score - units.score[0]) / units.score[1]
        total[:1, 3:] = products(points[None], beside)
        total[1, 3:], total[2, 3:] = each.beside0.sum(axis=1), each.beside1.sum(axis=1)
        total[3:, 3:] = products(beside, beside)
    lower = np.tril_indices(3 + k, -1)
    total[lower] = total.T[lower]
    return total
