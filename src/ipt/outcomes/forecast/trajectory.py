"""How scores usually run over a course, and where a course stands: exact, in constant time a score."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ipt.outcomes.columns import finite
from ipt.outcomes.forecast.scale import Predicted, Scale

Floats = NDArray[np.float64]
TimeScale = Literal["linear", "log"]
ROUNDING = 1e-9  # of the variances: how far a covariance may miss being one


class Fixed(Protocol):
    """A fixed effect of a growth fit."""

    @property
    def estimate(self) -> float: ...


class Fitted(Protocol):
    """What a trajectory takes of a growth fit; `ipt.outcomes.growth.GrowthFit` has it."""

    @property
    def fixed(self) -> Mapping[str, Fixed]: ...
    @property
    def covariance(self) -> Floats: ...
    @property
    def residual_sd(self) -> float: ...
    @property
    def time_scale(self) -> str: ...


@dataclass(frozen=True)
class Trajectory:
    """The common line of scores, the spread of people's own lines around it, and of scores around those.

    score = intercept + slope * time + error; (intercept, slope) normal with ``mean`` and ``covariance``,
    errors normal with ``residual_sd`` and independent. Time is as given, or its natural logarithm.

    Parameters
    ----------
    mean
        Intercept and slope of the population, in points and points a unit of time.
    covariance
        Variances of both and their covariance: (intercept, both, slope). May be singular.
    residual_sd
        In points, above zero.

    Raises
    ------
    ValueError
        If a number is not finite, the covariance is none, or there is no residual.

    References
    ----------
    Laird NM, Ware JH (1982). Random-effects models for longitudinal data. Biometrics 38:963-974.

    Examples
    --------
    >>> phq9 = Scale(low=0, high=27, step=1, worse=1)
    >>> usual = Trajectory((16.0, -2.0), (25.0, -3.0, 2.0), residual_sd=2.5, time_scale="log", scale=phq9)
    >>> mean, sd = State(usual).moments(8)  # nothing is known of the course yet
    >>> round(mean, 1), round(sd, 1)
    (11.8, 5.2)
    """

    mean: tuple[float, float]
    covariance: tuple[float, float, float]
    residual_sd: float
    time_scale: TimeScale
    scale: Scale

    def __post_init__(self) -> None:
        if not all(map(math.isfinite, (*self.mean, *self.covariance, self.residual_sd))):
            raise ValueError("a trajectory is made of finite numbers")
        start, both, slope = self.covariance
        if min(start, slope) < 0 or both**2 > start * slope * (1 + ROUNDING) + ROUNDING**2:
            raise ValueError("the spread of people's own lines is no covariance")
        if self.residual_sd <= 0:
            raise ValueError("a trajectory without a residual forecasts nothing")
        if self.time_scale not in ("linear", "log"):
            raise ValueError(f"time is linear or log, not {self.time_scale!r}")

    @classmethod
    def of(cls, fit: Fitted, scale: Scale) -> "Trajectory":
        """The trajectory of a growth fit without covariates; ValueError if it has any."""
        if len(fit.fixed) != 2:
            raise ValueError("a trajectory is made from a growth model without covariates")
        start, slope = (float(effect.estimate) for effect in fit.fixed.values())
        (v0, v01), (_, v1) = np.asarray(fit.covariance, dtype=np.float64).tolist()
        time_scale: TimeScale = "log" if fit.time_scale == "log" else "linear"
        return cls((start, slope), (v0, v01, v1), float(fit.residual_sd), time_scale, scale)

    @cached_property
    def root(self) -> tuple[float, float, float]:
        """L with L L' the covariance, over the residual sd: (l00, l10, l11); zeros where it is singular."""
        start, both, slope = self.covariance
        l00 = math.sqrt(start)
        l10 = both / l00 if l00 > 0 else 0.0
        l11 = math.sqrt(max(slope - l10**2, 0.0))
        return l00 / self.residual_sd, l10 / self.residual_sd, l11 / self.residual_sd

    def on_scale(self, time: float) -> float:
        """One time as the model takes it; ValueError if it is not finite, or has no logarithm."""
        if not math.isfinite(time):
            raise ValueError(f"{time} is no time")
        if self.time_scale == "linear":
            return time
        if time <= 0:
            raise ValueError(f"{time:g} has no logarithm; number sessions from 1")
        return math.log(time)

    def all_on_scale(self, times: ArrayLike) -> Floats:
        """Many times (...) as the model takes them; nan stays nan. Errors as in `on_scale`."""
        given = finite(times, "a time")
        if self.time_scale == "linear":
            return given
        if (given <= 0).any():
            raise ValueError(f"{given[given <= 0].flat[0]:g} has no logarithm; number sessions from 1")
        return np.log(given)


@dataclass(frozen=True, slots=True)
class State:
    """What is known of one course after its scores so far.

    People's own lines are L z around the common one, with z standard normal before the first score; kept are
    the precision (p00, p01, p11) of z and its product with the mean of z (h0, h1). A score adds to each, so
    that an update takes the same time after the hundredth score as after the first, and a singular
    covariance is no special case. ``known`` counts the scores, ``first`` is the first of them (nan: none).

    >>> phq9 = Scale(low=0, high=27, step=1, worse=1)
    >>> usual = Trajectory((16.0, -2.0), (25.0, -3.0, 2.0), residual_sd=2.5, time_scale="log", scale=phq9)
    >>> known = State(usual).update(1, 22).update(2, 21)
    >>> mean, sd = known.moments(8)  # higher than usual, and surer
    >>> round(mean, 1), round(sd, 1)
    (16.5, 3.6)
    >>> known.known, known.first
    (2, 22.0)
    >>> known.update(3, float("nan")) == known
    True
    """

    trajectory: Trajectory
    known: int = 0
    first: float = math.nan
    p00: float = 1.0
    p01: float = 0.0
    p11: float = 1.0
    h0: float = 0.0
    h1: float = 0.0

    def update(self, time: float, score: float) -> "State":
        """The state with one score more; a missing score (nan) changes nothing.

        Raises
        ------
        ValueError
            If the score lies outside the scale, or the time is none.
        """
        if score != score:
            return self
        trajectory = self.trajectory
        if not trajectory.scale.low <= score <= trajectory.scale.high:
            raise ValueError(
                f"a score lies between {trajectory.scale.low:g} and {trajectory.scale.high:g}, not {score:g}"
            )
        x, z0, z1 = self._seen_from(time)
        left = (score - trajectory.mean[0] - trajectory.mean[1] * x) / trajectory.residual_sd
        return State(
            trajectory,
            self.known + 1,
            self.first if self.known else float(score),
            self.p00 + z0 * z0,
            self.p01 + z0 * z1,
            self.p11 + z1 * z1,
            self.h0 + z0 * left,
            self.h1 + z1 * left,
        )

    def moments(self, time: float) -> tuple[float, float]:
        """Mean and standard deviation, in points, of the score at a time, before any rounding or clipping."""
        trajectory = self.trajectory
        x, z0, z1 = self._seen_from(time)
        determinant = self.p00 * self.p11 - self.p01 * self.p01
        a0 = (self.p11 * z0 - self.p01 * z1) / determinant
        a1 = (self.p00 * z1 - self.p01 * z0) / determinant
        own = a0 * self.h0 + a1 * self.h1
        mean = trajectory.mean[0] + trajectory.mean[1] * x + trajectory.residual_sd * own
        return mean, trajectory.residual_sd * math.sqrt(1 + a0 * z0 + a1 * z1)

    def at(self, time: float) -> Predicted:
        """The prediction of the score at a time, given every score so far."""
        mean, sd = self.moments(time)
        return Predicted(np.float64(mean), np.float64(sd), self.trajectory.scale)  # type: ignore[arg-type]

    def _seen_from(self, time: float) -> tuple[float, float, float]:
        """The time on the model's scale, and L'(1, time) over the residual sd."""
        x = self.trajectory.on_scale(time)
        l00, l10, l11 = self.trajectory.root
        return x, l00 + l10 * x, l11 * x
