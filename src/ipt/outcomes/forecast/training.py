"""Learns a forecast model from an archive: fits on some courses, calibrates on others, tries the rest."""

import math
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ipt.measures.measure import Measure
from ipt.outcomes.forecast import many
from ipt.outcomes.forecast.archive import Archive
from ipt.outcomes.forecast.conformal import LEVELS, Calibration, Tails, normalised
from ipt.outcomes.forecast.judging import judge
from ipt.outcomes.forecast.model import ForecastModel, Unit
from ipt.outcomes.forecast.report import Report, evaluate
from ipt.outcomes.forecast.scale import Scale
from ipt.outcomes.forecast.trajectory import Trajectory
from ipt.outcomes.growth import GrowthModel
from ipt.outcomes.growth.scores import TimeScale

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Plan:
    """How to learn: on which time scale, with which shares held out, and what the report asks.

    ``after`` is how many scores are known when the end is foretold, ``specificity`` what is held fixed.
    ``end`` is when courses usually end; None: the median time of the last scores of the courses fitted on.

    >>> Plan().calibration, Plan().holdout, Plan(after=6).after
    (0.25, 0.25, 6)
    >>> Plan(calibration=0.5, holdout=0.5)
    Traceback (most recent call last):
        ...
    ValueError: the shares held out are above zero and leave some courses to learn from
    """

    time_scale: TimeScale = "log"
    calibration: float = 0.25
    holdout: float = 0.25
    after: int = 4
    specificity: float = 0.8
    end: float | None = None

    def __post_init__(self) -> None:
        if not (0 < self.calibration < 1 and 0 < self.holdout < 1 and self.calibration + self.holdout < 1):
            raise ValueError("the shares held out are above zero and leave some courses to learn from")
        if self.after < 1:
            raise ValueError("a forecast begins with the first score")
        if not 0 < self.specificity < 1:
            raise ValueError("a specificity lies between 0 and 1")
        if self.end is not None and not math.isfinite(self.end):
            raise ValueError(f"{self.end} is no time of an end")


@dataclass(frozen=True)
class Trained:
    """A model that knows whether it passed, and the report that says so.

    >>> from ipt.measures import library
    >>> from ipt.outcomes.forecast.simulated import draw
    >>> rng = np.random.default_rng(1)
    >>> columns = {"patient": "patient", "time": "session", "score": "score"}
    >>> said = {"set_name": "drawn by chance", "made_on": date(2026, 8, 31), "simulated": True}
    >>> trained = train(draw(400, rng), library.load("phq9"), **columns, **said, rng=rng)
    >>> trained.model.calibration.passed, len(trained.model.calibration.checks)
    (False, 8)
    >>> trained.report.fitted, trained.report.calibrated, trained.report.tested
    (200, 100, 100)
    """

    model: ForecastModel
    report: Report


def train(
    table: Any,
    measure: Measure,
    *,
    patient: str,
    time: str,
    score: str,
    set_name: str,
    made_on: date,
    version: str = "1",
    rng: np.random.Generator,
    plan: Plan | None = None,
    about: str = "",
    simulated: bool = False,
    unit: Unit = "session",
) -> Trained:
    """Learn a model from a table with one row a score, of the measure's main score.

    ``version`` is the service's own word for this model, kept with its calibration; ``unit`` is what times
    count. Patients are split at random: the growth model is fitted to one part, calibrated on another, and
    the report is about the rest, which neither has seen.

    Raises
    ------
    BadScores
        If the table cannot be read or fitted.
    ValueError
        If the plan leaves nothing to learn from, or higher scores are neither better nor worse.

    Examples
    --------
    >>> from ipt.measures import library
    >>> from ipt.outcomes.forecast.simulated import draw
    >>> rng = np.random.default_rng(1)
    >>> trained = train(
    ...     draw(400, rng),
    ...     library.load("phq9"),
    ...     patient="patient",
    ...     time="session",
    ...     score="score",
    ...     set_name="drawn by chance",
    ...     made_on=date(2026, 8, 31),
    ...     rng=rng,
    ...     simulated=True,
    ... )
    >>> trained.model.end, trained.model.times, trained.model.calibration.n
    (16.0, (1.0, 16.0), 100)
    >>> [round(value, 1) for value in trained.model.trajectory.mean]  # points, points a log session
    [16.3, -2.0]
    """
    plan = plan or Plan()
    scale = Scale.of(measure)
    archive = Archive.read(table, scale, patient=patient, time=time, score=score, time_scale=plan.time_scale)
    fitted_on, calibrated_on, tested_on = archive.split((plan.calibration, plan.holdout), rng)
    trajectory = Trajectory.of(
        GrowthModel(time_scale=plan.time_scale, method="reml").fit(fitted_on.rows()), scale
    )
    end = float(np.median(fitted_on.last_time)) if plan.end is None else plan.end
    times = float(np.nanmin(fitted_on.times)), float(np.nanmax(fitted_on.times))
    if not times[0] < end <= times[1]:
        raise ValueError(
            f"the end is at {end:g}; the courses learnt from have scores from {times[0]:g} to {times[1]:g}"
        )
    calibration = calibrate(
        trajectory,
        calibrated_on,
        end=end,
        set_name=set_name,
        made_on=made_on,
        version=version,
        simulated=simulated,
    )
    model = ForecastModel(
        trajectory=trajectory,
        calibration=calibration,
        measure=measure.id,
        measure_version=measure.version,
        score=measure.main_score,
        end=end,
        unit=unit,
        times=times,
        data=archive.hash,
        about=about,
    )
    report = evaluate(
        model,
        fitted_on,
        calibrated_on,
        tested_on,
        after=plan.after,
        specificity=plan.specificity,
        left_out=archive.left_out,
    )
    checked = replace(calibration, checks=judge(report))
    return Trained(replace(model, calibration=checked), report)


def calibrate(
    trajectory: Trajectory,
    courses: Archive,
    *,
    end: float,
    set_name: str,
    made_on: date,
    version: str = "1",
    simulated: bool = False,
) -> Calibration:
    """Rank what the trajectory leaves of courses it has not seen, by how many scores were known.

    The end is foretold for the time ``end``, as it will be in use, and is the last score whenever it came:
    those who left early count too.
    """
    coming = many.next_scores(trajectory, courses.times, courses.scores)
    ending = courses.unseen_ends(trajectory, end)
    left_next = normalised(courses.scores, coming)
    left_end = normalised(courses.last[:, np.newaxis], ending)
    return Calibration(
        set_name=set_name,
        n=len(courses),
        version=version,
        made_on=made_on.isoformat(),
        simulated=simulated,
        levels=LEVELS,
        next=_by_known(left_next[:, 1:]),
        end=_by_known(left_end),
    )


def _by_known(residuals: Floats) -> tuple[Tails, ...]:
    """Column 0 knows one score, column 1 two, and so on; columns with nobody are left out."""
    found = (Tails.of(after, column, LEVELS) for after, column in enumerate(residuals.T, start=1))
    return tuple(one for one in found if one.n)
