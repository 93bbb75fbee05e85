"""kith outcomes effect: how large the change from first to last score is, with its interval."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any, cast, get_args

import click
import numpy as np

from clinic.command.measured_rows import by_measure, higher_is, refusal, takes_rows
from clinic.command.refusal import BadInput, PlainCommand
from ipt.outcomes.courses import Courses
from ipt.outcomes.effect_size import EffectSize, HigherIs, Kind, bootstrap_interval, pre_post

OVER = {
    "baseline": "standard deviation of the first scores",
    "average": "root of the mean of both variances",
    "change": "standard deviation of the changes",
    "repeated": "standard deviation of the changes, on the scale of the scores",
}


@click.command(cls=PlainCommand)
@takes_rows
@click.option(
    "--kind",
    type=click.Choice(get_args(Kind)),
    default="baseline",
    show_default=True,
    help="What the mean change is divided by.",
)
@click.option("--sd", type=click.FloatRange(0, min_open=True), help="A standard deviation from elsewhere.")
@click.option("--resamples", type=click.IntRange(100), help="An interval by bootstrap as well.")
@click.option("--seed", default=1, show_default=True, type=click.IntRange(0), help="Of the bootstrap.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object, numbers unrounded.")
def effect(
    files: tuple[Path, ...],
    kind: Kind,
    sd: float | None,
    resamples: int | None,
    seed: int,
    as_json: bool,
    **rows: Any,
) -> None:
    """Tell how large the change from first to last score is, in standard deviations.

    Rows are course, session, measure and score, as for "kith outcomes report". Positive is for the better.
    Courses with one score are left out and counted; docs/effects.md says more.
    """
    if sd is not None and (resamples or kind != "baseline"):
        raise BadInput("--sd stands for the first scores' own: without --resamples, and with no other --kind")
    found = {}
    for measure, scores in by_measure(files, **rows):
        pair = Courses.of(scores).first_and_last()[0]
        side = cast(HigherIs, higher_is(measure))
        try:
            size = pre_post(pair.first, pair.last, higher_is=side, kind=kind, sd=sd)
            told: dict[str, Any] = asdict(size)
            if resamples:
                rng = np.random.default_rng(seed)
                told["bootstrap"] = bootstrap_interval(
                    pair.first, pair.last, rng=rng, resamples=resamples, kind=kind, higher_is=side
                )
        except ValueError as problem:
            raise refusal(files, f"{measure.id}: {problem}") from problem
        found[measure.id] = (size, told)
    if as_json:
        click.echo(json.dumps({"measures": {id: told for id, (_, told) in found.items()}}))
        return
    said = [line for id, (size, told) in found.items() for line in [*lines(id, size, sd), *_drawn(told), ""]]
    click.echo("\n".join([*said, "Change from first to last score does not show what caused it."]))


def lines(id: str, size: EffectSize, sd: float | None) -> list[str]:
    """One measure's change to read."""
    left = f"; {size.n_left_out} with one score left out" if size.n_left_out else ""
    over = f"the standard deviation given, {sd:g}" if sd is not None else f"the {OVER[size.kind]}"
    return [
        f"{id}: {size.n} courses{left}; mean {size.mean_first:.2f} at first, {size.mean_last:.2f} at last",
        f"  effect {size.estimate:z.2f}, {size.low:z.2f} to {size.high:z.2f} (95 %), over {over}",
    ]


def _drawn(told: dict[str, Any]) -> list[str]:
    if "bootstrap" not in told:
        return []
    low, high = told["bootstrap"]
    return [f"  by bootstrap {low:z.2f} to {high:z.2f} (95 %), without the correction for small samples"]
