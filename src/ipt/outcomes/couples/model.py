"""The actor-partner interdependence model: what each of two partners' own side, and the other's, goes with.

Kenny DA, Kashy DA, Cook WL (2006). Dyadic Data Analysis. Guilford, chapter 7. Both partners of a couple share
the same two predictors, so that the model has a closed form: told apart by role it is a multivariate
regression of the two outcomes; not told apart it is one regression of the couple's sums and one of its
differences. Residuals of two partners are correlated in both. It describes many couples and no single one.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ipt.outcomes.columns import BadScores
from ipt.outcomes.couples.pairing import Couples

Floats = NDArray[np.float64]
SMALL = 30  # couples below which intervals by the normal distribution are too narrow
Z_95 = 1.959963984540054
NOTHING = 1e-14  # of the outcomes' spread, squared: what is left over beyond this is rounding


@dataclass(frozen=True, slots=True)
class Effect:
    """An estimate in outcome points (a point of the predictor), its standard error and 95 % interval."""

    estimate: float
    se: float

    @property
    def interval(self) -> tuple[float, float]:
        """By the normal distribution: too narrow for few couples."""
        return self.estimate - Z_95 * self.se, self.estimate + Z_95 * self.se


@dataclass(frozen=True, slots=True)
class Effects:
    """The effects for one role, or for both where they are not told apart.

    ``actor`` is a person's own predictor on their own outcome, ``partner`` the other's predictor on it; ``k``
    is partner / actor (Kenny & Ledermann 2010: 1 couple, -1 contrast, 0 actor only) with Fieller's interval,
    or None where the actor effect cannot be told from zero.
    """

    intercept: Effect
    actor: Effect
    partner: Effect
    k: float | None
    k_interval: tuple[float, float] | None


@dataclass(frozen=True)
class CouplesFit:
    """A fitted model. Variances are restricted (unbiased); ``loglik``, ``aic`` and ``bic`` are those of ML.

    ``effects`` and ``residual_sd`` are by role, or under "both". ``bic`` counts couples.
    """

    distinguishable: bool
    effects: Mapping[str, Effects]
    residual_sd: Mapping[str, float]
    residual_corr: float
    loglik: float
    n_parameters: int
    n_couples: int
    n_left_out: int

    @property
    def aic(self) -> float:
        return 2 * self.n_parameters - 2 * self.loglik

    @property
    def bic(self) -> float:
        return self.n_parameters * math.log(self.n_couples) - 2 * self.loglik


def fit(couples: Couples, *, distinguishable: bool = True) -> CouplesFit:
    """Fit the model, with roles told apart or not.

    Raises
    ------
    BadScores
        If the predictors say the outcomes exactly, or one partner's outcome says the other's, or roles are to
        be told apart and some couples have not one of each.
    """
    return _told_apart(couples) if distinguishable else _alike(couples)


def distinguishability(couples: Couples) -> tuple[float, int, float]:
    """Whether roles matter at all: likelihood-ratio chi-squared, degrees of freedom, p.

    The two models differ by an intercept, an actor and a partner effect and a variance: 4 degrees of freedom,
    for which the tail of chi-squared is exp(-x/2) (1 + x/2). BadScores as `fit`.
    """
    chi2 = max(0.0, 2 * (_told_apart(couples).loglik - _alike(couples).loglik))
    return chi2, 4, math.exp(-chi2 / 2) * (1 + chi2 / 2)


def _require_left_over(left: float, outcome: Floats) -> None:
    """Refuse where the residuals' determinant is none beside the outcomes' spread."""
    if left <= NOTHING * float(((outcome - outcome.mean(axis=0)) ** 2).sum() / 2) ** 2:
        raise BadScores("nothing is left over: the outcomes follow exactly from the predictors or each other")


def _told_apart(couples: Couples) -> CouplesFit:
    if couples.roles is None:
        raise BadScores("some couples have not one of each of two roles: fit it without telling roles apart")
    n = len(couples)
    x = np.column_stack([np.ones(n), couples.predictor])
    inverse = np.linalg.inv(x.T @ x)
    beta = inverse @ (x.T @ couples.outcome)  # (3, 2): intercept, first's and second's predictor, by role
    left = couples.outcome - x @ beta
    products = left.T @ left
    _require_left_over(float(np.linalg.det(products)), couples.outcome)
    covariance = products / (n - 3)
    effects = {}
    for place, role in enumerate(couples.roles):
        own_first = [0, 1 + place, 2 - place]
        spread = covariance[place, place] * inverse[np.ix_(own_first, own_first)]
        effects[role] = _effects(beta[own_first, place], spread)
    sds = np.sqrt(np.diagonal(covariance))
    return CouplesFit(
        distinguishable=True,
        effects=effects,
        residual_sd={role: float(sd) for role, sd in zip(couples.roles, sds, strict=True)},
        residual_corr=float(covariance[0, 1] / sds.prod()),
        loglik=_loglik(n, float(np.linalg.slogdet(products / n)[1])),
        n_parameters=9,
        n_couples=n,
        n_left_out=couples.n_left_out,
    )


def _alike(couples: Couples) -> CouplesFit:
    """Sum and difference are independent: actor + partner is in the one, actor - partner in the other."""
    n, root = len(couples), math.sqrt(2)
    up_x, up_y = (side.sum(axis=1) / root for side in (couples.predictor, couples.outcome))
    down_x, down_y = ((side[:, 0] - side[:, 1]) / root for side in (couples.predictor, couples.outcome))
    x = np.column_stack([np.full(n, root), up_x])
    inverse = np.linalg.inv(x.T @ x)
    intercept, added = inverse @ (x.T @ up_y)
    taken = float(down_x @ down_y / (down_x @ down_x))
    up = float(((up_y - x @ [intercept, added]) ** 2).sum())
    down = float(((down_y - taken * down_x) ** 2).sum())
    _require_left_over(up * down, couples.outcome)
    up_variance, down_variance = up / (n - 2), down / (n - 1)
    turn = np.array([[1, 0, 0], [0, 0.5, 0.5], [0, 0.5, -0.5]])
    inner = np.zeros((3, 3))
    inner[:2, :2] = up_variance * inverse
    inner[2, 2] = down_variance / float(down_x @ down_x)
    both = _effects(turn @ [intercept, added, taken], turn @ inner @ turn.T)
    variance = (up_variance + down_variance) / 2
    return CouplesFit(
        distinguishable=False,
        effects={"both": both},
        residual_sd={"both": math.sqrt(variance)},
        residual_corr=(up_variance - down_variance) / (2 * variance),
        loglik=_loglik(n, math.log(up / n) + math.log(down / n)),
        n_parameters=5,
        n_couples=n,
        n_left_out=couples.n_left_out,
    )


def _loglik(n: int, log_determinant: float) -> float:
    return -n / 2 * (2 * math.log(2 * math.pi) + log_determinant + 2)


def _effects(beta: Floats, covariance: Floats) -> Effects:
    intercept, actor, partner = (
        Effect(float(b), float(np.sqrt(v))) for b, v in zip(beta, np.diagonal(covariance), strict=True)
    )
    k, interval = _k(beta[1:], covariance[1:, 1:])
    return Effects(intercept, actor, partner, k, interval)


def _k(beta: Floats, covariance: Floats) -> tuple[float | None, tuple[float, float] | None]:
    """Partner / actor with Fieller's (1954) interval: where partner - k actor is within 1.96 errors of 0."""
    actor, partner = (float(one) for one in beta)
    square = Z_95**2
    a = actor**2 - square * covariance[0, 0]
    b = actor * partner - square * covariance[0, 1]
    c = partner**2 - square * covariance[1, 1]
    if a <= 0:
        return None, None
    half = math.sqrt(max(float(b * b - a * c), 0.0))
    return partner / actor, (float((b - half) / a), float((b + half) / a))
