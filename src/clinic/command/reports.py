"""kith reports: brings the figures of the reports up to date, or counts them again from the start."""

import time
from typing import Any

import click
from rich.console import Console
from rich.progress import Progress

from clinic.command.how_many import how_many
from clinic.command.refusal import PlainCommand
from clinic.command.start import existing_home, set_up_django

PAUSE = 0.2  # seconds, while the worker is at the same service


@click.group()
def reports() -> None:
    """The figures of the reports."""


@reports.command(cls=PlainCommand)
@click.option("--all", "anew", is_flag=True, help="Forget the figures and count every course from the start.")
def refresh(anew: bool) -> None:
    """Take in what changed, in every service.

    The worker does this by itself every ten seconds. With --all the figures are made again from the record;
    meanwhile the page says how far it is, and what is stopped goes on where it was.
    """
    existing_home()
    set_up_django()
    from clinic.access.models import Service
    from clinic.reports import actions, queries

    courses = 0
    with _progress() as progress:
        for service in Service.objects.order_by("name"):
            if anew:
                actions.count_anew(service=service)
            counted, total = queries.courses_counted(service, queries.standing_of(service))
            task = progress.add_task(service.name, completed=counted, total=total)
            while actions.refresh(service=service) or _others_count(service):
                progress.advance(task, actions.BATCH)
            courses += total
    click.echo(f"Up to date: {how_many(courses, 'course')}.")


def _others_count(service: Any) -> bool:
    """Whether the worker is at a count from the start just now; then it is waited for."""
    from clinic.reports.queries import standing_of

    standing = standing_of(service)
    counting = standing is None or standing.counted_to is not None
    if counting:
        time.sleep(PAUSE)
    return counting


def _progress() -> Progress:
    console = Console(stderr=True)
    return Progress(console=console, transient=True, disable=not console.is_terminal)
