"""kith import: brings scores from a spreadsheet into courses."""

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.progress import Progress
from rich.table import Table as Grid

from clinic.command.refusal import BadInput, PlainCommand
from clinic.command.score import add_pack
from clinic.command.scores_file import completed, read, takes_columns, told
from clinic.command.start import existing_home, set_up_django
from clinic.exchange.mapping import UNITS, Columns, unit_of
from clinic.exchange.reading import Refused, Table
from ipt.measures import library
from ipt.therapy import manuals

if TYPE_CHECKING:
    from clinic.access.models import Service, User
    from clinic.exchange.planning import Plan

A_FEW = 5  # rows shown before it is asked whether they are right


@click.group("import")
def import_() -> None:
    """Bring data in."""


@import_.command("csv", cls=PlainCommand)
@click.argument("file", type=click.Path(path_type=Path))
@takes_columns
@click.option("--name", default="", help="What to call the data; the file's name if not given.")
@click.option("--unit", type=click.Choice(UNITS), help="What the session column counts.")
@click.option(
    "--began-on",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day the courses began. If not given, the last score of the file is today's.",
)
@click.option("--manual", default="dep16", show_default=True, help="The manual of the courses.")
@click.option("--therapist", "email", default="", help="Whose courses they are, by e-mail; else the first's.")
@click.option("--service", "service_name", default="", help="The service, where there are several.")
@click.option("--ended/--open", default=True, help="Whether the courses have ended (the default).")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@click.option("--yes", is_flag=True, help="Do not ask whether the columns were guessed right.")
@click.option("--pack", type=click.Path(path_type=Path), envvar="KITH_PACKS", help="Measures of your own.")
def import_csv(file: Path, name: str, pack: Path | None, dry_run: bool, yes: bool, **asked: Any) -> None:
    """Bring session-by-session scores into courses: kith import csv scores.csv.

    Columns that are not told are guessed and shown first. If any row is wrong, nothing is imported. Importing
    a file again adds only what is new in it.
    """
    add_pack(pack)
    columns = _columns_told(asked)
    existing_home()
    set_up_django()
    mapped = completed(file, columns)
    table = _read(file, mapped)
    plan = _plan(table, name or file.stem.replace(" ", "-"), asked)
    _show(file, table, plan)
    if dry_run:
        click.echo("Nothing was imported: this was a dry run.")
    elif _nothing_new(plan):
        click.echo("Nothing is new in this file; nothing was imported.")
    elif _agreed(columns, yes=yes):
        _carry_out(plan)
        click.echo("Imported.")
    else:
        click.echo("Nothing was imported.")


def _columns_told(asked: dict[str, Any]) -> Columns:
    names = ("course", "session", "score", "measure", "wide", "leave_out")
    return told(**{name: asked[name] for name in names})


def _read(file: Path, mapped: Columns) -> Table:
    with _progress() as progress:
        bar = progress.add_task(f"Reading {file.name}", total=file.stat().st_size)
        return read(file, mapped, lambda characters: progress.update(bar, completed=characters))


def _progress() -> Progress:
    """A bar on a terminal, nothing in a pipe; it goes when it is done."""
    console = Console(stderr=True)
    return Progress(console=console, transient=True, disable=not console.is_terminal)


def _plan(table: Table, dataset: str, asked: dict[str, Any]) -> "Plan":
    from django.utils import timezone

    from clinic.exchange.planning import Way, plan

    service = _service(asked["service_name"])
    began_on: datetime | None = asked["began_on"]
    if asked["manual"] not in manuals.ids():
        raise BadInput(f"--manual: there is {', '.join(manuals.ids())}, not {asked['manual']!r}")
    way = Way(
        dataset=dataset,
        service=service,
        therapist=_therapist(service, asked["email"]),
        manual=asked["manual"],
        unit=asked["unit"] or unit_of(table.columns),
        began_on=began_on.date() if began_on else None,
        ended=asked["ended"],
    )
    try:
        return plan(table, way, timezone.now())
    except Refused as error:
        raise BadInput(str(error)) from error


def _service(name: str) -> "Service":
    from clinic.access.models import Service

    found = list(Service.objects.filter(**{"name": name} if name else {}).order_by("created_at"))
    if len(found) == 1:
        return found[0]
    names = ", ".join(Service.objects.values_list("name", flat=True))
    raise BadInput(f"say with --service which of: {names}" if names else "there is no service yet: kith init")


def _therapist(service: "Service", email: str) -> "User":
    from clinic.access.models import Membership
    from clinic.access.roles import Role

    of_service = Membership.objects.filter(service=service, role=Role.THERAPIST, left_on=None)
    named = of_service.filter(user__email__iexact=email) if email else of_service
    found = named.select_related("user").order_by("created_at").first()
    if found is None:
        nobody = f"{email} is no therapist of {service}" if email else f"{service} has no therapist yet"
        raise BadInput(f"{nobody}; an administrator gives people their roles under Settings")
    return found.user


def _show(file: Path, table: Table, plan: "Plan") -> None:
    """The columns as they are understood, the first rows, and what would be done."""
    columns, way = table.columns, plan.way
    when = columns.wide or columns.session
    what = library.load(columns.measure).short_title if columns.measure else "named in column measure"
    click.echo(f"{file.name}: {columns.course} is the course, {when} counts {way.unit}s; measure {what}.")
    _show_rows(table, plan)
    known = len(plan.courses) - plan.new_courses
    click.echo(f"Courses: {plan.new_courses} new, {known} known.")
    scores = f"{plan.new_scores} new, {plan.known_scores} known, {plan.missing} missing in the file"
    click.echo(f"Scores: {scores}. Rows left out as asked: {table.left_out}.")
    if plan.moved:
        click.echo(f"Dated today, because they would lie ahead: {plan.moved}.")
    if any(library.load(measure).safety for measure in plan.measures):
        click.echo("Only totals come in: what was answered to questions about safety stays unknown.")


def _show_rows(table: Table, plan: "Plan") -> None:
    grid = Grid("Patient", plan.way.unit.capitalize(), "Measure", "Score")
    for row in table.rows[:A_FEW]:
        score = "missing" if row.score != row.score else f"{row.score:g}"
        grid.add_row(plan.way.external_id(row.course), f"{row.session:g}", row.measure, score)
    Console().print(grid)
    first = next((course for course in plan.courses if course.participant is None), None)
    if first:
        state = "have ended" if plan.way.ended else "are open"
        click.echo(f"New courses began on {first.began_on}, {state}, and belong to {plan.way.therapist}.")


def _nothing_new(plan: "Plan") -> bool:
    return not plan.new_courses and not plan.new_scores


def _agreed(columns: Columns, *, yes: bool) -> bool:
    """What was guessed is confirmed by a person."""
    if yes or columns.told:
        return True
    if not _at_a_keyboard():
        raise BadInput("the columns are a guess: say --yes, or name them (--course, --session, --score)")
    return click.confirm("Is this right?", err=True)


def _at_a_keyboard() -> bool:
    return sys.stdin.isatty()


def _carry_out(plan: "Plan") -> None:
    from clinic.exchange.actions import carry_out

    with _progress() as progress:
        bar = progress.add_task("Importing", total=len(plan.courses))
        carry_out(plan=plan, by=None, seen=lambda: progress.advance(bar))
