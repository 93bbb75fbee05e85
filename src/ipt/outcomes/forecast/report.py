"""The training report: what a model does on courses that it has not seen."""

import math
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from ipt.outcomes import change
from ipt.outcomes.forecast import accuracy, many
from ipt.outcomes.forecast.accuracy import Auc, Gain, Share
from ipt.outcomes.forecast.archive import Archive
from ipt.outcomes.forecast.conformal import Calibration, Horizon
from ipt.outcomes.forecast.model import LEVEL, ForecastModel, moved_so_far
from ipt.outcomes.forecast.scale import Predicted

Floats = NDArray[np.float64]
BINS = 5
Outcome = Literal["no_reliable_improvement", "reliable_deterioration", "still_a_case"]


@dataclass(frozen=True, slots=True)
class Covered:
    """How often the range held in one group: after so many scores, or a third by first score."""

    group: str
    covered: Share


@dataclass(frozen=True, slots=True)
class Bin:
    """Courses with chances near one another: the mean chance foretold, and how often it happened."""

    foretold: float
    happened: Share


@dataclass(frozen=True, slots=True)
class Foretold:
    """One outcome at the end, foretold after a number of scores, on test courses.

    ``first_alone`` is the area of the chance that the first score gives, ``gain`` what the later ones add.
    ``threshold`` was set on the calibration courses; ``sensitivity`` and ``specificity`` are what it gives on
    the test courses. ``auc`` is None where too few courses had, or had not, the outcome.
    """

    outcome: Outcome
    after: int
    n: int
    mean: float
    happened: Share
    auc: Auc | None
    first_alone: Auc | None
    gain: Gain | None
    threshold: float | None
    sensitivity: Share | None
    specificity: Share | None
    bins: tuple[Bin, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What was seen. ``thirds`` counts all courses by first score, cut at ``cuts``."""

    fitted: int
    calibrated: int
    tested: int
    level: float
    cuts: tuple[float, float]
    thirds: tuple[int, int, int]
    next_by_session: tuple[Covered, ...]
    next_by_third: tuple[Covered, ...]
    end_by_session: tuple[Covered, ...]
    end_by_third: tuple[Covered, ...]
    foretold: tuple[Foretold, ...]
    left_out: int  # rows without a score

    def as_json(self) -> dict[str, Any]:
        """The report as plain values, unrounded; None for what nobody stands behind."""
        plain: dict[str, Any] = _plain(asdict(self))
        return plain


def evaluate(
    model: ForecastModel,
    fitted_on: Archive,
    calibrated_on: Archive,
    tested_on: Archive,
    *,
    after: int,
    specificity: float,
    left_out: int = 0,
    level: float = LEVEL,
) -> Report:
    """Try a calibrated model on test courses; thirds are cut at the first scores of the courses fitted on."""
    low, high = (float(cut) for cut in np.quantile(fitted_on.first, [1 / 3, 2 / 3]))
    cuts = np.array([low, high])
    all_first = np.concatenate([part.first for part in (fitted_on, calibrated_on, tested_on)])
    thirds = np.bincount(np.searchsorted(cuts, all_first), minlength=3)
    coming = many.next_scores(model.trajectory, tested_on.times, tested_on.scores)
    next_held = _held(model.calibration, "next", _later(coming), tested_on.scores[:, 1:], level)
    ending = tested_on.unseen_ends(model.trajectory, model.end)
    end_held = _held(model.calibration, "end", ending, tested_on.last[:, np.newaxis], level)
    third = np.searchsorted(cuts, tested_on.first)
    return Report(
        fitted=len(fitted_on),
        calibrated=len(calibrated_on),
        tested=len(tested_on),
        level=level,
        cuts=(low, high),
        thirds=(int(thirds[0]), int(thirds[1]), int(thirds[2])),
        next_by_session=_by_session(next_held),
        next_by_third=_by_third(next_held[:, after - 1 : after], third),
        end_by_session=_by_session(end_held),
        end_by_third=_by_third(end_held[:, after - 1 : after], third),
        foretold=_foretold(model, calibrated_on, tested_on, after, specificity),
        left_out=left_out,
    )


def _later(predicted: Predicted) -> Predicted:
    return Predicted(predicted.mean[:, 1:], predicted.sd[:, 1:], predicted.scale)


def _held(
    calibration: Calibration, horizon: Horizon, predicted: Predicted, scores: Floats, level: float
) -> Floats:
    """1 where the range held, 0 where not, nan without a score or a calibrated range (n, after 1, 2, ...)."""
    factors = calibration.by_known(horizon, level, predicted.mean.shape[1])[:, 1:]
    low = predicted.scale.clip(predicted.mean + factors[0] * predicted.sd)
    high = predicted.scale.clip(predicted.mean + factors[1] * predicted.sd)
    held = (low <= scores) & (scores <= high)
    return np.where(np.isnan(low + scores), np.nan, held.astype(np.float64))


def _by_session(held: Floats) -> tuple[Covered, ...]:
    columns = ((str(after), column) for after, column in enumerate(held.T, start=1))
    return tuple(Covered(name, _counted(column)) for name, column in columns if not np.isnan(column).all())


def _by_third(held: Floats, third: NDArray[np.intp]) -> tuple[Covered, ...]:
    """One score a course (n, 1), so that what is counted is independent; nothing where nobody has one."""
    if np.isnan(held).all():
        return ()
    names = ("low", "middle", "high")
    return tuple(Covered(name, _counted(held[third == place])) for place, name in enumerate(names))


def _counted(held: Floats) -> Share:
    return accuracy.share(int(np.nansum(held)), int(np.count_nonzero(~np.isnan(held))))


def _foretold(
    model: ForecastModel, calibrated_on: Archive, tested_on: Archive, after: int, specificity: float
) -> tuple[Foretold, ...]:
    found = []
    for outcome in _outcomes(model):
        before, _, happened_before = _risks(model, calibrated_on, after, outcome)
        risk, at_first, happened = _risks(model, tested_on, after, outcome)
        auc, first_alone, gain = _areas(risk, at_first, happened)
        threshold = _threshold(before[~happened_before], specificity)
        flagged = None if threshold is None else risk > threshold
        found.append(
            Foretold(
                outcome=outcome,
                after=after,
                n=len(risk),
                mean=float(risk.mean()) if len(risk) else math.nan,
                happened=accuracy.share(int(happened.sum()), len(risk)),
                auc=auc,
                first_alone=first_alone,
                gain=gain,
                threshold=threshold,
                sensitivity=None if flagged is None else _share(flagged[happened]),
                specificity=None if flagged is None else _share(~flagged[~happened]),
                bins=_bins(risk, happened),
            )
        )
    return tuple(found)


def _outcomes(model: ForecastModel) -> Iterator[Outcome]:
    if model.reliable is not None:
        yield "no_reliable_improvement"
        yield "reliable_deterioration"
    if model.cut is not None:
        yield "still_a_case"


def _risks(
    model: ForecastModel, courses: Archive, after: int, outcome: Outcome
) -> tuple[Floats, Floats, NDArray[np.bool_]]:
    """The chance of the outcome after so many scores and after the first, and whether it happened.

    Of courses that went on before the usual end; for who still is a case, of those that began as one. The
    first score alone tells much: who begins high has far to fall.
    """
    begun = courses.among(courses.counts > after)
    if not len(begun):
        return np.empty(0), np.empty(0), np.empty(0, dtype=bool)
    going_on = begun.among((begun.times[:, after - 1] < model.end) & _counts(model, begun.first, outcome))
    ending = going_on.unseen_ends(model.trajectory, model.end)
    chance = _chance(model, ending, going_on.first[:, np.newaxis], outcome)[:, [0, after - 1]]
    at_first, risk = chance.T
    return risk, at_first, _happened(model, going_on.first, going_on.last, outcome)


def _counts(model: ForecastModel, first: Floats, outcome: Outcome) -> NDArray[np.bool_]:
    if outcome != "still_a_case" or model.cut is None:
        return np.ones(first.shape, dtype=bool)
    return np.array([bool(model.cut.holds(score)) for score in first.tolist()], dtype=bool)


def _chance(model: ForecastModel, ending: Predicted, first: Floats, outcome: Outcome) -> Floats:
    if outcome == "still_a_case" and model.cut is not None:
        return ending.chance(model.cut.op, model.cut.value)
    if model.reliable is None:
        raise ValueError("no reliable change has been published")
    better = outcome == "no_reliable_improvement"
    op, by = moved_so_far(ending.scale, model.reliable, better=better)
    chance = ending.chance(op, first + by)
    return 1 - chance if better else chance


def _happened(model: ForecastModel, first: Floats, last: Floats, outcome: Outcome) -> NDArray[np.bool_]:
    if outcome == "still_a_case":
        return _counts(model, last, outcome)
    moved = change.directions(model.of, first, last, score_id=model.score)
    return np.asarray(moved != 1 if outcome == "no_reliable_improvement" else moved == -1)


def _threshold(risks_of_others: Floats, specificity: float) -> float | None:
    """The risk that so many courses without the outcome do not exceed."""
    if not len(risks_of_others):
        return None
    return float(np.quantile(risks_of_others, specificity, method="higher"))


def _areas(
    risk: Floats, at_first: Floats, happened: NDArray[np.bool_]
) -> tuple[Auc | None, Auc | None, Gain | None]:
    """The area, that of the first score alone, and the difference; None where too few had, or had not."""
    if min(happened.sum(), (~happened).sum()) < 2:
        return None, None, None
    return (
        accuracy.auc(risk, happened),
        accuracy.auc(at_first, happened),
        accuracy.gain(risk, at_first, happened),
    )


def _share(truths: NDArray[np.bool_]) -> Share:
    return accuracy.share(int(truths.sum()), len(truths))


def _bins(risk: Floats, happened: NDArray[np.bool_]) -> tuple[Bin, ...]:
    parts = (part for part in np.array_split(np.argsort(risk, kind="stable"), BINS) if len(part))
    return tuple(Bin(float(risk[part].mean()), _share(happened[part])) for part in parts)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return None if isinstance(value, float) and math.isnan(value) else value
