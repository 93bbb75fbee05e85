"""kith circumplex: the structural summary of many people's octants, with bootstrap intervals."""

import json
import math
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
import numpy as np

from clinic.command.refusal import BadInput, PlainCommand, in_file
from ipt.outcomes import columns
from ipt.outcomes.circumplex import ANGLES, Analysis, Interval, Profile, analyze
from ipt.relationships.circumplex import how_well


@click.command(cls=PlainCommand)
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--octants", required=True, metavar="A,B,C,D,E,F,G,H", help="Columns, dominance first (PA to NO)."
)
@click.option("--angles", default="", metavar="DEGREES", help="Where each stands; 90,135,…,45 if not given.")
@click.option("--by", metavar="COLUMN", help="A profile for each group; with two, their contrast.")
@click.option("--measure", multiple=True, metavar="COLUMN", help="Correlations with it, in place of means.")
@click.option("--resamples", type=click.IntRange(100, 1_000_000), default=2000, show_default=True)
@click.option(
    "--seed", type=click.IntRange(0), default=1, show_default=True, help="Same seed, same intervals."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object, numbers unrounded.")
def circumplex(
    file: Path,
    octants: str,
    angles: str,
    by: str | None,
    measure: tuple[str, ...],
    resamples: int,
    seed: int,
    as_json: bool,
) -> None:
    """Summarise the octants of many people: elevation, amplitude, angle and fit.

    FILE is CSV or Parquet with one row a person. Intervals hold 95 % and come from people drawn again, within
    each group. An angle has no meaning where the amplitude is about zero or the fit is low.
    """
    names = [name.strip() for name in octants.split(",")]
    if len(names) != 8 or len(set(names)) != 8:
        raise BadInput(f"--octants: needs eight different columns, not {len(set(names))}")
    try:
        found = _analyzed(file, names, _degrees(angles), by, measure, resamples, seed)
    except ValueError as problem:
        raise BadInput(in_file(file, str(problem))) from problem
    if as_json:
        click.echo(json.dumps({**as_object(found), "seed": seed}))
        return
    click.echo("\n".join(lines(found)))


def _degrees(text: str) -> tuple[float, ...]:
    if not text:
        return ANGLES
    try:
        return tuple(float(part) for part in text.split(","))
    except ValueError:
        raise BadInput(f"--angles: {text!r} are not numbers") from None


def _analyzed(
    file: Path,
    names: list[str],
    angles: tuple[float, ...],
    by: str | None,
    measure: tuple[str, ...],
    resamples: int,
    seed: int,
) -> Analysis:
    table = columns.take(file, [*names, *measure, *([by] if by else [])], whose=(by or "",))
    return analyze(
        np.column_stack([columns.numbers(table[name], name) for name in names]),
        rng=np.random.default_rng(seed),
        angles=angles,
        groups=columns.named(table[by], by) if by else None,
        measures={name: columns.numbers(table[name], name) for name in measure},
        resamples=resamples,
    )


def as_object(found: Analysis) -> dict[str, Any]:
    """The analysis as plain values; null where there is none."""
    return {
        "n": found.n,
        "n_left_out": found.n_left_out,
        "resamples": found.resamples,
        "level": found.level,
        "profiles": [_as_object(one) for one in found.profiles],
        "contrasts": [_as_object(one) for one in found.contrasts],
    }


def _as_object(one: Profile) -> dict[str, Any]:
    intervals = {
        name: {key: _plain(value) for key, value in asdict(getattr(one, name)).items()}
        for name in ("elevation", "x", "y", "amplitude", "angle")
    }
    return {"name": one.name, "n": one.n, "scores": one.scores.tolist(), **intervals, "fit": _plain(one.fit)}


def _plain(value: float) -> float | None:
    return None if math.isnan(value) else value


def lines(found: Analysis) -> list[str]:
    """The analysis to read."""
    left = f"; {found.n_left_out} with something missing left out" if found.n_left_out else ""
    said = [f"{found.n} people{left}; {100 * found.level:g} % intervals from {found.resamples} resamples", ""]
    for one in found.profiles:
        fit = "no fit to tell" if math.isnan(one.fit) else f"fit {one.fit:.2f} ({how_well(one.fit)})"
        fit += "; the angle says little" if how_well(one.fit) == "low" else ""
        said += [f"{one.name} ({one.n} people), {fit}", *_intervals(one, "angle"), ""]
    for one in found.contrasts:
        said += [f"{one.name}", *_intervals(one, "angle turned by"), ""]
    return said[:-1]


def _intervals(one: Profile, angle: str) -> list[str]:
    rows = (
        ("elevation", one.elevation),
        ("amplitude", one.amplitude),
        (angle, one.angle),
        ("warmth (x)", one.x),
        ("dominance (y)", one.y),
    )
    return [f"  {name:<18}{_said(interval, '°' if interval is one.angle else '')}" for name, interval in rows]


def _said(one: Interval, unit: str) -> str:
    if math.isnan(one.estimate):
        return "none: the profile is flat"
    digits = 1 if unit else 3
    return f"{one.estimate:>z9.{digits}f}{unit}   {one.low:z.{digits}f}{unit} to {one.high:z.{digits}f}{unit}"
