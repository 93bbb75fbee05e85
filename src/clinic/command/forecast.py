"""kith outcomes forecast: the expected range, the next score and the end of each course in a file."""

import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import numpy as np

from clinic.command.refusal import BadInput, PlainCommand, in_file
from clinic.command.score import add_pack
from clinic.command.scores_file import pair
from ipt.outcomes import columns
from ipt.outcomes.forecast import BadModel, Chances, ForecastModel, Range, State, TooFew, read
from ipt.outcomes.forecast.archive import Archive
from ipt.outcomes.forecast.conformal import LEVELS
from ipt.outcomes.growth import BadScores


@click.command(cls=PlainCommand)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--model", "model_path", required=True, type=click.Path(path_type=Path), help="Its JSON file.")
@click.option("--patient", required=True, metavar="COLUMN", help="The column that names the patient.")
@click.option("--time", required=True, metavar="COLUMN", help="The session, day, week or month, as a number.")
@click.option("--score", required=True, metavar="COLUMN", help="The column with the score.")
@click.option("--leave-out", multiple=True, metavar="COLUMN=VALUE", help="Pass over these rows.")
@click.option("--only", metavar="PATIENT", help="One patient of the file.")
@click.option("--next", "next_step", type=float, help="How long after the last score the next comes.")
@click.option("--end", type=float, help="The time of the end; the model's usual one if not given.")
@click.option("--level", type=click.Choice([f"{one:g}" for one in LEVELS]), default="0.8", show_default=True)
@click.option("--pack", type=click.Path(path_type=Path), envvar="KITH_PACKS", help="Measures of your own.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object, numbers unrounded.")
def forecast(
    file: Path,
    model_path: Path,
    patient: str,
    time: str,
    score: str,
    leave_out: tuple[str, ...],
    only: str | None,
    next_step: float | None,
    end: float | None,
    level: str,
    pack: Path | None,
    as_json: bool,
) -> None:
    """Forecast each course of a file: where the next score and the end are expected, and how sure that is.

    FILE is CSV or Parquet with one row a score, in the units of time the model learnt from. A forecast is a
    range seen in other courses, never a verdict on one.
    """
    add_pack(pack)
    try:
        model = read(model_path)
        line = model.trajectory
        pairs = [pair(text, "--leave-out") for text in leave_out]
        table = columns.take(file, (patient, time, score), whose=(patient,), leave_out=pairs)
        courses = Archive.read(
            table, line.scale, patient=patient, time=time, score=score, time_scale=line.time_scale
        )
        asked = Asked(_step(courses) if next_step is None else next_step, end, float(level))
        found = [_course(model, courses, at, asked) for at in _wanted(courses, only)]
    except BadModel as problem:
        raise BadInput(str(problem)) from problem
    except (BadScores, ValueError) as problem:
        raise BadInput(in_file(file, str(problem))) from problem
    if as_json:
        click.echo(json.dumps({"model": _model_as_json(model), "courses": [one.as_json() for one in found]}))
    else:
        click.echo("\n".join([*_about(model), *(line for one in found for line in ["", *one.lines(model)])]))


@dataclass(frozen=True)
class Asked:
    """How long after the last score the next comes, when the course ends, and how wide ranges are."""

    step: float
    end: float | None
    level: float

    def __post_init__(self) -> None:
        if not 0 < self.step < math.inf:
            raise ValueError(f"--next: {self.step:g} is no time from one score to the next")
        if self.end is not None and not math.isfinite(self.end):
            raise ValueError(f"--end: {self.end:g} is no time")


@dataclass(frozen=True)
class Ahead:
    """A score to come: when, the growth model's mean and sd, and the calibrated range; None where unknown."""

    time: float
    mean: float | None
    sd: float | None
    range: Range | None

    @classmethod
    def of(cls, model: ForecastModel, state: State, time: float, found: Callable[[], Range]) -> "Ahead":
        try:
            own = model.distribution(state, time)
        except TooFew:
            return cls(time, None, None, None)
        return cls(time, float(own.mean), float(own.sd), _or_none(found))

    def as_json(self) -> dict[str, Any]:
        """As plain values, unrounded."""
        return {"time": self.time, "mean": self.mean, "sd": self.sd, "range": _range_as_json(self.range)}


@dataclass(frozen=True)
class Course:
    """One course, and what is expected of it; None where nothing can be promised."""

    patient: str
    known: int
    last_time: float
    last: float
    expected: Range | None
    off_track: bool | None
    next: Ahead
    end: Ahead
    chances: Chances | None

    def as_json(self) -> dict[str, Any]:
        """The course as plain values, unrounded."""
        return {
            "patient": self.patient,
            "known": self.known,
            "last": {"time": self.last_time, "score": self.last},
            "expected": _range_as_json(self.expected),
            "off_track": self.off_track,
            "next": self.next.as_json(),
            "end": self.end.as_json(),
            "chances": self.chances
            and {
                "reliable_improvement": self.chances.reliable_improvement,
                "reliable_deterioration": self.chances.reliable_deterioration,
                "case": self.chances.case,
            },
        }

    def lines(self, model: ForecastModel) -> list[str]:
        """The course to read."""
        name = model.of.short_title
        counted = "1 score" if self.known == 1 else f"{self.known} scores"
        lines = [f"{self.patient}: {counted}, the last {name} {self.last:g} at {self.last_time:g}"]
        if self.expected is not None:
            lines.append(
                f"  expected before it came   {_words(self.expected)}; {self._beside(self.expected)}"
            )
        lines.append(f"  next, at {self.next.time:<14g}   {_words(self.next.range)}")
        if self.end.time <= self.last_time:
            return [*lines, f"  end, at {self.end.time:<15g}   the course is past it"]
        lines.append(f"  end, at {self.end.time:<15g}   {_words(self.end.range)}")
        return [*lines, *([] if self.chances is None else _chance_lines(self.chances))]

    def _beside(self, expected: Range) -> str:
        if self.off_track:
            return "it was worse: worth a look"
        return "it was in that range" if self.last in expected else "it was better"


def _wanted(courses: Archive, only: str | None) -> list[int]:
    names = [str(one) for one in courses.patients]
    if only is None:
        return list(range(len(names)))
    if only not in names:
        raise BadScores(f"there is no patient {only}")
    return [names.index(only)]


def _step(courses: Archive) -> float:
    """The usual time between two scores of the file; 1 where nobody has two."""
    steps = np.diff(courses.times, axis=1)
    known = steps[~np.isnan(steps)]
    return float(np.median(known)) if len(known) else 1.0


def _course(model: ForecastModel, courses: Archive, at: int, asked: Asked) -> Course:
    known = int(courses.counts[at])
    times, scores = courses.times[at, :known].tolist(), courses.scores[at, :known].tolist()
    before = model.start()
    for time, score in zip(times[:-1], scores[:-1], strict=True):
        before = before.update(time, score)
    state = before.update(times[-1], scores[-1])
    end = model.end if asked.end is None else asked.end
    coming = times[-1] + asked.step
    expected = _or_none(lambda: model.expected(before, times[-1], asked.level)) if before.known else None
    ahead = Ahead(end, None, None, None)
    if end > times[-1]:
        ahead = Ahead.of(model, state, end, lambda: model.ending(state, end, asked.level))
    return Course(
        patient=str(courses.patients[at]),
        known=known,
        last_time=times[-1],
        last=scores[-1],
        expected=expected,
        off_track=None if expected is None else model.off_track(before, times[-1], scores[-1], asked.level),
        next=Ahead.of(model, state, coming, lambda: model.expected(state, coming, asked.level)),
        end=ahead,
        chances=None if ahead.mean is None else model.chances(state, end),
    )


def _or_none(found: Callable[[], Range]) -> Range | None:
    try:
        return found()
    except TooFew:
        return None


def _about(model: ForecastModel) -> list[str]:
    one = model.calibration
    calibrated = f"{one.set_name}, {one.n} courses, {one.made_on}, version {one.version}"
    lines = [f"Model of {model.of.short_title}, calibrated on {calibrated}"]
    if one.simulated:
        lines.append("SIMULATED: no patient stands behind this model. For the demo and for tests only.")
    elif not one.passed:
        lines.append("This model has not passed its report: rely on the labelled rules, not on these ranges.")
    return [*lines, "These are ranges seen in other courses, not verdicts, and they do not say why."]


def _model_as_json(model: ForecastModel) -> dict[str, Any]:
    one = model.calibration
    return {
        "measure": model.measure,
        "measure_version": model.measure_version,
        "set": one.set_name,
        "n": one.n,
        "version": one.version,
        "made_on": one.made_on,
        "unit": model.unit,
        "simulated": one.simulated,
        "passed": one.passed,
    }


def _range_as_json(one: Range | None) -> dict[str, float] | None:
    return one and {"low": one.low, "high": one.high, "level": one.level}


def _words(one: Range | None) -> str:
    if one is None:
        return "too few courses were seen that far to promise a range"
    return f"{one.low:.1f} to {one.high:.1f} ({one.level:.0%} of courses)"


def _chance_lines(chances: Chances) -> list[str]:
    named = (
        ("reliably improved", chances.reliable_improvement),
        ("reliably worse", chances.reliable_deterioration),
        ("still a case", chances.case),
    )
    return [f"    {words:<23} {value:.0%}" for words, value in named if value is not None]
