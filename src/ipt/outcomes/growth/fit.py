"""What a growth model found, in the units of the scores and times that were given."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ipt.outcomes.growth.deviance import Profile, Turned
from ipt.outcomes.growth.gathering import PerPatient
from ipt.outcomes.growth.scores import Scores
from ipt.outcomes.growth.sums import Blocks, Sums

Floats = NDArray[np.float64]
SINGULAR = 1e-4  # relative standard deviations below this are none (lme4's isSingular)


@dataclass(frozen=True, slots=True)
class Estimate:
    """A fixed effect and its standard error, in points (a unit of time).

    >>> slope = Estimate(estimate=-1.75, se=0.29)
    >>> round(slope.estimate - 1.96 * slope.se, 2), round(slope.estimate + 1.96 * slope.se, 2)  # 95 %
    (-2.32, -1.18)
    """

    estimate: float
    se: float


@dataclass(frozen=True, repr=False)
class GrowthFit:
    """A fitted growth model.

    ``fixed`` holds "(Intercept)", "time" and the covariates. ``covariance`` (2, 2) is that of the random
    intercept and slope, in points² and per unit of time (of log time on that scale). ``blups``
    (n_patients, 2) are each patient's deviation from the common intercept and slope, in the order of
    ``patients``.

    >>> from ipt.outcomes.growth import GrowthModel
    >>> scores = {
    ...     "patient": np.repeat(["a", "b", "c", "d"], 5),
    ...     "time": np.tile(np.arange(1, 6), 4),
    ...     "score": [18, 16, 15, 11, 10, 21, 20, 18, 19, 16, 14, 12, 8, 7, 4, 16, 17, 13, 12, 12],
    ... }
    >>> fit = GrowthModel().fit(scores)
    >>> round(fit.fixed["time"].estimate, 2), round(fit.residual_sd, 2), fit.singular
    (-1.75, 0.97, False)
    >>> fit.blups.round(1)[0]  # how far a's start and slope lie from the common ones
    array([ 0.1, -0. ])
    >>> fit.residuals.round(1)[:5]
    array([ 0.5,  0.3,  1.1, -1.1, -0.3])
    """

    method: str
    time_scale: str
    profile: Profile
    sums: Sums
    names: tuple[str, ...]
    converged: bool
    rows: Scores | None
    each: PerPatient | None

    def __repr__(self) -> str:
        """The figures in a few lines, as a notebook shows them; the sums and rows behind them stay unsaid."""
        corr = "not known" if self.corr is None else f"{self.corr:.3g}"
        random = [f"sd_intercept {self.sd_intercept:.4g}, sd_time {self.sd_time:.4g}, corr {corr}"]
        random += [] if self.therapist_sd is None else [f"therapist_sd {self.therapist_sd:.4g}"]
        flaws = [
            said
            for holds, said in ((self.singular, "singular"), (not self.converged, "not converged"))
            if holds
        ]
        return "\n".join(
            [
                f"GrowthFit: {self.n_scores} scores of {self.n_patients} patients, "
                f"{self.method.upper()}, {self.time_scale} time{''.join(f', {flaw}' for flaw in flaws)}",
                *(f"  {name:<24}{one.estimate:>11.4g} (se {one.se:.3g})" for name, one in self.fixed.items()),
                f"  {', '.join([*random, f'residual_sd {self.residual_sd:.4g}'])}",
                f"  loglik {self.loglik:.3f}, AIC {self.aic:.1f}, BIC {self.bic:.1f}",
            ]
        )

    @property
    def n_patients(self) -> int:
        return self.sums.n_patients

    @property
    def n_scores(self) -> int:
        return self.sums.n_scores

    @property
    def n_left_out(self) -> int:
        return self.rows.left_out if self.rows else 0

    @property
    def patients(self) -> NDArray[Any]:
        return self._rows.patients

    @cached_property
    def loglik(self) -> float:
        """The log likelihood, restricted with REML, of the scores as they were given."""
        units, reml = self.sums.units, self.method == "reml"
        fixed = len(self.names) if reml else 0
        deviance = self.profile.deviance + 2 * (self.n_scores - fixed) * np.log(units.score[1])
        if reml:
            deviance += 2 * sum(np.log(spread) for _, spread in (units.time, *units.covariates))
        return float(-deviance / 2)

    @property
    def n_parameters(self) -> int:
        """Fixed effects, variances and covariance of the random ones, the residual variance."""
        return len(self.names) + 4 + (self.sums.therapists is not None)

    @property
    def aic(self) -> float:
        return 2 * self.n_parameters - 2 * self.loglik

    @property
    def bic(self) -> float:
        """With the logarithm of the number of scores, as lme4 counts."""
        return float(self.n_parameters * np.log(self.n_scores) - 2 * self.loglik)

    @cached_property
    def beta(self) -> Floats:
        """The fixed effects (p,) in the order of ``names``."""
        level, unit = self.sums.units.score
        beta = unit * (self._back @ self.profile.beta)
        beta[0] += level
        return beta

    @cached_property
    def beta_covariance(self) -> Floats:
        """The covariance (p, p) of the fixed effects."""
        unit = self.sums.units.score[1]
        inner = self._back @ self.profile.unscaled @ self._back.T
        return np.asarray(unit**2 * self.profile.residual_variance * inner)

    @property
    def fixed(self) -> Mapping[str, Estimate]:
        errors = np.sqrt(np.diagonal(self.beta_covariance))
        return {
            name: Estimate(float(value), float(error))
            for name, value, error in zip(self.names, self.beta, errors, strict=True)
        }

    @property
    def residual_sd(self) -> float:
        return float(self.sums.units.score[1] * np.sqrt(self.profile.residual_variance))

    @cached_property
    def covariance(self) -> Floats:
        v0, v01, v1 = self.profile.theta.covariance
        turn = self._back[:2, :2]
        return np.asarray(self.residual_sd**2 * (turn @ np.array([[v0, v01], [v01, v1]]) @ turn.T))

    @property
    def sd_intercept(self) -> float:
        return float(np.sqrt(self.covariance[0, 0]))

    @property
    def sd_time(self) -> float:
        return float(np.sqrt(self.covariance[1, 1]))

    @property
    def corr(self) -> float | None:
        """The correlation of intercept and slope; None where one of them does not vary."""
        product = self.sd_intercept * self.sd_time
        return float(np.clip(self.covariance[0, 1] / product, -1, 1)) if product > 0 else None

    @property
    def therapist_sd(self) -> float | None:
        return None if self.sums.therapists is None else self.profile.theta.t * self.residual_sd

    @property
    def singular(self) -> bool:
        """Whether a variance is zero or the correlation one: the random effects span less than was asked."""
        theta = self.profile.theta
        levels = () if self.sums.therapists is None else (theta.t,)
        return min(theta.a, theta.c, *levels) < SINGULAR

    @cached_property
    def blups(self) -> Floats:
        """Each patient's deviation from the common intercept and slope (n_patients, 2)."""
        if self.each is None:
            raise ValueError("this fit was made from sums and knows no patient")
        theta, therapist = self.profile.theta, self.rows.therapist if self.rows else None
        v0, v01, v1 = theta.covariance
        turn = self.sums.units.score[1] * self._back[:2, :2] @ np.array([[v0, v01], [v01, v1]])
        found = np.empty((len(self.each), 2))
        for some, blocks in self.each.pieces():
            e0, e1 = self._left(blocks)
            if therapist is not None:
                shift = self._shifts[therapist[some]]
                e0, e1 = e0 - blocks.n * shift, e1 - blocks.s1 * shift
            h0, h1 = Turned.of(blocks, theta).applied(e0, e1)
            for place, (of0, of1) in enumerate(turn):
                found[some, place] = of0 * h0 + of1 * h1
        return found

    @cached_property
    def therapist_blups(self) -> Floats | None:
        """Each therapist's shift in points, in the order of ``rows.therapists``: no ranking."""
        if self.sums.therapists is None:
            return None
        return np.asarray(self.sums.units.score[1] * self._shifts)

    @property
    def fitted(self) -> Floats:
        """The value of each row that was kept (n_scores,), with the patient's own line, in points."""
        rows = self._rows
        time = rows.on_scale(rows.when)
        own = self.blups[rows.code]
        beside = np.einsum("rk,k->r", rows.covariates, self.beta[2:])
        value = self.beta[0] + own[:, 0] + (self.beta[1] + own[:, 1]) * time + beside
        if rows.therapist is not None and self.therapist_blups is not None:
            value = value + self.therapist_blups[rows.therapist[rows.code]]
        return np.asarray(value)

    @property
    def residuals(self) -> Floats:
        """Score minus fitted value, of each row that was kept."""
        return np.asarray(self._rows.score - self.fitted)

    def as_json(self) -> dict[str, Any]:
        """The fit as plain values, unrounded."""
        return {
            "n_patients": self.n_patients,
            "n_scores": self.n_scores,
            "n_left_out": self.n_left_out,
            "method": self.method,
            "time_scale": self.time_scale,
            "loglik": self.loglik,
            "aic": self.aic,
            "bic": self.bic,
            "fixed": {name: {"estimate": one.estimate, "se": one.se} for name, one in self.fixed.items()},
            "random": {"sd_intercept": self.sd_intercept, "sd_time": self.sd_time, "corr": self.corr},
            "residual_sd": self.residual_sd,
            "therapist_sd": self.therapist_sd,
            "converged": self.converged,
            "singular": self.singular,
        }

    @property
    def _rows(self) -> Scores:
        if self.rows is None:
            raise ValueError("this fit was made from sums and knows no patient")
        return self.rows

    @cached_property
    def _back(self) -> Floats:
        """Takes effects on times and covariates in the fit's units to those that were given (p, p)."""
        moves = (self.sums.units.time, *self.sums.units.covariates)
        back = np.eye(1 + len(moves))
        for place, (middle, spread) in enumerate(moves, start=1):
            back[0, place], back[place, place] = -middle / spread, 1 / spread
        return back

    def _left(self, blocks: Blocks) -> tuple[Floats, Floats]:
        """Z'(y - X beta) of each block."""
        v = np.concatenate([[1.0], -self.profile.beta])
        return np.einsum("q,qr->r", v, blocks.w0), np.einsum("q,qr->r", v, blocks.w1)

    @cached_property
    def _shifts(self) -> Floats:
        """The therapists' shifts in the fit's units."""
        blocks, starts = self.sums.blocks, self.sums.therapists
        if starts is None:
            raise ValueError("this fit has no therapist level")
        turned, variance = Turned.of(blocks, self.profile.theta), self.profile.theta.t**2
        h0, _ = turned.applied(*self._left(blocks))
        one, _ = turned.applied(blocks.w0[1], blocks.w1[1])
        return np.asarray(
            variance * np.add.reduceat(h0, starts) / (1 + variance * np.add.reduceat(one, starts))
        )
