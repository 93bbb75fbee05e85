"""kith outcomes couples: the actor-partner interdependence model of a file of couples."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from clinic.command.refusal import BadInput, PlainCommand, in_file
from ipt.outcomes import columns
from ipt.outcomes.couples import SMALL, Couples, CouplesFit, Effect, Effects, distinguishability, fit, pair

Test = tuple[float, int, float]  # chi-squared, degrees of freedom, p


@click.command(cls=PlainCommand)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--couple", required=True, metavar="COLUMN", help="The column that names the couple.")
@click.option("--role", required=True, metavar="COLUMN", help="Who of the two a row is about.")
@click.option("--outcome", required=True, metavar="COLUMN", help="The person's outcome.")
@click.option("--own", required=True, metavar="COLUMN", help="The person's own predictor.")
@click.option("--partner", required=True, metavar="COLUMN", help="The partner's predictor.")
@click.option("--indistinguishable", is_flag=True, help="Do not tell the roles apart.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object, numbers unrounded.")
def couples(
    file: Path,
    couple: str,
    role: str,
    outcome: str,
    own: str,
    partner: str,
    indistinguishable: bool,
    as_json: bool,
) -> None:
    """Fit the actor-partner model: what one's own side, and the partner's, goes with.

    FILE is CSV or Parquet with two rows a couple, one for each partner. Couples of whom anything is missing
    are left out and counted.
    """
    try:
        table = columns.take(file, [couple, role, outcome, own, partner], whose=(couple, role))
        numbers = [columns.numbers(table[name], name) for name in (outcome, own, partner)]
        names = [columns.named(table[name], name) for name in (couple, role)]
        found = pair(*names, *numbers, told_apart=not indistinguishable)
        fitted, test = fit(found, distinguishable=not indistinguishable), _test(found)
    except ValueError as problem:
        raise BadInput(in_file(file, str(problem))) from problem
    if as_json:
        click.echo(json.dumps(as_object(fitted, test)))
        return
    click.echo("\n".join(lines(fitted, test, outcome)))


def as_object(fitted: CouplesFit, test: Test | None) -> dict[str, Any]:
    """The fit as plain values."""
    chi2, df, p = test or (None, None, None)
    return {
        "n_couples": fitted.n_couples,
        "n_left_out": fitted.n_left_out,
        "distinguishable": fitted.distinguishable,
        "effects": {role: asdict(effects) for role, effects in fitted.effects.items()},
        "residual_sd": dict(fitted.residual_sd),
        "residual_corr": fitted.residual_corr,
        "loglik": fitted.loglik,
        "aic": fitted.aic,
        "bic": fitted.bic,
        "distinguishability": {"chi2": chi2, "df": df, "p": p},
    }


def lines(fitted: CouplesFit, test: Test | None, outcome: str) -> list[str]:
    """The fit to read."""
    left = f"; {fitted.n_left_out} with something missing left out" if fitted.n_left_out else ""
    said = [f"{fitted.n_couples} couples{left}", "", f"{'':<22}{'estimate':>10}{'error':>10}   95 % interval"]
    for role, effects in fitted.effects.items():
        said += [f"{role}", *_rows(effects, outcome), f"  {_about_k(effects)}"]
        said.append(f"  left over (SD)      {fitted.residual_sd[role]:>10.4g}")
    said += ["", f"What is left over goes together in a couple: r {fitted.residual_corr:z.2f}"]
    if test:
        chi2, df, p = test
        said.append(f"Do the roles matter? chi-squared {chi2:.2f} with {df} degrees of freedom, p {p:.3f}")
    said.append(f"log likelihood {fitted.loglik:z.3f}, AIC {fitted.aic:z.1f}, BIC {fitted.bic:z.1f}")
    if fitted.n_couples < SMALL:
        said.append(f"Fewer than {SMALL} couples: the intervals are too narrow.")
    return [*said, "What goes together need not be cause and effect."]


def _test(found: Couples) -> Test | None:
    """Whether roles matter; where not every couple has one of each there is nothing to ask."""
    return distinguishability(found) if found.roles else None


def _rows(effects: Effects, outcome: str) -> list[str]:
    named = ((outcome, effects.intercept), ("own (actor)", effects.actor), ("partner's", effects.partner))
    return [f"  {name[:19]:<20}{_figures(one)}" for name, one in named]


def _figures(one: Effect) -> str:
    low, high = one.interval
    return f"{one.estimate:>10.4g}{one.se:>10.3g}   {low:.3g} to {high:.3g}"


def _about_k(effects: Effects) -> str:
    if effects.k is None or effects.k_interval is None:
        return "k: none, the actor effect cannot be told from zero"
    low, high = effects.k_interval
    return f"k (partner / actor)   {effects.k:z.2f}, {low:z.2f} to {high:z.2f}"
