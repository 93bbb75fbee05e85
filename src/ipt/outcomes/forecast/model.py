"""A forecast model: a trajectory, its calibration, and the measure it is about; and the live signal."""

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ipt.measures import bands, library
from ipt.measures.measure import Measure, MeasureError
from ipt.measures.norms import Caseness, ChangeThreshold
from ipt.outcomes import change
from ipt.outcomes.forecast import many
from ipt.outcomes.forecast.conformal import Calibration, Horizon, TooFew
from ipt.outcomes.forecast.scale import Predicted, Scale
from ipt.outcomes.forecast.trajectory import State, Trajectory

LEVEL = 0.8  # of the expected range: Delgadillo et al. 2018, Lancet Psychiatry 5:564-572
COMPLEMENTS = {">=": "<=", ">": "<"}
Source = Literal["model", "rules"]
Unit = Literal["session", "day", "week", "month"]
UNITS: tuple[Unit, ...] = get_args(Unit)
Floats = NDArray[np.float64]


class OnlySimulated(ValueError):
    """A simulated model was asked to judge real courses.

    >>> from ipt.outcomes.forecast import demo_model
    >>> demo_model(demo=False)
    Traceback (most recent call last):
        ...
    ipt.outcomes.forecast.model.OnlySimulated: the simulated model is for the demo and for tests, ...
    """


@dataclass(frozen=True, slots=True)
class Range:
    """Where a score is expected, in points, both ends included, and how often such ranges hold.

    >>> expected = Range(low=10.2, high=18.9, level=0.8)
    >>> 16 in expected, 20 in expected
    (True, False)
    """

    low: float
    high: float
    level: float

    def __contains__(self, score: float) -> bool:
        return self.low <= score <= self.high


@dataclass(frozen=True, slots=True)
class Chances:
    """Chances (0 to 1) for the end of the course; None where no threshold was published.

    >>> from ipt.outcomes.forecast import demo_model
    >>> model = demo_model(demo=True)
    >>> found = model.chances(model.start().update(1, 18).update(2, 17).update(3, 12))
    >>> round(found.reliable_improvement, 2), round(found.reliable_deterioration, 2), round(found.case, 2)
    (0.84, 0.0, 0.4)
    """

    reliable_improvement: float | None
    reliable_deterioration: float | None
    case: float | None


@dataclass(frozen=True)
class ForecastModel:
    """What was learnt from an archive of courses about one score of one measure.

    ``end`` is the usual time of the last score, ``unit`` what times count, ``times`` the first and last of
    them. ``measure_version`` is that of the measure's file when the model was made, ``data`` a hash of the
    scores it learnt from, ``about`` says where they come from.

    >>> from ipt.outcomes.forecast import demo_model
    >>> model = demo_model(demo=True)
    >>> known = model.start().update(1, 18).update(2, 17)  # session, score
    >>> expected = model.expected(known, 3)
    >>> round(expected.low, 1), round(expected.high, 1), expected.level
    (12.1, 19.1, 0.8)
    >>> model.off_track(known, 3, score=21), model.off_track(known, 3, score=17)
    (True, False)
    >>> model.off_track_many([1, 2, 3], [[18, 17, 21], [18, 17, np.nan]])
    array([[nan,  0.,  1.],
           [nan,  0., nan]])
    >>> round(model.ending(known).high, 1), model.end, model.unit
    (17.9, 16.0, 'session')
    """

    trajectory: Trajectory
    calibration: Calibration
    measure: str
    measure_version: str
    score: str
    end: float
    data: str
    about: str
    unit: Unit
    times: tuple[float, float]

    def start(self) -> State:
        """A course of which no score is known."""
        return State(self.trajectory)

    def expected(self, state: State, time: float, level: float = LEVEL) -> Range:
        """The calibrated range of the next score; TooFew or ValueError as `off_track`."""
        return self._range("next", state, time, level)

    def ending(self, state: State, end: float | None = None, level: float = LEVEL) -> Range:
        """The calibrated range of the score at the end of the course. Errors as `expected`."""
        return self._range("end", state, self.end if end is None else end, level)

    def distribution(self, state: State, time: float) -> Predicted:
        """The growth model's own distribution of the score at a time, which ranges are calibrated on top of.

        TooFew where no course went as far; ValueError before the first score, or if the time is none.
        """
        _some(state)
        self._require_known(time)
        return state.at(time)

    def off_track(self, state: State, time: float, score: float, level: float = LEVEL) -> bool:
        """Whether a new score lies beyond the expected range, on the worse side.

        ``state`` knows the scores before it. A missing score (nan) is not off track: nothing is known of it.
        On average at most (1 - level) / 2 of courses like those of the calibration are off track at a score.

        Raises
        ------
        TooFew, ValueError
            As `Calibration.factors`; TooFew too where no course went as far, ValueError if the time is none.
        """
        lower, upper = self.calibration.factors("next", _some(state), level)
        self._require_known(time)
        mean, sd = state.moments(time)
        scale = self.trajectory.scale
        bound = mean + (upper if scale.worse > 0 else lower) * sd
        bound = min(max(bound, scale.low), scale.high)
        return score > bound if scale.worse > 0 else score < bound

    def off_track_many(self, times: ArrayLike, scores: ArrayLike, level: float = LEVEL) -> Floats:
        """`off_track` for each score of many courses, given those before it.

        Parameters
        ----------
        times, scores : (..., sessions) float
            As `many.next_scores`.

        Returns
        -------
        (..., sessions) float
            1 off track, 0 not, nan where there is no score or no calibrated range.
        """
        predicted = many.next_scores(self.trajectory, times, scores)
        points, scale = np.broadcast_to(np.asarray(scores, np.float64), predicted.mean.shape), predicted.scale
        there = ~np.isnan(points)
        known = np.cumsum(there, axis=-1) - there
        factors = self.calibration.by_known("next", level, points.shape[-1])[1 if scale.worse > 0 else 0]
        bound = scale.clip(predicted.mean + factors[known] * predicted.sd)
        when = np.broadcast_to(np.asarray(times, np.float64), points.shape)
        bound = np.where((self.times[0] <= when) & (when <= self.times[1]), bound, np.nan)
        off = points > bound if scale.worse > 0 else points < bound
        return np.where(there & ~np.isnan(bound), off.astype(np.float64), np.nan)

    def chances(self, state: State, end: float | None = None) -> Chances:
        """Chances of the end score, by the measure's thresholds, against the course's first score.

        They are the growth model's; the training report shows how well they were met. Errors as
        `distribution`.
        """
        predicted = self.distribution(state, self.end if end is None else end)
        rule = self.reliable
        return Chances(
            None if rule is None else _moved(predicted, state.first, rule, better=True),
            None if rule is None else _moved(predicted, state.first, rule, better=False),
            None if self.cut is None else _known(predicted.chance(self.cut.op, self.cut.value)),
        )

    @cached_property
    def of(self) -> Measure:
        """The measure; MeasureError if this program has none of that id."""
        return library.load(self.measure)

    @property
    def reliable(self) -> ChangeThreshold | None:
        """The reliable change this program uses for the score."""
        return change.reliable_rule(self.of, self.score)

    @property
    def cut(self) -> Caseness | None:
        """The cut-off this program uses for the score."""
        return bands.caseness(self.of, self.score)

    def require_same_measure(self) -> None:
        """ValueError if the measure is not known here, or has another version than the model learnt from."""
        try:
            now = self.of.version
        except MeasureError as error:
            raise ValueError(str(error)) from error
        if now != self.measure_version:
            raise ValueError(
                f"the model learnt from {self.measure} {self.measure_version!r}, here is {now!r}: train again"
            )

    def _require_known(self, time: float) -> None:
        """A line drawn on beyond all courses promises nothing."""
        first, last = self.times
        if not first <= time <= last and math.isfinite(time):
            raise TooFew(
                f"the courses learnt from have scores from {self.unit} {first:g} to {last:g}, not {time:g}"
            )

    def _range(self, horizon: Horizon, state: State, time: float, level: float) -> Range:
        predicted = self.distribution(state, time)
        low, high = predicted.range(*self.calibration.factors(horizon, state.known, level))
        return Range(float(low), float(high), level)


def moved_so_far(scale: Scale, rule: ChangeThreshold, *, better: bool) -> tuple[str, float]:
    """What makes a score reliably better (or worse): a comparison with the first score plus points."""
    down = (scale.worse > 0) == better
    return (COMPLEMENTS[rule.op], -rule.value) if down else (rule.op, rule.value)


def signal_source(model: ForecastModel | None, *, demo: bool = False) -> Source:
    """Whether a service's signals come from a model or from labelled rules.

    A model speaks only after its training report passed. A simulated one speaks in the demo alone.

    Raises
    ------
    OnlySimulated
        If a simulated model is given outside the demo.

    Examples
    --------
    >>> from ipt.outcomes.forecast import demo_model
    >>> signal_source(None), signal_source(demo_model(demo=True), demo=True)
    ('rules', 'model')
    >>> signal_source(demo_model(demo=True))
    Traceback (most recent call last):
        ...
    ipt.outcomes.forecast.model.OnlySimulated: a simulated model is for the demo and for tests, ...
    """
    if model is None:
        return "rules"
    if model.calibration.simulated:
        if not demo:
            raise OnlySimulated("a simulated model is for the demo and for tests, never for a real service")
        return "model"
    return "model" if model.calibration.passed else "rules"


def _some(state: State) -> int:
    if not state.known:
        raise ValueError("a forecast begins with the first score")
    return state.known


def _moved(predicted: Predicted, first: float, rule: ChangeThreshold, *, better: bool) -> float | None:
    op, by = moved_so_far(predicted.scale, rule, better=better)
    return _known(predicted.chance(op, first + by))


def _known(chance: object) -> float | None:
    value = float(chance)  # type: ignore[arg-type]
    return None if math.isnan(value) else value
