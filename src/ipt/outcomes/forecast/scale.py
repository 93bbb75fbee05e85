"""The scale a score lives on, and a normal prediction read on it: chances and quantiles."""

import math
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ipt.measures.measure import Item, Measure

Floats = NDArray[np.float64]
GRAIN = 1e-9  # of a step: what rounding of decimal fractions may leave
_erf = np.frompyfunc(math.erf, 1, 1)


@dataclass(frozen=True, slots=True)
class Scale:
    """The values a score can take: from ``low`` to ``high`` in points, in steps; a step of 0 is no grid.

    ``worse`` is 1 where a higher score is worse, -1 where it is better.

    >>> from ipt.measures import library
    >>> scale = Scale.of(library.load("phq9"))
    >>> scale
    Scale(low=0.0, high=27.0, step=1.0, worse=1)
    >>> scale.clip([-2, 14.5, 30])
    array([ 0. , 14.5, 27. ])
    """

    low: float
    high: float
    step: float
    worse: int

    def __post_init__(self) -> None:
        if not (math.isfinite(self.low) and self.low < self.high < math.inf):
            raise ValueError("a scale has a low and a higher high end")
        if not 0 <= self.step <= self.high - self.low or self.worse not in (1, -1):
            raise ValueError(
                "a step lies between 0 and the whole scale, and higher is worse (1) or better (-1)"
            )

    @classmethod
    def of(cls, measure: Measure, score_id: str | None = None) -> "Scale":
        """The scale of a measure's score; its main score if not given.

        Sums of whole answers have steps of one point (or of the score's multiplier); any other score is
        taken as continuous. ValueError where higher is neither better nor worse.
        """
        score = measure.score(score_id or measure.main_score)
        if score.higher_is == "neither":
            raise ValueError(
                f"{measure.short_title}: higher is neither better nor worse, so nothing is off track"
            )
        whole = all(_whole(measure.item(item)) for item in score.items)
        step = abs(score.multiplier) if score.method == "sum" and whole else 0.0
        return cls(float(score.low), float(score.high), float(step), 1 if score.higher_is == "worse" else -1)

    def clip(self, value: ArrayLike) -> Floats:
        """Values no further out than the scale's ends; nan stays nan."""
        return np.clip(np.asarray(value, dtype=np.float64), self.low, self.high)[()]

    def _below(self, value: Floats, *, included: bool) -> Floats:
        """The highest value of the grid at or below (or only below) the one given."""
        steps = (value - self.low) / self.step
        whole = np.floor(steps + GRAIN) if included else np.ceil(steps - GRAIN) - 1
        return np.asarray(self.low + self.step * whole)


def _whole(item: Item) -> bool:
    return item.whole or (bool(item.options) and all(option.value.is_integer() for option in item.options))


@dataclass(frozen=True, slots=True)
class Predicted:
    """A normal prediction of scores, seen through a scale: rounded to its steps, and clipped to its ends.

    ``mean`` and ``sd`` (...) are those of the normal distribution before that, in points; nan where nothing
    can be said. All methods keep their shape.

    >>> next_score = Predicted(np.array(14.0), np.array(4.0), Scale(low=0, high=27, step=1, worse=1))
    >>> round(float(next_score.quantile(0.9)), 1)
    19.1
    >>> round(float(next_score.chance("<", 10)), 2)  # below the cut-off
    0.13
    >>> low, high = next_score.range(-4, 4)
    >>> float(low), float(high)
    (0.0, 27.0)
    """

    mean: Floats
    sd: Floats
    scale: Scale

    def quantile(self, share: float) -> Floats:
        """The score below which a share (0 to 1, exclusive) of scores is expected, clipped to the scale.

        Raises
        ------
        ValueError
            If the share is not between 0 and 1.
        """
        if not 0 < share < 1:
            raise ValueError("a quantile asks for a share between 0 and 1")
        return self.scale.clip(self.mean + NormalDist().inv_cdf(share) * self.sd)

    def range(self, lower: float, upper: float) -> tuple[Floats, Floats]:
        """From ``mean + lower * sd`` to ``mean + upper * sd``, clipped to the scale."""
        return self.scale.clip(self.mean + lower * self.sd), self.scale.clip(self.mean + upper * self.sd)

    def chance(self, op: str, value: ArrayLike) -> Floats:
        """The chance that the score is ``<``, ``<=``, ``>`` or ``>=`` a value.

        With steps the normal curve is cut half a step beyond the last score that counts (continuity
        correction), and what lies outside the scale falls on its ends: up to k it is
        ``Phi((k + step / 2 - mean) / sd)``.

        Parameters
        ----------
        value : (...) float
            In points; nan gives nan. Broadcasts with the prediction.

        Raises
        ------
        ValueError
            If the comparison is none of the four.
        """
        if op not in ("<", "<=", ">", ">="):
            raise ValueError(f"a chance compares with <, <=, > or >=, not {op!r}")
        at = np.asarray(value, dtype=np.float64)
        below = self._at_most(at, included=op in ("<=", ">"))
        return np.asarray(below if op[0] == "<" else 1 - below)[()]

    def _at_most(self, value: Floats, *, included: bool) -> Floats:
        """The chance of a score at or below (or only below) the value."""
        scale = self.scale
        cut = scale._below(value, included=included) if scale.step else value
        z = (cut + scale.step / 2 - self.mean) / (self.sd * math.sqrt(2))
        chance = 0.5 * (1 + np.asarray(_erf(z), dtype=np.float64))
        none = cut < scale.low if scale.step or included else cut <= scale.low
        every = cut >= scale.high if scale.step or included else cut > scale.high
        ends = np.where(none, 0.0, np.where(every, 1.0, chance))
        return np.asarray(np.where(np.isnan(z), np.nan, ends))
