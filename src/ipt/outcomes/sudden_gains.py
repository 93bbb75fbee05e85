"""Sudden gains: large and lasting improvement from one session to the next.

Tang TZ, DeRubeis RJ (1999). Sudden gains and critical sessions in cognitive-behavioral therapy for
depression. J Consult Clin Psychol 67:894-904; where sessions are missing, as Wiedemann M et al. (2020), PLoS
ONE 15:e0230276 (the R package suddengains). A gain is described; what brought it about is not.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ipt.outcomes.change import GRAIN
from ipt.outcomes.columns import finite

Floats = NDArray[np.float64]
Truths = NDArray[np.bool_]

SHARE = 0.25  # of the score before it: the second criterion
LOST = 0.5  # of the gain: a gain of which this much is lost again is reversed
AROUND = 3  # sessions before and after
T_95 = {4: 2.776, 3: 3.182, 2: 4.303}  # two-sided 5 % of Student's t by degrees of freedom


@dataclass(frozen=True, slots=True)
class SuddenGains:
    """Gains of each course. ``gain`` (..., sessions - 1): between this session and the next.

    ``first`` (...) int is the place of the first one, -1 where there is none; ``size`` (...) is its fall in
    points and ``reversed`` (...) says whether at least half of it was lost at any later session. ``judged``
    (..., sessions - 1) says where there were scores enough to tell at all.

    >>> found = sudden_gains([[19, 20, 18, 17, 9, 8, 7, 6], [19, 18, 17, 16, 15, 14, 13, 12]], cut=6)
    >>> found.first, found.size, found.reversed
    (array([ 3, -1]), array([ 8., nan]), array([False, False]))
    """

    gain: Truths
    first: NDArray[np.intp]
    size: Floats
    reversed: Truths
    judged: Truths


def sudden_gains(scores: ArrayLike, *, cut: float) -> SuddenGains:
    """Find sudden gains by the three criteria.

    Between session n and n + 1: the score falls by at least ``cut`` points; by at least a quarter; and the
    mean of sessions n - 2 to n lies above that of n + 1 to n + 3 by more than t times their pooled standard
    deviation.

    Parameters
    ----------
    scores : (..., sessions) float
        One score a session, higher is worse, in order; nan = missing. At least two of the three sessions on
        each side are needed, and both n and n + 1; t has the degrees of freedom of the sessions there are.
    cut
        In points: 7 for the BDI in the original, else a measure's reliable change.

    Raises
    ------
    ValueError
        If there are fewer than four sessions, a score is infinite, or ``cut`` is not above zero.

    Examples
    --------
    >>> found = sudden_gains([19, 20, 18, 17, 9, 8, 7, 6], cut=6)  # PHQ-9, one score a session
    >>> int(found.first) + 1, float(found.size)  # after the fourth session, by eight points
    (4, 8.0)
    """
    given = finite(scores, "a score")
    sessions = given.shape[-1] if given.ndim else 0
    if sessions < 4:
        raise ValueError(f"needs four sessions or more, not {sessions}")
    if not cut > 0:
        raise ValueError("the cut must be above zero")
    before, after = given[..., :-1], given[..., 1:]
    fall = before - after
    judged, lasting = _lasting(given)
    judged &= ~np.isnan(fall)
    with np.errstate(invalid="ignore"):
        gain = (fall >= cut - GRAIN) & (fall >= SHARE * before - GRAIN) & lasting
    any_gain = gain.any(axis=-1)
    first = np.where(any_gain, gain.argmax(axis=-1), -1)
    place = np.maximum(first, 0)[..., None]
    size = np.where(any_gain, np.take_along_axis(fall, place, axis=-1)[..., 0], np.nan)
    level = np.take_along_axis(after, place, axis=-1)[..., 0] + LOST * size
    later = np.arange(sessions) > place + 1
    with np.errstate(invalid="ignore"):
        lost = (later & (given >= level[..., None] - GRAIN)).any(axis=-1)
    return SuddenGains(gain, first, size, np.asarray(any_gain & lost), judged)


def _lasting(given: Floats) -> tuple[Truths, Truths]:
    """Whether there are scores enough for the third criterion, and whether it holds (..., sessions - 1)."""
    sessions = given.shape[-1]
    enough, found = np.zeros((2, *given.shape[:-1], sessions - 1), dtype=bool)
    for n in range(sessions - 1):
        sides = (given[..., max(0, n - AROUND + 1) : n + 1], given[..., n + 1 : n + 1 + AROUND])
        (m0, v0, n0), (m1, v1, n1) = (_moments(side) for side in sides)
        enough[..., n] = (n0 >= 2) & (n1 >= 2)
        free = np.where(enough[..., n], n0 + n1 - 2, 2)
        t = np.select([free == degrees for degrees in T_95], list(T_95.values()))
        pooled = np.sqrt(np.maximum((v0 + v1) / free, 0))
        found[..., n] = enough[..., n] & (m0 - m1 > t * pooled)
    return enough, found


def _moments(side: Floats) -> tuple[Floats, Floats, NDArray[np.intp]]:
    """Mean, sum of squares about it, and how many are known."""
    known = ~np.isnan(side)
    n = known.sum(axis=-1)
    mean = np.where(known, side, 0).sum(axis=-1) / np.maximum(n, 1)
    about = np.where(known, side - mean[..., None], 0)
    return mean, (about**2).sum(axis=-1), n
