"""kith outcomes train: learns a forecast model from an archive, and reports whether to rely on it."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click
import numpy as np

from clinic.command.how_many import how_many
from clinic.command.refusal import BadInput, PlainCommand, in_file
from clinic.command.score import add_pack, load
from clinic.command.scores_file import pair
from clinic.exchange.mapping import Columns, unit_of
from ipt.outcomes import columns
from ipt.outcomes.forecast import BadModel, Plan, Trained, train, write
from ipt.outcomes.forecast.accuracy import Auc, Share
from ipt.outcomes.forecast.model import UNITS, Unit
from ipt.outcomes.forecast.report import Bin, Covered, Foretold, Report
from ipt.outcomes.growth import BadScores

WIDTH = 40  # characters from 0 to 100 % in the plot
OUTCOMES = {
    "no_reliable_improvement": "no reliable improvement at the end",
    "reliable_deterioration": "reliable deterioration at the end",
    "still_a_case": "still a case at the end, of those who began as one",
}


@click.command("train", cls=PlainCommand)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--patient", required=True, metavar="COLUMN", help="The column that names the patient.")
@click.option("--time", required=True, metavar="COLUMN", help="The session, day, week or month, as a number.")
@click.option("--score", required=True, metavar="COLUMN", help="The column with the score.")
@click.option("--measure", required=True, help="The measure of the scores, such as phq9.")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Where the model is written.")
@click.option("--leave-out", multiple=True, metavar="COLUMN=VALUE", help="Pass over these rows.")
@click.option("--time-scale", type=click.Choice(["linear", "log"]), default="log", show_default=True)
@click.option("--calibration", default=0.25, show_default=True, help="The share of patients to calibrate on.")
@click.option("--holdout", default=0.25, show_default=True, help="The share of patients to report on.")
@click.option("--after", default=4, show_default=True, help="Scores known when the end is foretold.")
@click.option("--specificity", default=0.8, show_default=True, help="Held fixed to tell the sensitivity.")
@click.option("--end", type=float, help="When courses usually end; else the median of their last scores.")
@click.option("--unit", type=click.Choice(UNITS), help="What the time counts; else as its column is named.")
@click.option("--seed", default=1, show_default=True, type=click.IntRange(0), help="Of the split by patient.")
@click.option("--name", default="", help="What the archive is called; the file's name if not given.")
@click.option("--version", default="1", show_default=True, help="Your own word for this model.")
@click.option("--date", "made_on", type=click.DateTime(["%Y-%m-%d"]), help="The day it is made; today.")
@click.option("--pack", type=click.Path(path_type=Path), envvar="KITH_PACKS", help="Measures of your own.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object, numbers unrounded.")
def train_model(
    file: Path,
    patient: str,
    time: str,
    score: str,
    measure: str,
    out: Path,
    leave_out: tuple[str, ...],
    unit: Unit | None,
    seed: int,
    name: str,
    version: str,
    made_on: datetime | None,
    pack: Path | None,
    as_json: bool,
    **plan: Any,
) -> None:
    """Learn from your own archive what scores are expected, and see on courses held back whether it holds.

    FILE is CSV or Parquet with one row a score. Patients are split by chance into three parts: one to fit,
    one to calibrate, one to report on. The model is written either way; it gives a service its signals only
    if every criterion holds. docs/forecast.md says more.
    """
    add_pack(pack)
    known = load(measure)
    if out.exists() and file.exists() and out.samefile(file):
        raise BadInput("--out: is the archive itself, which would be lost")
    try:
        pairs = [pair(text, "--leave-out") for text in leave_out]
        trained = train(
            columns.take(file, (patient, time, score), whose=(patient,), leave_out=pairs),
            known,
            patient=patient,
            time=time,
            score=score,
            set_name=name or file.stem,
            made_on=made_on.date() if made_on else _today(),
            version=version,
            rng=np.random.default_rng(seed),
            plan=Plan(**plan),
            about=f"Learnt from {name or file.stem}.",
            unit=unit or unit_of(Columns(session=time)),
        )
        write(trained.model, out)
    except (BadScores, BadModel, ValueError) as problem:
        raise BadInput(in_file(file, str(problem))) from problem
    except OSError as problem:
        raise BadInput(f"--out: {out}: {problem.strerror}") from problem
    click.echo(json.dumps(_as_json(trained, seed, out)) if as_json else "\n".join(_lines(trained, out)))


def _today() -> date:
    return datetime.now().astimezone().date()


def _as_json(trained: Trained, seed: int, out: Path) -> dict[str, Any]:
    model, calibration = trained.model, trained.model.calibration
    return {
        "model": str(out),
        "measure": model.measure,
        "measure_version": model.measure_version,
        "set": calibration.set_name,
        "version": calibration.version,
        "made_on": calibration.made_on,
        "data": model.data,
        "seed": seed,
        "time_scale": model.trajectory.time_scale,
        "end": model.end,
        "unit": model.unit,
        "passed": calibration.passed,
        "checks": [{"what": one.what, "holds": one.holds, "seen": one.seen} for one in calibration.checks],
        "report": trained.report.as_json(),
    }


def _lines(trained: Trained, out: Path) -> list[str]:
    report, calibration = trained.report, trained.model.calibration
    verdict = (
        "Every criterion holds: the model may give this service its signals."
        if calibration.passed
        else "Not every criterion holds: signals stay with the labelled rules."
    )
    return [
        f"{calibration.set_name}: fitted on {report.fitted} courses, calibrated on {report.calibrated}, "
        f"tried on {report.tested} others"
        + (f"; {how_many(report.left_out, 'row')} without a score left out" if report.left_out else ""),
        "",
        *_coverage(report),
        *(line for one in report.foretold for line in ["", *_foretold(one)]),
        "",
        *(f"{'holds' if one.holds else 'FAILS':<6} {one.what}: {one.seen}" for one in calibration.checks),
        "",
        verdict,
        f"Written to {out}.",
    ]


def _coverage(report: Report) -> list[str]:
    groups = (
        ("next score", "scores known", report.next_by_session),
        ("next score", "first score", report.next_by_third),
        ("end score", "scores known", report.end_by_session),
        ("end score", "first score", report.end_by_third),
    )
    lines = [f"How often the {report.level:.0%} range held (95% interval, n)"]
    return lines + [_covered(what, by, one) for what, by, among in groups for one in among]


def _covered(what: str, by: str, one: Covered) -> str:
    return f"  {what:<11} {by + ' ' + one.group:<20} {percent(one.covered)}"


def _foretold(one: Foretold) -> list[str]:
    lines = [f"{OUTCOMES[one.outcome].capitalize()}, foretold after {one.after} scores, {one.n} courses"]
    lines += [
        f"  happened                         {percent(one.happened)}",
        f"  AUC                              {_area(one.auc)}",
        f"  AUC of the first score alone     {_area(one.first_alone)}",
    ]
    if one.sensitivity and one.specificity:
        lines += [
            f"  sensitivity                      {percent(one.sensitivity)}",
            f"  specificity, with that threshold {percent(one.specificity)}",
        ]
    return [*lines, "  foretold (o) beside happened (interval)", *(_plotted(bin_) for bin_ in one.bins)]


def _plotted(one: Bin) -> str:
    """A line from 0 to 100 %: the interval of what happened, and the chance that was foretold."""
    low, high, at = (_place(value) for value in (one.happened.low, one.happened.high, one.foretold))
    line = ["-" if low <= place <= high else " " for place in range(WIDTH + 1)]
    line[at] = "o"
    return f"  {one.foretold:>5.0%} |{''.join(line)}| {percent(one.happened)}"


def _place(share: float) -> int:
    return round(share * WIDTH)


def percent(one: Share) -> str:
    """A share with its interval and n, to read."""
    return f"{one.share:.1%} ({one.low:.1%} to {one.high:.1%}, n {one.n})" if one.n else "nobody"


def _area(one: Auc | None) -> str:
    if one is None:
        return "not known: too few had it, or had it not"
    return f"{one.auc:.3f} ({one.low:.3f} to {one.high:.3f}, {one.events} of {one.events + one.others})"
