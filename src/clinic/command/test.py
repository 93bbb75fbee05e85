"""kith test: every test, on the embedded database and then on PostgreSQL."""

import os
import sys
from contextlib import nullcontext

import click

from clinic.command import checkout, chromium, postgresql

NOTHING_TO_RUN = 5  # what pytest says of it
OWN_WORKERS = ("-n", "--numprocesses", "--pdb", "-p")


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def test(arguments: tuple[str, ...]) -> None:
    """Run every test; arguments go to pytest."""
    if not chromium.ensure():
        click.echo("kith: no Chromium could be installed; the journeys will fail.", err=True)
    given = os.environ.get("DATABASE_URL")
    with nullcontext(given) if given else postgresql.temporary() as server:
        if server is None:
            click.echo("PostgreSQL: no server here and no DATABASE_URL, so the embedded database alone.")
        click.echo("On the embedded database:")
        failed = pytest([*arguments])
        if server and not failed:
            click.echo("On PostgreSQL (what asks the database, but for the journeys):")
            failed = pytest([*arguments, "-m", "database and not journey"], server)
            failed = 0 if failed == NOTHING_TO_RUN else failed
    sys.exit(failed)


def pytest(arguments: list[str], server: str | None = None) -> int:
    """Run pytest on as many cores as there are; its exit code."""
    spread = ["-n", str(os.cpu_count() or 1), "--dist", "loadgroup"]  # journeys of a group stay together
    if any(argument.startswith(OWN_WORKERS) for argument in arguments):
        spread = []
    with checkout.environment() as environment:
        if server:
            environment["DATABASE_URL"] = server
        return checkout.run(["-m", "pytest", *spread, *arguments], environment).returncode
