"""The actor-partner interdependence model: what each of two partners' own side, and the other's, goes with.

Kenny DA, Kashy DA, Cook WL (2006). Dyadic Data Analysis. Guilford, chapter 7. Both partners of a couple share
the same two predictors, so that the model has a closed form: told apart by role it is a multivariate
regression of the two outcomes; not told apart it is one regression of the couple's sums and one of its
differences. Residuals of two partners are correlated in both. It describes many couples and no single one.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ipt.outcomes.columns import BadScores, named, numbers

Floats = NDArray[np.float64]
FEWEST = 5  # couples: three effects and a residual need as many
SMALL = 30  # couples below which intervals by the normal distribution are too narrow
Z_95 = 1.959963984540054
NOTHING = 1e-14  # of the outcomes' spread, squared: what is left over beyond this is rounding
SAME = 1e-6  # of the predictor's spread: how far a partner's value may lie from the partner's own row


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


@dataclass(frozen=True)
class Couples:
    """Both partners of each couple side by side: predictor and outcome (n, 2), in the order of ``roles``.

    Where some couples have not one of each of two roles, ``roles`` is None and their order means nothing.
    """

    roles: tuple[str, str] | None
    predictor: Floats
    outcome: Floats
    n_left_out: int

    def __len__(self) -> int:
        return len(self.outcome)


def pair(
    couple: Sequence[Any] | NDArray[Any],
    role: Sequence[str] | NDArray[Any],
    outcome: ArrayLike,
    own: ArrayLike,
    partner: ArrayLike,
    *,
    told_apart: bool = True,
) -> Couples:
    """Put the two rows of each couple side by side.

    Parameters
    ----------
    couple, role : (n,)
        Which couple a row belongs to, and who of the two it is; spaces around a role are passed over.
    outcome, own, partner : (n,) float
        The person's outcome and predictor, and their partner's predictor; nan = missing. A couple of which
        anything is missing, or one row is not there, is left out and counted.
    told_apart
        Whether each couple must have one of each of two roles.

    Raises
    ------
    BadScores
        If a couple has more than two rows or a role twice, there are not two roles, a couple or role has no
        name, a number is text or infinite, a partner's value is not what the partner's own row says, a
        predictor or outcome is constant, or couples are too few.
    """
    whose = named(np.asarray(couple), "couple")
    roles = np.char.strip(named(np.asarray(role), "role").astype(str))
    told = zip((outcome, own, partner), ("outcome", "own", "partner"), strict=True)
    values = np.column_stack([numbers(np.asarray(column), name) for column, name in told])
    if not len(values):
        raise BadScores("there are no rows")
    names = np.unique(roles)
    if told_apart and len(names) != 2:
        raise BadScores(f"there must be two roles to tell apart, not {len(names)} ({', '.join(names[:5])})")
    order = np.lexsort((roles, whose))
    whose, roles, values = whose[order], roles[order], values[order]
    starts = np.flatnonzero(np.r_[True, whose[1:] != whose[:-1]])
    sizes = np.diff(starts, append=len(whose))
    if (sizes > 2).any():
        many = int(np.argmax(sizes > 2))
        at = starts[many]
        third = np.sort(order[at : at + sizes[many]])[2]
        raise BadScores(f"row {third + 1}: couple {whose[at]} has {sizes[many]} rows; a couple has two")
    both = starts[sizes == 2]
    twice = roles[both] == roles[both + 1]
    if told_apart and twice.any():
        at = both[np.argmax(twice)]
        raise BadScores(
            f"row {max(order[at : at + 2]) + 1}: couple {whose[at]} has {roles[at]} twice; "
            "where partners have one role, fit it without telling roles apart"
        )
    sides = np.stack([values[both], values[both + 1]], axis=1)  # couple, person, (outcome, own, partner)
    known = ~np.isnan(sides).any(axis=(1, 2))
    sides, kept = sides[known], both[known]
    _require_same(sides, whose[kept], order[np.column_stack([kept, kept + 1])])
    apart = len(names) == 2 and not twice[known].any()
    found = Couples(
        (str(names[0]), str(names[1])) if apart else None,
        sides[:, :, 1],
        sides[:, :, 0],
        len(starts) - int(known.sum()),
    )
    _require_enough(found)
    return found


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


def _require_same(sides: Floats, names: NDArray[Any], rows: NDArray[np.intp]) -> None:
    crossed = np.abs(sides[:, :, 2] - sides[:, ::-1, 1])
    spread = max(float(sides[:, :, 1].std()), 1e-300) if len(sides) else 1.0
    wrong = (crossed > SAME * spread).any(axis=1)
    if wrong.any():
        at = int(np.argmax(wrong))
        own, partner = sides[at, ::-1, 1], sides[at, :, 2]
        place = int(np.argmax(crossed[at]))
        raise BadScores(
            f"row {rows[at, place] + 1}: couple {names[at]}: the partner's value {partner[place]:g} is not "
            f"what the partner's own row says ({own[place]:g})"
        )


def _require_enough(couples: Couples) -> None:
    if len(couples) == 1:
        raise BadScores("one couple gets a picture, not a model")
    if len(couples) < FEWEST:
        raise BadScores(f"{len(couples)} couples with both partners are too few; {FEWEST} are needed")
    if (np.ptp(couples.predictor, axis=0) == 0).any() or (np.ptp(couples.outcome, axis=0) == 0).any():
        raise BadScores("the predictor or the outcome is the same for everybody of a role")
    first, second = couples.predictor.T - couples.predictor.mean(axis=0)[:, None]
    if (first @ second) ** 2 > (1 - 1e-10) * (first @ first) * (second @ second):
        raise BadScores("both partners' predictors say the same: their effects cannot be told apart")


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
