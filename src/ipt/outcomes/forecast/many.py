"""The same predictions for many courses at once: arrays whose last axis is the scores in order of time."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ipt.outcomes.columns import finite
from ipt.outcomes.forecast.scale import Predicted
from ipt.outcomes.forecast.trajectory import Trajectory

Floats = NDArray[np.float64]
PIECE = 1 << 15  # scores at a time: what stays in a processor's cache


def next_scores(trajectory: Trajectory, times: ArrayLike, scores: ArrayLike) -> Predicted:
    """Predict each score from those before it in its course.

    Parameters
    ----------
    times, scores : (..., sessions) float
        Rising times, and scores in points; shapes broadcast. A score that is nan is missing and skipped; a
        time may be nan only where its score is.

    Returns
    -------
    Predicted
        (..., sessions); the first of a course is that of the population. nan where the time is nan.

    Raises
    ------
    ValueError
        If a score has no time, or a time is infinite or has no logarithm.

    Examples
    --------
    >>> from ipt.outcomes.forecast import Scale, Trajectory
    >>> phq9 = Scale(low=0, high=27, step=1, worse=1)
    >>> usual = Trajectory((16.0, -2.0), (25.0, -3.0, 2.0), residual_sd=2.5, time_scale="log", scale=phq9)
    >>> next_scores(usual, [1, 2, 3], [[22, 21, 20], [10, np.nan, 8]]).mean.round(1)
    array([[16. , 19. , 18.9],
           [16. , 10.2,  9.6]])
    """
    seen = _Seen.of(trajectory, times, scores)
    mean, sd = np.empty(seen.left.shape), np.empty(seen.left.shape)
    rows = max(1, PIECE // max(seen.left.shape[-1], 1))
    for start in range(0, len(seen.left), rows):
        part = slice(start, start + rows)
        mean[part], sd[part] = seen.among(part).before()
    shape = np.broadcast_shapes(np.shape(times), np.shape(scores))
    return Predicted(mean.reshape(shape), sd.reshape(shape), trajectory.scale)


def ends(trajectory: Trajectory, times: ArrayLike, scores: ArrayLike, end: ArrayLike) -> Predicted:
    """Predict the score at the end of a course after each of its scores.

    Parameters
    ----------
    end : (...) float
        The time of each course's end.

    Returns
    -------
    Predicted
        (..., sessions): entry k knows the scores up to and with k. Parameters and errors as `next_scores`.

    Examples
    --------
    >>> from ipt.outcomes.forecast import Scale, Trajectory
    >>> phq9 = Scale(low=0, high=27, step=1, worse=1)
    >>> usual = Trajectory((16.0, -2.0), (25.0, -3.0, 2.0), residual_sd=2.5, time_scale="log", scale=phq9)
    >>> foretold = ends(usual, [1, 2, 3], [22, 21, 20], end=16)
    >>> foretold.mean.round(1), foretold.sd.round(1)
    (array([13.7, 14.8, 15.3]), array([4.6, 4.2, 3.9]))
    """
    seen = _Seen.of(trajectory, times, scores)
    x = trajectory.all_on_scale(end).reshape(-1, 1)
    mean, sd = seen.after(x)
    shape = np.broadcast_shapes(np.shape(times), np.shape(scores))
    return Predicted(mean.reshape(shape), sd.reshape(shape), trajectory.scale)


@dataclass(frozen=True, slots=True)
class _Seen:
    """Scores (n, sessions) as `State.update` sees them.

    ``x`` are their times, ``z0`` and ``z1`` L'(1, time), ``there`` is 1 or 0, ``left`` the score minus
    the common line, over the residual sd; 0 if missing.
    """

    trajectory: Trajectory
    x: Floats
    z0: Floats
    z1: Floats
    there: Floats
    left: Floats

    @classmethod
    def of(cls, trajectory: Trajectory, times: ArrayLike, scores: ArrayLike) -> "_Seen":
        x, points = trajectory.all_on_scale(times), finite(scores, "a score")
        l00, l10, l11 = trajectory.root
        left = (points - trajectory.mean[0] - trajectory.mean[1] * x) / trajectory.residual_sd
        there = ~np.isnan(np.broadcast_to(points, left.shape))
        if (np.isnan(left) & there).any():
            raise ValueError("a score has no time")
        flat = (math.prod(left.shape[:-1]), left.shape[-1])
        x, z0, z1 = (np.broadcast_to(v, left.shape).reshape(flat) for v in (x, l00 + l10 * x, l11 * x))
        return cls(
            trajectory,
            x,
            z0,
            z1,
            there.reshape(flat).astype(np.float64),
            np.where(there, left, 0.0).reshape(flat),
        )

    def among(self, rows: slice) -> "_Seen":
        return _Seen(
            self.trajectory, self.x[rows], self.z0[rows], self.z1[rows], self.there[rows], self.left[rows]
        )

    def before(self) -> tuple[Floats, Floats]:
        """Mean and sd of each score, given all earlier ones."""
        precision, told = self._told()
        earlier = [_shifted(value, start) for value, start in zip(precision, (1.0, 0.0, 1.0), strict=True)]
        return self._predicted(earlier, [_shifted(value, 0.0) for value in told], self.x, self.z0, self.z1)

    def after(self, x: Floats) -> tuple[Floats, Floats]:
        """Mean and sd of the score at the times x (n, 1), given each score and all earlier ones."""
        l00, l10, l11 = self.trajectory.root
        precision, told = self._told()
        return self._predicted(precision, told, x, l00 + l10 * x, l11 * x)

    def _told(self) -> tuple[list[Floats], list[Floats]]:
        """Precision (p00, p01, p11) and its product with the mean (h0, h1), after each score."""
        z0, z1 = self.z0, self.z1
        if np.isnan(self.x).any():  # beyond a course's last score
            z0, z1 = np.nan_to_num(z0), np.nan_to_num(z1)
        here0, here1 = z0 * self.there, z1 * self.there
        sums = [np.cumsum(v, axis=-1) for v in (here0 * z0, here0 * z1, here1 * z1)]
        sums[0] += 1
        sums[2] += 1
        return sums, [np.cumsum(z * self.left, axis=-1) for z in (z0, z1)]

    def _predicted(
        self, precision: list[Floats], told: list[Floats], x: Floats, z0: Floats, z1: Floats
    ) -> tuple[Floats, Floats]:
        (p00, p01, p11), (h0, h1) = precision, told
        determinant = p00 * p11 - p01 * p01
        a0 = (p11 * z0 - p01 * z1) / determinant
        a1 = (p00 * z1 - p01 * z0) / determinant
        sd = self.trajectory.residual_sd
        mean = self.trajectory.mean[0] + self.trajectory.mean[1] * x + sd * (a0 * h0 + a1 * h1)
        return mean, sd * np.sqrt(1 + a0 * z0 + a1 * z1)


def _shifted(values: Floats, first: float) -> Floats:
    """What stood one place earlier."""
    moved = np.empty_like(values)
    moved[..., :1] = first
    moved[..., 1:] = values[..., :-1]
    return moved
