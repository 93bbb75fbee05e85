"""kith circle: what an inventory file says, in figures and sentences; with --after, what changed."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from clinic.command.refusal import BadInput, PlainCommand
from ipt.relationships.comparison import Comparison, compare
from ipt.relationships.inventory import BadInventory, Inventory, load
from ipt.relationships.network import Measures, measure

NOT_KNOWN = "not known"


@click.command(cls=PlainCommand)
@click.argument("inventory", metavar="FILE.json", type=click.Path(path_type=Path))
@click.option("--after", metavar="FILE.json", type=click.Path(path_type=Path), help="A later inventory.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object, numbers unrounded.")
def circle(inventory: Path, after: Path | None, as_json: bool) -> None:
    """Measure a circle; with --after, compare it with a later one and measure that.

    FILE.json lists the people, and who of them know each other by their ids:

    \b
      {"people": [
        {"id": "sam", "name": "Sam", "category": "partner", "ring": 1, "contact": "daily",
         "can_confide": true, "support_received": ["emotional"], "conflict": "open"},
        {"id": "jo", "name": "Jo", "category": "friend", "ring": 3, "ideal_ring": 2}],
       "ties": [["sam", "jo"]]}

    id, name, category and ring (1 closest to 4) are needed; docs/circle.md tells what else a person may have.
    """
    first = _read(inventory)
    last = _read(after) if after else first
    change = compare(first, last) if after else None
    figures = measure(last)
    if as_json:
        click.echo(json.dumps(_object(figures, change), ensure_ascii=False))
        return
    click.echo("\n".join(_sentences(figures, last) + (_changes(change, first, last) if change else [])))


def _read(path: Path) -> Inventory:
    try:
        return load(path)
    except BadInventory as problem:
        raise BadInput(str(problem)) from problem


def _object(figures: Measures, change: Comparison | None) -> dict[str, Any]:
    told = asdict(figures)
    told["flags"] = {flag.code: {"about": flag.about, "prompt": flag.prompt} for flag in figures.flags}
    if change:
        told |= {key: getattr(change, key) for key in ("kept", "lost", "new", "jaccard")}
        told["moved"] = [{"id": move.id, "before": move.before, "after": move.after} for move in change.moved]
        told["change"] = {key: getattr(change, key) for key in ("confidants", "strain", "support")}
    return told


def _sentences(figures: Measures, inventory: Inventory) -> list[str]:
    names = {person.id: person.name for person in inventory.people}
    rings = ", ".join(f"{count} in ring {ring}" for ring, count in figures.by_ring.items())
    support = ", ".join(f"{kind} {_count(count)}" for kind, count in figures.support.items())
    return [
        f"People                {figures.size} ({rings})",
        f"Close (rings 1 and 2) {figures.inner}",
        f"Mean closeness        {_with(_figure(figures.mean_closeness), 'of 4')}",
        f"To confide in         {_count(figures.confidants)}{_asked(figures, 'can_confide')}",
        f"Help comes from       {support}{_asked(figures, 'support_received')}",
        f"Help both ways        {_share(figures.reciprocity)}",
        f"Carried by one        {_with(_share(figures.dependence), 'of all help')}",
        f"In conflict           {_share(figures.strain)}{_asked(figures, 'conflict')}",
        f"In touch a week       {_times(figures.weekly_contact)}{_asked(figures, 'contact')}",
        f"Wished nearer         {_with(_figure(figures.closeness_gap), 'rings')}",
        f"Know each other       {_with(_share(figures.density), 'of pairs')}",
        f"Effective size        {_figure(figures.effective_size)}",
        *(f"To ask: {flag.prompt}{_about(flag.about, names)}" for flag in figures.flags),
    ]


def _with(figure: str, unit: str) -> str:
    """A figure with its unit; what is not known has none."""
    return figure if figure == NOT_KNOWN else f"{figure} {unit}"


def _changes(change: Comparison, first: Inventory, last: Inventory) -> list[str]:
    names = {person.id: person.name for person in (*first.people, *last.people)}
    lists = {"Stayed": change.kept, "No longer there": change.lost, "New": change.new}
    return [
        *(
            f"{title + ':':<22}{', '.join(names[one] for one in ids) or 'nobody'}"
            for title, ids in lists.items()
        ),
        *(f"{names[move.id]} moved from ring {move.before} to ring {move.after}." for move in change.moved),
        f"Overlap (Jaccard)     {_figure(change.jaccard)}",
    ]


def _about(about: tuple[str, ...], names: dict[str, str]) -> str:
    return f" ({', '.join(names.get(one, one.replace('_', ' ')) for one in about)})" if about else ""


def _count(value: int | None) -> str:
    return "not asked" if value is None else str(value)


def _asked(figures: Measures, question: str) -> str:
    """Say about how many it was asked, where that was not everybody."""
    if figures.asked_of_all(question):
        return ""
    return f" (asked about {figures.asked[question]} of {figures.size})"


def _figure(value: float | None) -> str:
    return NOT_KNOWN if value is None else f"{value:.2f}"


def _times(value: float | None) -> str:
    return "not asked" if value is None else f"{value:.2f} times"


def _share(value: float | None) -> str:
    return NOT_KNOWN if value is None else f"{value:.0%}"
