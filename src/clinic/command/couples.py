"""kith outcomes couples: the actor-partner interdependence model of many couples, or one couple's picture."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from clinic.command.couple_picture import of_one
from clinic.command.refusal import BadInput, PlainCommand, in_file
from clinic.command.score import add_pack
from ipt.outcomes import columns
from ipt.outcomes.couples import (
    SMALL,
    Couples,
    CouplesFit,
    Effect,
    Effects,
    OneCouple,
    distinguishability,
    fit,
    pair,
)

Test = tuple[float, int, float]  # chi-squared, degrees of freedom, p


@click.command(cls=PlainCommand)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--couple", required=True, metavar="COLUMN", help="The column that names the couple.")
@click.option("--role", required=True, metavar="COLUMN", help="Who of the two a row is about.")
@click.option("--outcome", required=True, metavar="COLUMN", help="The person's outcome.")
@click.option("--own", default="", metavar="COLUMN", help="Many couples: the person's own predictor.")
@click.option("--partner", default="", metavar="COLUMN", help="Many couples: the partner's predictor.")
@click.option("--indistinguishable", is_flag=True, help="Many couples: do not tell the roles apart.")
@click.option("--time", default="", metavar="COLUMN", help="One couple: when, such as the session.")
@click.option("--measure", default="", help="One couple: what the outcome is a score of.")
@click.option("--only", metavar="COUPLE", help="One couple: which, where the file holds several.")
@click.option("--picture", type=click.Path(path_type=Path), metavar="FILE.svg", help="One couple: draw it.")
@click.option("--pack", type=click.Path(path_type=Path), envvar="KITH_PACKS", help="Measures of your own.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object, numbers unrounded.")
def couples(
    file: Path,
    couple: str,
    role: str,
    outcome: str,
    own: str,
    partner: str,
    indistinguishable: bool,
    time: str,
    measure: str,
    only: str | None,
    picture: Path | None,
    pack: Path | None,
    as_json: bool,
) -> None:
    """Fit the actor-partner model to many couples, or show one couple's scores over time.

    Of many couples: what one's own side, and the partner's, goes with. FILE is CSV or Parquet with two rows a
    couple, one for each partner. Couples of whom anything is missing are left out and counted.

    Of one couple, with --time: how far each partner moved and how often both moved the same way, in words,
    and with --picture drawn. FILE has a row for each partner and occasion.
    """
    if time:
        if own or partner or indistinguishable:
            raise BadInput(
                "--time is for one couple's picture; --own and --partner are for the model of many"
            )
        add_pack(pack)
        names = {"couple": couple, "role": role, "time": time, "score": outcome}
        of_one(file, names, measure=measure, only=only, target=picture, as_json=as_json)
        return
    if measure or only or picture:
        raise BadInput("a picture of one couple needs --time, the column that says when a score was given")
    if not (own and partner):
        raise BadInput(
            "say with --own and --partner which columns go with the outcome; or, of one couple, --time"
        )
    try:
        table = columns.take(file, [couple, role, outcome, own, partner], whose=(couple, role))
        numbers = [columns.numbers(table[name], name) for name in (outcome, own, partner)]
        who = [columns.named(table[name], name) for name in (couple, role)]
        found = pair(*who, *numbers, told_apart=not indistinguishable)
        fitted, test = fit(found, distinguishable=not indistinguishable), _test(found)
    except OneCouple as problem:
        raise BadInput(in_file(file, f"{problem}: say with --time which column says when")) from problem
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
