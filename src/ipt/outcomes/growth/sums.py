"""What the likelihood needs of the scores: sums for each patient, or for each pattern of attendance.

With Z the intercept and time of one patient's scores, and W = [y, X], the deviance of the model depends on
that patient through Z'Z and Z'W alone. Patients who came to the same sessions share Z'Z, so that all of them
together are told by the mean of their Z'y and by its scatter: three blocks a pattern, however many patients.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Whole = NDArray[np.intp]
PIECE = 1 << 12  # blocks looked at together: all that is made of them stays in the processor's cache


def products(left: Floats, right: Floats) -> Floats:
    """Sums of products (i, j) of columns (i, r) and (j, r).

    By NumPy alone: a library of matrices wakes all its threads for so narrow a product, and waits for them.
    """
    return np.asarray(np.einsum("ir,jr->ij", left, right))


@dataclass(frozen=True, slots=True)
class Units:
    """Where time, score and covariates were moved to and by what they were divided, for accuracy alone."""

    time: tuple[float, float]
    score: tuple[float, float]
    covariates: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Blocks:
    """Blocks Z'W, each with the Z'Z = [[n, s1], [s1, s2]] it stands over.

    ``w0`` and ``w1`` (q, r) are the first and second line of each, of y, 1, time, covariates; ``weight`` (r,)
    says how many patients' determinants a block counts for: their number on that of the mean, else zero.
    """

    n: Floats
    s1: Floats
    s2: Floats
    w0: Floats
    w1: Floats
    weight: Floats

    def __add__(self, other: "Blocks") -> "Blocks":
        mine, theirs = self._parts(), other._parts()
        return Blocks(*(np.concatenate(pair, axis=-1) for pair in zip(mine, theirs, strict=True)))

    def __getitem__(self, some: slice) -> "Blocks":
        return Blocks(*(part[..., some] for part in self._parts()))

    def pieces(self) -> Iterator["Blocks"]:
        """All of them, a piece that fits the cache at a time."""
        return (self[at : at + PIECE] for at in range(0, len(self.n), PIECE))

    def _parts(self) -> tuple[Floats, ...]:
        return self.n, self.s1, self.s2, self.w0, self.w1, self.weight


@dataclass(frozen=True, slots=True)
class Sums:
    """All that a fit needs: totals (q, q) of W'W, the blocks, and how many patients and scores they hold.

    Sums of disjoint patients in the same units add up to the sums of all of them. With a therapist level the
    blocks are one a patient, in order of therapist, and ``therapists`` says where each therapist's begin.
    """

    units: Units
    total: Floats
    blocks: Blocks
    n_patients: int
    n_scores: int
    therapists: Whole | None = None

    def __add__(self, other: "Sums") -> "Sums":
        if self.therapists is not None or other.therapists is not None:
            raise ValueError("sums with a therapist level cannot be added: a therapist may be in both")
        if self.units != other.units:
            raise ValueError("sums in different units cannot be added; make each with the units of the first")
        return Sums(
            self.units,
            self.total + other.total,
            self.blocks + other.blocks,
            self.n_patients + other.n_patients,
            self.n_scores + other.n_scores,
        )


def one_block_each(n: Floats, s1: Floats, s2: Floats, w0: Floats, w1: Floats) -> Blocks:
    """Blocks of patients who share nothing."""
    return Blocks(n, s1, s2, w0, w1, np.ones(len(n)))


def by_pattern(pattern: Whole, n: Floats, s1: Floats, s2: Floats, u0: Floats, u1: Floats) -> Blocks:
    """Three blocks for each pattern: the mean of Z'y, and the two columns of the factor of its scatter.

    Parameters
    ----------
    pattern : (n_patients,) int
        Which pattern each patient came in, 0 to k - 1.
    n, s1, s2 : (k,) float
        Z'Z of each pattern: scores, sum of times, sum of squared times.
    u0, u1 : (n_patients,) float
        Z'y of each patient.

    Notes
    -----
    With m patients of mean u and scatter S = L L', the sum of their [u, G]' B [u, G] is that of the blocks
    sqrt(m) [mean u, G], [first column of L, 0] and [second column of L, 0], for every B.
    """
    k = len(n)
    many = np.bincount(pattern, minlength=k).astype(np.float64)
    mean0, mean1 = (np.bincount(pattern, weights=u, minlength=k) / many for u in (u0, u1))
    scatter, together = np.zeros((3, k)), max(PIECE, k)
    for some in (slice(at, at + together) for at in range(0, len(pattern), together)):
        of = pattern[some]
        off0, off1 = u0[some] - mean0[of], u1[some] - mean1[of]
        for sums, part in zip(scatter, (off0 * off0, off0 * off1, off1 * off1), strict=True):
            sums += np.bincount(of, weights=part, minlength=k)
    s00, s01, s11 = scatter
    l00 = np.sqrt(s00)
    l10 = np.divide(s01, l00, out=np.zeros(k), where=l00 > 0)
    l11 = np.sqrt(np.maximum(s11 - l10 * l10, 0.0))
    root = np.sqrt(many)
    w0, w1 = np.zeros((3, 3, k)), np.zeros((3, 3, k))
    w0[:, 0], w1[:, 0] = root * np.array([mean0, n, s1]), root * np.array([mean1, s1, s2])
    w0[0, 1], w1[0, 1], w1[0, 2] = l00, l10, l11
    weight = np.concatenate([many, np.zeros(2 * k)])
    return Blocks(np.tile(n, 3), np.tile(s1, 3), np.tile(s2, 3), w0.reshape(3, -1), w1.reshape(3, -1), weight)
