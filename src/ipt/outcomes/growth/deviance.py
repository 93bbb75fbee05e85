"""The profiled deviance of the random intercept and slope model, with its gradient.

Bates D, Mächler M, Bolker B, Walker S (2015). Fitting linear mixed-effects models using lme4. J Stat Softw
67(1), equations 34 (ML) and 41 (REML): theta is the Cholesky factor of the relative covariance of the random
effects; the fixed effects and the residual variance are profiled out. Written for 2 x 2 blocks, where
everything has a closed form, and without an inverse of the covariance: a singular one is no exception.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ipt.outcomes.growth.sums import Blocks, Sums, Whole, products

Floats = NDArray[np.float64]
TINY = 1e-300  # in place of a residual variance of zero, which a sample of blocks can come to


@dataclass(frozen=True, slots=True)
class Theta:
    """The relative covariance of intercept and slope, and of therapists, in units of the residual variance.

    Its factor is [[a, 0], [b, c]]; ``t`` is the therapists' standard deviation, 0 without a therapist level.
    """

    a: float
    b: float
    c: float
    t: float = 0.0

    @property
    def covariance(self) -> tuple[float, float, float]:
        """Variance of the intercept, covariance, variance of the slope."""
        return self.a**2, self.a * self.b, self.b**2 + self.c**2

    @property
    def determinant(self) -> float:
        return (self.a * self.c) ** 2


@dataclass(frozen=True, slots=True)
class Turned:
    """(I + G C)^-1 for each block, with the log of its determinant and G (I + C G)^-1."""

    f00: Floats
    f01: Floats
    f10: Floats
    f11: Floats
    log_determinant: Floats

    @classmethod
    def of(cls, blocks: Blocks, theta: Theta) -> "Turned":
        v0, v01, v1 = theta.covariance
        m00, m01 = 1 + blocks.n * v0 + blocks.s1 * v01, blocks.n * v01 + blocks.s1 * v1
        m10, m11 = blocks.s1 * v0 + blocks.s2 * v01, 1 + blocks.s1 * v01 + blocks.s2 * v1
        spread = blocks.n * blocks.s2 - blocks.s1**2
        determinant = 1 + blocks.n * v0 + 2 * blocks.s1 * v01 + blocks.s2 * v1 + theta.determinant * spread
        return cls(
            m11 / determinant,
            -m01 / determinant,
            -m10 / determinant,
            m00 / determinant,
            np.log(determinant),
        )

    def applied(self, w0: Floats, w1: Floats) -> tuple[Floats, Floats]:
        """(I + G C)^-1 [w0, w1] for arrays (r,) or (q, r)."""
        return self.f00 * w0 + self.f01 * w1, self.f10 * w0 + self.f11 * w1

    def rises(self, blocks: Blocks) -> Floats:
        """(I + G C)^-1 G (3, r): how a log determinant rises with each covariance, the middle one once."""
        return np.array(
            [
                self.f00 * blocks.n + self.f01 * blocks.s1,
                self.f00 * blocks.s1 + self.f01 * blocks.s2,
                self.f10 * blocks.s1 + self.f11 * blocks.s2,
            ]
        )


@dataclass(frozen=True, slots=True)
class Profile:
    """The deviance at one theta, its gradient (a, b, c, t), and what was profiled out."""

    theta: Theta
    deviance: float
    gradient: Floats
    beta: Floats
    unscaled: Floats  # (p, p): the covariance of beta in units of the residual variance
    residual_variance: float


def profile(sums: Sums, theta: Theta, *, reml: bool) -> Profile:
    """Profile the deviance at theta.

    Returns
    -------
    Profile
        ``deviance`` is -2 log likelihood (restricted with ``reml``) of the scores in the sums' units.
    """
    each = Each.of(sums.blocks, theta)
    left, determinants = sums.total - each.taken, each.log_determinant
    slopes, moved = each.slopes, each.moved
    if sums.therapists is not None:
        level = Level.of(sums.blocks, sums.therapists, theta)
        left, determinants = left - level.taken, determinants + level.log_determinant
        slopes, moved = slopes + level.slopes, moved - level.moved
    solved = solve(left, sums.n_scores, reml=reml)
    over = slopes + solved.along(moved)
    a, b, c = theta.a, theta.b, theta.c
    gradient = np.array(
        [
            2 * a * over[0] + b * over[1],
            a * over[1] + 2 * b * over[2],
            2 * c * over[2],
            2 * theta.t * over[3],
        ]
    )
    deviance = determinants + solved.deviance
    return Profile(theta, deviance, gradient, solved.beta, solved.unscaled, solved.residual_variance)


def information(sums: Sums, theta: Theta) -> Floats:
    """The curvature (3, 3) of the deviance to be expected in a, b and c; without a therapist level.

    With K = Z'V^-1 Z of a patient and E_i the way each covariance moves theirs, the sum of tr(K E_i K E_j),
    less what the profiled residual variance takes of it.
    """
    squares, traces = np.zeros((3, 3)), np.zeros(3)
    for piece in sums.blocks.pieces():
        rises = Turned.of(piece, theta).rises(piece)
        weighted = piece.weight * rises
        squares += products(weighted, rises)
        traces += weighted.sum(axis=1)
    (k00, k01, k02), (_, k11, k12), (_, _, k22) = squares
    by_covariance = np.array([[k00, 2 * k01, k11], [2 * k01, 2 * (k11 + k02), 2 * k12], [k11, 2 * k12, k22]])
    traces[1] *= 2
    by_covariance -= np.outer(traces, traces) / sums.n_scores
    a, b, c = theta.a, theta.b, theta.c
    moves = np.array([[2 * a, 0, 0], [b, a, 0], [0, 2 * b, 2 * c]])
    return np.asarray(moves.T @ by_covariance @ moves)


@dataclass(frozen=True, slots=True)
class Each:
    """What the patients take from the cross-product (q, q) and add to the determinant, and how both move.

    ``slopes`` (4,) and ``moved`` (4, q, q) are by the three covariances and the therapists' variance.
    """

    taken: Floats
    log_determinant: float
    slopes: Floats
    moved: Floats

    @classmethod
    def of(cls, blocks: Blocks, theta: Theta) -> "Each":
        """Add the blocks up."""
        v0, v01, v1 = theta.covariance
        q = len(blocks.w0)
        taken, moved, slopes, determinants = np.zeros((q, q)), np.zeros((4, q, q)), np.zeros(4), 0.0
        for piece in blocks.pieces():
            turned = Turned.of(piece, theta)
            h0, h1 = turned.applied(piece.w0, piece.w1)
            taken += products(v0 * h0 + v01 * h1, piece.w0) + products(v01 * h0 + v1 * h1, piece.w1)
            cross = products(h0, h1)
            moved[0] -= products(h0, h0)
            moved[1] -= cross + cross.T
            moved[2] -= products(h1, h1)
            rises = turned.rises(piece)
            determinants += float((piece.weight * turned.log_determinant).sum())
            slopes[:3] += (rises * piece.weight).sum(axis=1)
        slopes[1] *= 2
        return cls((taken + taken.T) / 2, determinants, slopes, moved)


@dataclass(frozen=True, slots=True)
class Level:
    """What a therapist level takes from the cross-product and adds to the determinant, and how both move.

    The patients of a therapist share one random intercept of variance t²; it is eliminated as one block a
    therapist (Sherman-Morrison), with 1'V^-1 W summed over that therapist's patients.
    """

    taken: Floats
    log_determinant: float
    slopes: Floats
    moved: Floats

    @classmethod
    def of(cls, blocks: Blocks, starts: Whole, theta: Theta) -> "Level":
        """Eliminate it; ``starts`` says where each therapist's blocks begin."""
        turned, variance = Turned.of(blocks, theta), theta.t**2
        h0, h1 = turned.applied(blocks.w0, blocks.w1)
        q00, q01, _ = turned.rises(blocks)
        each, *turns = (
            np.add.reduceat(part, starts, axis=1)
            for part in (h0, -q00 * h0, -(q00 * h1 + q01 * h0), -q01 * h1)
        )
        precision = each[1]
        grown = 1 + variance * precision
        weight = variance / grown
        slopes = [float((weight * turn[1]).sum()) for turn in turns]
        moved = []
        for turn in turns:
            mixed = products(weight * turn, each)
            moved.append(mixed + mixed.T - products(weight**2 * turn[1] * each, each))
        slopes.append(float((precision / grown).sum()))
        moved.append(products(each / grown**2, each))
        taken = products(weight * each, each)
        return cls(taken, float(np.log(grown).sum()), np.array(slopes), np.array(moved))


@dataclass(frozen=True, slots=True)
class Solved:
    """The fixed effects and the residual variance for a weighted cross-product of [y, X]."""

    beta: Floats
    unscaled: Floats
    residual_variance: float
    deviance: float
    degrees: int
    reml: bool

    def along(self, moved: Floats) -> Floats:
        """How the deviance moves with each of several changes (..., q, q) of the cross-product."""
        v = np.concatenate([[1.0], -self.beta])
        rise = (moved @ v) @ v / max(self.residual_variance, TINY)
        if self.reml:
            rise = rise + np.einsum("ij,...ij->...", self.unscaled, moved[..., 1:, 1:])
        return np.asarray(rise)


def solve(left: Floats, n_scores: int, *, reml: bool) -> Solved:
    """Least squares from the weighted cross-product (q, q) of [y, X]; LinAlgError if X is collinear."""
    factor = np.linalg.cholesky(left[1:, 1:])
    inverse = np.linalg.inv(factor)
    unscaled = inverse.T @ inverse
    beta = unscaled @ left[1:, 0]
    degrees = n_scores - (len(beta) if reml else 0)
    residual = float(left[0, 0] - left[0, 1:] @ beta)
    variance = max(residual, 0.0) / degrees
    deviance = degrees * (1 + np.log(2 * np.pi * variance)) if variance > 0 else -np.inf
    if reml:
        deviance += 2 * float(np.log(np.diagonal(factor)).sum())
    return Solved(beta, unscaled, variance, float(deviance), degrees, reml)
