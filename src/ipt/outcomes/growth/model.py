"""The growth model: how scores run over a course, with each patient's own start and slope."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from ipt.outcomes import columns as tables
from ipt.outcomes.columns import BadScores
from ipt.outcomes.growth.deviance import Profile, Theta, information, profile
from ipt.outcomes.growth.fit import GrowthFit
from ipt.outcomes.growth.gathering import PerPatient, gather, usual_units
from ipt.outcomes.growth.optimum import Floats, Optimum, lowest
from ipt.outcomes.growth.scores import Scores, TimeScale, read
from ipt.outcomes.growth.sums import Sums

Method = Literal["reml", "ml"]
START = (0.7, 0.0, 0.3)  # of theta, on times of about unit spread
TOLERANCE = 1e-10  # of the deviance
MANY = 1 << 15  # blocks: from here the way down ends without polishing
ZERO = 1e-4  # a relative standard deviation below this counts as none, as in lme4's isSingular
NO_RESIDUAL = 1e-12  # of the scores' variance


@dataclass(frozen=True)
class GrowthModel:
    """A linear mixed model: each patient's scores on a line of their own around a common one.

    score = (b0 + u0) + (b1 + u1) time + covariates + error, (u0, u1) normal with any covariance, errors
    normal and independent. With ``therapist`` each therapist shifts all their patients (a random intercept).

    Parameters
    ----------
    time_scale
        "linear", or "log" for the natural logarithm of the time: sessions count from 1 then.
    method
        "reml" (restricted maximum likelihood) or "ml".
    covariates
        Columns with fixed effects: numbers, or text with treatment contrasts.
    therapist
        The column that names the therapist; each patient has one.

    References
    ----------
    Laird NM, Ware JH (1982). Random-effects models for longitudinal data. Biometrics 38:963-974.
    Bates D, Mächler M, Bolker B, Walker S (2015). J Stat Softw 67(1).

    Examples
    --------
    >>> scores = {
    ...     "patient": np.repeat(["a", "b", "c", "d"], 5),
    ...     "time": np.tile(np.arange(1, 6), 4),
    ...     "score": [18, 16, 15, 11, 10, 21, 20, 18, 19, 16, 14, 12, 8, 7, 4, 16, 17, 13, 12, 12],
    ... }
    >>> GrowthModel(method="ml").fit(scores)
    GrowthFit: 20 scores of 4 patients, ML, linear time, singular
      (Intercept)                    19.2 (se 1.09)
      time                          -1.75 (se 0.291)
      sd_intercept 1.944, sd_time 0.4985, corr 1, residual_sd 0.9468
      loglik -35.775, AIC 83.6, BIC 89.5
    """

    time_scale: TimeScale = "linear"
    method: Method = "reml"
    covariates: Sequence[str] = ()
    therapist: str | None = None

    def fit(
        self, scores: Any, patient: str = "patient", time: str = "time", score: str = "score"
    ) -> GrowthFit:
        """Fit the model to a table with one row a score.

        Parameters
        ----------
        scores
            A pandas, polars or Arrow table, a mapping of arrays, a structured array, or the path of a CSV or
            Parquet file. Rows in any order; fastest where each patient's rows stand together.

        Returns
        -------
        GrowthFit
            Rows without a score or covariate are left out and counted. A singular fit is a result.

        Raises
        ------
        BadScores
            If the table cannot be fitted: as `scores.read`, or if there are too few scores, or covariates
            that say the same, or no residual.
        """
        rows = self.read(scores, patient, time, score)
        sums, each = gather(rows, usual_units(rows))
        return self._fitted(sums, rows, each)

    def read(self, scores: Any, patient: str = "patient", time: str = "time", score: str = "score") -> Scores:
        """Check a table and number its patients, without fitting it; as `fit` does first."""
        wanted = [patient, time, score, *self.covariates, *([self.therapist] if self.therapist else [])]
        return read(
            tables.take(scores, wanted, whose=(patient, self.therapist or "")),
            patient=patient,
            time=time,
            score=score,
            covariates=self.covariates,
            therapist=self.therapist,
            time_scale=self.time_scale,
        )

    def fit_sums(self, sums: Sums, names: Sequence[str] = ()) -> GrowthFit:
        """Fit sums that were gathered in parts (`gathering.gather`); no patient's own line comes of it."""
        return self._fitted(sums, None, None, names)

    def _fitted(
        self, sums: Sums, rows: Scores | None, each: PerPatient | None, names: Sequence[str] = ()
    ) -> GrowthFit:
        reml = self.method == "reml"
        _require_enough(sums)
        found = _descend(sums, reml=reml)
        at = _settled(sums, profile(sums, _theta(found.at), reml=reml), reml=reml)
        if not at.residual_variance > NO_RESIDUAL:
            raise BadScores("every patient's scores lie on a line: there is no residual to estimate")
        return GrowthFit(
            method=self.method,
            time_scale=self.time_scale,
            profile=at,
            sums=sums,
            names=("(Intercept)", "time", *(rows.names if rows else names)),
            converged=found.converged,
            rows=rows,
            each=each,
        )


def _theta(at: Floats) -> Theta:
    return Theta(*(float(value) for value in at))


def _require_enough(sums: Sums) -> None:
    """As lme4: fewer scores than random effects leave nothing to tell them from the residual."""
    if sums.n_patients < 2:
        raise BadScores("there is one patient; a growth model needs several")
    if sums.n_scores <= 2 * sums.n_patients:
        raise BadScores(
            f"{sums.n_scores} scores of {sums.n_patients} patients are too few: "
            "a start and a slope for each need more than two scores a patient"
        )
    x = sums.total[1:, 1:]
    scale = np.sqrt(np.diagonal(x))
    if np.linalg.eigvalsh(x / np.outer(scale, scale))[0] < 1e-10:
        raise BadScores("covariates or time say the same as one another: their effects cannot be told apart")


def _descend(sums: Sums, *, reml: bool) -> Optimum:
    def expected(at: Floats) -> Floats:
        return information(sums, _theta(at))

    alone = sums.therapists is None
    return lowest(
        _function(sums, reml=reml),
        np.array(START if alone else (*START, 0.2)),
        tolerance=TOLERANCE,
        polish=len(sums.blocks.n) <= MANY,
        expected=expected if alone else None,
    )


def _function(sums: Sums, *, reml: bool) -> Any:
    def value_and_gradient(at: Floats) -> tuple[float, Floats]:
        try:
            found = profile(sums, _theta(at), reml=reml)
        except np.linalg.LinAlgError:
            return np.inf, np.zeros(len(at))
        return found.deviance, found.gradient[: len(at)]

    return value_and_gradient


def _settled(sums: Sums, at: Profile, *, reml: bool) -> Profile:
    """Theta with standard deviations not below zero, and a vanishing one at zero where that costs nothing."""
    theta = at.theta
    sign = -1.0 if theta.a < 0 else 1.0
    best = Theta(abs(theta.a), sign * theta.b, abs(theta.c), abs(theta.t))
    for name in ("a", "c", "t"):
        value = getattr(best, name)
        if 0 < value < ZERO:
            zero = Theta(
                **{part: 0.0 if part == name else getattr(best, part) for part in ("a", "b", "c", "t")}
            )
            if profile(sums, zero, reml=reml).deviance <= at.deviance + TOLERANCE:
                best = zero
    return at if best == theta else profile(sums, best, reml=reml)
