"""Split-conformal calibration: ranges that hold their promise whether or not the growth model is true.

Residuals of courses the model has not seen, each divided by the model's own sd, are ranked; the range reaches
to the rank that (n + 1) exchangeable courses make sure of. Vovk V, Gammerman A, Shafer G (2005), Algorithmic
Learning in a Random World, ch. 4; Lei J, G'Sell M, Rinaldo A, Tibshirani RJ, Wasserman L (2018),
Distribution-free predictive inference for regression. J Am Stat Assoc 113:1094-1111, theorem 2.2.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ipt.outcomes.columns import finite
from ipt.outcomes.forecast.scale import Predicted

Floats = NDArray[np.float64]
Horizon = Literal["next", "end"]
LEVELS = (0.5, 0.8, 0.9)  # 0.8: the expected range of Delgadillo et al. 2018, Lancet Psychiatry 5:564-572
ROUNDING = 1e-9


class TooFew(ValueError):
    """Fewer courses than a range needs: of the calibration for its level, or any that went as far.

    >>> tails([-1.2, 0.3, 0.8], level=0.8)
    Traceback (most recent call last):
        ...
    ipt.outcomes.forecast.conformal.TooFew: 3 courses are too few: at least 9 are needed
    """


def rank(n: int, miss: float) -> int:
    """The rank, from 1, of the residual that a new one exceeds with a chance of at most ``miss``.

    ``ceil((n + 1)(1 - miss))``. Raises TooFew where that is more than n: no finite bound keeps the promise.

    >>> rank(19, miss=0.1), needed(miss=0.1)
    (18, 9)
    """
    found = math.ceil((n + 1) * (1 - miss) - ROUNDING)
    if found > n:
        raise TooFew(f"{n} courses are too few: at least {needed(miss)} are needed")
    return found


def needed(miss: float) -> int:
    """The fewest courses whose residuals bound a new one with a chance of missing of ``miss``."""
    return math.ceil(1 / miss - 1 - ROUNDING)


def tails(residuals: ArrayLike, level: float) -> tuple[float, float]:
    """The factors (lower, upper) of the sd between which a new residual lies.

    Each side is missed with a chance of at most (1 - level) / 2, whatever the residuals' distribution.

    Parameters
    ----------
    residuals : (n,) float
        (score - mean) / sd of calibration courses, one a course; nan = no score, left out.

    Raises
    ------
    TooFew
        If there are too few for the level.

    Examples
    --------
    >>> tails([-1.9, -1.2, -0.6, -0.2, 0.1, 0.3, 0.7, 1.1, 1.6], level=0.8)  # nine are the fewest for 80 %
    (-1.9, 1.6)
    """
    given = finite(residuals, "a residual")
    found = np.sort(given[~np.isnan(given)])
    place = rank(len(found), (1 - level) / 2)
    return float(found[len(found) - place]), float(found[place - 1])


@dataclass(frozen=True, slots=True)
class Tails:
    """The factors of the sd after so many scores, a pair a level; None where courses were too few."""

    after: int
    n: int
    factors: tuple[tuple[float, float] | None, ...]

    @classmethod
    def of(cls, after: int, residuals: ArrayLike, levels: Sequence[float]) -> "Tails":
        """From the residuals (n,) of calibration courses; nan = no score."""
        n = int(np.count_nonzero(~np.isnan(np.asarray(residuals, dtype=np.float64))))
        return cls(after, n, tuple(_tails_or_none(residuals, level) for level in levels))


@dataclass(frozen=True, slots=True)
class Check:
    """One criterion of a training report: what it asks, whether it holds, and what was seen."""

    what: str
    holds: bool
    seen: str


@dataclass(frozen=True)
class Calibration:
    """Calibrated factors, the set they come from, and what the training report found.

    ``next`` is about the next score, ``end`` about the last of the course; both by how many were known.
    ``simulated`` says that no patient stands behind it. ``checks`` are the criteria of the report
    (`judging.judge`); none means that there was no report.

    >>> residuals = np.linspace(-2, 2, 19)
    >>> calibration = Calibration(
    ...     set_name="our archive",
    ...     n=19,
    ...     version="1",
    ...     made_on="2026-08-31",
    ...     simulated=False,
    ...     levels=(0.8, 0.9),
    ...     next=(Tails.of(1, residuals, (0.8, 0.9)),),
    ...     end=(),
    ... )
    >>> tuple(round(one, 2) for one in calibration.factors("next", after=1, level=0.8))
    (-1.78, 1.78)
    >>> calibration.passed  # no report has been written about it
    False
    """

    set_name: str
    n: int
    version: str
    made_on: str
    simulated: bool
    levels: tuple[float, ...]
    next: tuple[Tails, ...]
    end: tuple[Tails, ...]
    checks: tuple[Check, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether a service may rely on it: not simulated, and every criterion of its report held."""
        return not self.simulated and bool(self.checks) and all(check.holds for check in self.checks)

    def factors(self, horizon: Horizon, after: int, level: float) -> tuple[float, float]:
        """The factors (lower, upper) of the sd after so many scores.

        Raises
        ------
        TooFew
            If too few courses stand behind it.
        ValueError
            If the level was not calibrated.
        """
        found = self._by_place.get((horizon, after, level))
        if found is not None:
            return found
        self._place(level)
        n = next((one.n for one in getattr(self, horizon) if one.after == after), 0)
        least = needed((1 - level) / 2)
        raise TooFew(
            f"{n} calibration courses with {after} scores before are too few: at least {least} are needed"
        )

    def by_known(self, horizon: Horizon, level: float, most: int) -> Floats:
        """The factors (2, most + 1) by how many scores are known; nan: none. ValueError as `factors`."""
        place = self._place(level)
        found = np.full((2, most + 1), np.nan)
        for tails in getattr(self, horizon):
            pair = tails.factors[place]
            if pair is not None and tails.after <= most:
                found[:, tails.after] = pair
        return found

    def _place(self, level: float) -> int:
        if level not in self.levels:
            known = ", ".join(f"{one:g}" for one in self.levels)
            raise ValueError(f"a level of {level:g} was not calibrated; there are {known}")
        return self.levels.index(level)

    @cached_property
    def _by_place(self) -> dict[tuple[str, int, float], tuple[float, float]]:
        return {(horizon, tails.after, level): pair for horizon, tails, level, pair in self._pairs()}

    def _pairs(self) -> Iterator[tuple[str, Tails, float, tuple[float, float]]]:
        for horizon, among in (("next", self.next), ("end", self.end)):
            for one in among:
                for level, pair in zip(self.levels, one.factors, strict=True):
                    if pair is not None:
                        yield horizon, one, level, pair


def normalised(scores: ArrayLike, predicted: Predicted) -> Floats:
    """(score - mean) / sd, (...); nan where there is no score or no prediction.

    >>> from ipt.outcomes.forecast.scale import Scale
    >>> predicted = Predicted(np.array([14.0, 10.0]), np.array([4.0, 5.0]), Scale(0, 27, 1, 1))
    >>> normalised([18, np.nan], predicted)
    array([ 1., nan])
    """
    return np.asarray((finite(scores, "a score") - predicted.mean) / predicted.sd)


def _tails_or_none(residuals: ArrayLike, level: float) -> tuple[float, float] | None:
    try:
        return tails(residuals, level)
    except TooFew:
        return None
