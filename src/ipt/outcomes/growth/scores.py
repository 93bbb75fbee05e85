"""The rows of a table of scores, checked, and numbered by patient."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from ipt.outcomes.columns import BadScores, is_text, levels, numbers, refuse_nobody

Floats = NDArray[np.float64]
Whole = NDArray[np.intp]
TimeScale = Literal["linear", "log"]
BLOCK = 1 << 16  # rows looked at together: all that is made of them stays in the processor's cache
ODD = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F))  # large and odd, to mix by


@dataclass(frozen=True)
class Whose:
    """Whose each of ``n`` rows is, as a place among the patients.

    Where each patient's rows stand together, and the patients as they are numbered, ``starts`` (n_patients,)
    says at which row each begins; else ``each`` (n,) says it of every row.
    """

    n: int
    starts: Whole | None = None
    each: Whole | None = None

    @cached_property
    def code(self) -> Whole:
        """The place of each row's patient (n,)."""
        if self.starts is None:
            assert self.each is not None, "one of the two is there"
            return self.each
        return np.repeat(np.arange(len(self.starts)), np.diff(self.starts, append=self.n))


@dataclass(frozen=True)
class Scores:
    """Scores as columns of one length, each row belonging to a patient.

    ``whose`` says which of ``patients`` each row belongs to; ``when`` (n,) is the time as given,
    ``score`` (n,) in the measure's points; ``covariates`` (n, k) by ``names``; ``therapist`` (n_patients,) a
    place in ``therapists``, or None. Rows without a score or a covariate were left out and are counted.
    """

    patients: NDArray[Any]
    whose: Whose
    when: Floats
    score: Floats
    covariates: Floats
    names: tuple[str, ...]
    therapist: Whole | None
    therapists: NDArray[Any] | None
    time_scale: TimeScale
    left_out: int
    rows: Whole | None = None  # of the table, from 0, where some were left out

    @property
    def code(self) -> Whole:
        """The place of each row's patient among ``patients`` (n,)."""
        return self.whose.code

    def on_scale(self, when: Floats) -> Floats:
        """Times as the model takes them."""
        return np.log(when) if self.time_scale == "log" else when


def read(
    columns: Mapping[str, NDArray[Any]],
    *,
    patient: str,
    time: str,
    score: str,
    covariates: Sequence[str],
    therapist: str | None,
    time_scale: TimeScale,
    varied: bool = True,
) -> Scores:
    """Check the columns of a table and number its patients.

    Parameters
    ----------
    columns
        Arrays (n,) by name. A score or covariate that is nan is missing: its row is left out. A covariate of
        text or truths becomes one column for each of its values but the first in order (treatment contrasts).
    varied
        Whether columns that are the same throughout are refused, as a fit needs it.

    Raises
    ------
    BadScores
        If a number is infinite or text, a time is missing or (on the log scale) not above zero, a patient has
        two scores at one time or two therapists, or a score, a time or a covariate is the same throughout.
    """
    points = numbers(columns[score], score)
    when = numbers(columns[time], time)
    names, beside = _covariates(columns, covariates)
    who, treats = columns[patient], columns[therapist] if therapist else None
    n, rows = len(points), _known(points, beside)
    if rows is not None:
        points, when, beside, who = points[rows], when[rows], beside[rows], who[rows]
        treats = treats[rows] if treats is not None else None
    if not len(points):
        raise BadScores(f"{score}: there is no score")
    _refuse_times(when, time, time_scale, rows)
    patients, whose = number(who, patient)
    for name, values in ((score, points), (time, when), *zip(names, beside.T, strict=True)):
        if varied and values[0] == values[-1] and (values == values[0]).all():
            raise BadScores(f"{name}: is {values[0]:g} in every row, which tells nothing")
    place, therapists = (
        _therapists(treats, whose.code, patients, therapist or "") if treats is not None else (None, None)
    )
    return Scores(
        patients, whose, when, points, beside, names, place, therapists, time_scale, n - len(points), rows
    )


def _known(points: Floats, beside: Floats) -> Whole | None:
    """The rows that say their score and all covariates; None where all do, which a sum tells."""
    if not np.isnan(points.sum()) and not np.isnan(beside.sum()):
        return None
    return np.flatnonzero(~(np.isnan(points) | np.isnan(beside).any(axis=1)))


def number(who: NDArray[Any], name: str) -> tuple[NDArray[Any], Whose]:
    """The patients, as they come where the rows of each stand together, else rising; whose each row is."""
    if is_text(who):
        texts, place = levels(who, name)
        some, whose = number(place, name)
        return texts[some], whose
    if who.dtype.kind not in "biu":
        refuse_nobody(who != who, name)
    starts = _starts(who)
    firsts = who[starts]
    if (firsts[1:] > firsts[:-1]).all():
        return firsts, Whose(len(who), starts)
    patients, of = _distinct(firsts)
    if len(patients) == len(firsts):
        return firsts, Whose(len(who), starts)
    return patients, Whose(len(who), each=np.repeat(of, np.diff(starts, append=len(who))))


def _starts(who: NDArray[Any]) -> Whole:
    """The rows that are of another patient than the row before, a block at a time."""
    blocks = (who[at : at + BLOCK + 1] for at in range(0, len(who), BLOCK))
    fresh = (np.flatnonzero(block[1:] != block[:-1]) + 1 for block in blocks)
    return np.concatenate([[0], *(some + at * BLOCK for at, some in enumerate(fresh))])


def _distinct(ids: NDArray[Any]) -> tuple[NDArray[Any], Whole]:
    """Those there are, rising, and the place of each among them; small numbers without sorting."""
    if ids.dtype.kind in "iu":
        wide = np.dtype(f"{ids.dtype.kind}8").type  # in which no difference of small numbers overflows
        low, high = wide(ids.min()), wide(ids.max())
        if int(high) - int(low) < 4 * len(ids):
            shifted = (ids.astype(wide) - low).astype(np.intp, copy=False)
            there = np.zeros(int(high) - int(low) + 1, dtype=bool)
            there[shifted] = True
            some = np.flatnonzero(there).astype(wide) + low
            return some.astype(ids.dtype), (np.cumsum(there) - 1)[shifted]
    some, of = np.unique(ids, return_inverse=True)
    return some, of.reshape(-1)


def refuse_double(scores: Scores) -> None:
    """BadScores if a patient has two scores at one time; one pass where times rise within each patient."""
    when, starts = scores.when, scores.whose.starts
    if starts is not None:
        rises = when[1:] > when[:-1]
        rises[starts[1:] - 1] = True  # the first of another patient
        if rises.all():
            return
    code = scores.code
    mixed = np.sort(_mixed(code, when))
    if (mixed[1:] != mixed[:-1]).all():
        return
    order = np.lexsort((when, code))
    code, when = code[order], when[order]
    twice = np.flatnonzero((code[1:] == code[:-1]) & (when[1:] == when[:-1]))
    if len(twice):
        at = twice[0]
        first, second = sorted(_row(order[place], scores.rows) for place in (at, at + 1))
        who = scores.patients[code[at]]
        raise BadScores(
            f"row {second}: patient {who} has two scores at time {when[at]:g}; row {first} is the other"
        )


def _mixed(code: Whole, when: Floats) -> NDArray[np.uint64]:
    """One number for a patient and a time; the same for the same, and hardly ever for others."""
    bits = (when + 0.0).view(np.uint64)  # -0.0 is 0.0
    return np.asarray(code.astype(np.uint64) * ODD[0] + (bits ^ (bits >> np.uint64(29))) * ODD[1])


def _covariates(
    columns: Mapping[str, NDArray[Any]], covariates: Sequence[str]
) -> tuple[tuple[str, ...], Floats]:
    names: list[str] = []
    parts: list[Floats] = []
    length = len(next(iter(columns.values())))
    for covariate in covariates:
        column = columns[covariate]
        if column.dtype.kind in "iuf":
            names.append(covariate)
            parts.append(numbers(column, covariate))
            continue
        said, place = levels(column, covariate, missing=True)
        if len(said) < 2:
            raise BadScores(f"{covariate}: is {said[0] if len(said) else 'empty'} in every row")
        for level, text in enumerate(said[1:], start=1):
            names.append(f"{covariate}{text}")
            parts.append(np.where(place < 0, np.nan, (place == level).astype(np.float64)))
    return tuple(names), np.array(parts).T if parts else np.empty((length, 0))


def _refuse_times(when: Floats, name: str, scale: TimeScale, rows: Whole | None) -> None:
    lowest = when.min()
    if np.isnan(lowest):
        at = int(np.flatnonzero(np.isnan(when))[0])
        raise BadScores(f"{name}: row {_row(at, rows)} says no time")
    if scale == "log" and lowest <= 0:
        at = int(np.flatnonzero(when <= 0)[0])
        raise BadScores(
            f"{name}: row {_row(at, rows)}: {when[at]:g} has no logarithm; number sessions from 1, "
            "or choose the time scale linear"
        )


def _row(at: int, rows: Whole | None) -> int:
    return 1 + int(at if rows is None else rows[at])


def _therapists(
    whose: NDArray[Any], code: Whole, patients: NDArray[Any], name: str
) -> tuple[Whole, NDArray[Any]]:
    therapists, treats = number(whose, name)
    place = treats.code
    first = np.full(len(patients), -1, dtype=np.intp)
    first[code[::-1]] = place[::-1]
    crossed = first[code] != place
    if crossed.any():
        at = int(np.flatnonzero(crossed)[0])
        both = f"{therapists[first[code[at]]]} and {therapists[place[at]]}"
        raise BadScores(
            f"{name}: patient {patients[code[at]]} has two therapists ({both}); "
            "the level is for patients who each have one"
        )
    if len(therapists) < 2:
        raise BadScores(f"{name}: there is one therapist, which is no level")
    return first, therapists
