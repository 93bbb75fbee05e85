"""kith demo: the whole program on this machine alone, with fictional people."""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import webbrowser
from pathlib import Path
from typing import IO

import click

import clinic
from clinic.command.serve import worker_command
from clinic.command.start import free_port, migrate, open_home, set_up_django, when_ready
from clinic.home import Home

ROLES = ("patient", "therapist", "supervisor", "lead", "administrator", "reception")
ELSEWHERE = ("DATABASE_URL", "KITH_ORIGIN", "KITH_PROXY")  # settings of a real installation


@click.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--reset", is_flag=True, help="Begin again with fresh data.")
@click.option("--no-browser", is_flag=True, help="Do not open a browser.")
def demo(port: int, reset: bool, no_browser: bool) -> None:
    """Show Kith with fictional people, on this machine alone."""
    for name in ELSEWHERE:
        if os.environ.pop(name, None):
            click.echo(f"kith: the demo does not use {name}.", err=True)
    home = open_home("demo")
    with (home.folder / "mark").open() as running:
        prepare(home, reset, running)
        serve(port, home, no_browser)


def serve(port: int, home: Home, no_browser: bool) -> None:
    """Find a port, say where to look once there is something to see, and serve until Ctrl-C."""
    free = free_port(port)
    if free != port:
        click.echo(f"kith: port {port} is taken; using {free}.", err=True)
    address = f"http://127.0.0.1:{free}"
    when_ready(address, lambda: welcome(address, home, browser=not no_browser))
    with subprocess.Popen(worker_command()) as worker:
        try:
            listen(free)
        finally:
            worker.terminate()


def prepare(home: Home, reset: bool, running: IO[str]) -> None:
    """Make the database and its people, unless this version has already done so."""
    made_by = home.folder / "demo-made-by"
    version = tables_version()
    if not reset and made_by.exists() and made_by.read_text() == version:
        fcntl.flock(running, fcntl.LOCK_SH)
        return
    try:
        fcntl.flock(running, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise click.ClickException(f"Kith is running on {home.folder}. Stop it first.") from None
    click.echo("kith: making the demo's fictional people …", err=True)
    clear(home)
    set_up_django()
    migrate()
    seed()
    made_by.write_text(version)
    fcntl.flock(running, fcntl.LOCK_SH)


def seed() -> None:
    """Fill the empty database, and let go of it."""
    from django.conf import settings
    from django.db import connections

    from clinic.demo import seed as people

    people(today=settings.KITH_DEMO_TODAY)
    connections.close_all()


def tables_version() -> str:
    """A fingerprint of the migrations: until 0.1.0 a change to them means a fresh demo."""
    files = sorted(Path(clinic.__file__).parent.glob("*/migrations/*.py"))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def clear(home: Home) -> None:
    """Remove the demo's data by name; the folder may hold other things, and the keys stay."""
    for name in ("demo-made-by", "kith.db", "kith.db-wal", "kith.db-shm"):
        (home.folder / name).unlink(missing_ok=True)
    shutil.rmtree(home.audit_heads, ignore_errors=True)


def listen(port: int) -> None:
    """Run the web server in this process."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian(
        "clinic.command.web:application",
        port=port,
        interface=Interfaces.WSGI,
        blocking_threads=4,
        log_level=LogLevels.warning,
        workers_kill_timeout=5,
    ).serve()


def welcome(address: str, home: Home, browser: bool) -> None:
    """Say where to look and how to sign in."""
    click.echo(f"\nKith is running at {address}/  (Ctrl-C stops it; its data are in {home.folder})")
    click.echo("This is a demonstration: every person in it is fictional. Sign in as\n")
    for role in ROLES:
        click.echo(f"  {role:<14} {address}/demo-sign-in/{role}/")
    click.echo(f"\nAn enquirer needs no account: {address}/enquire/", nl=True)
    sys.stdout.flush()
    if browser and (sys.platform == "darwin" or {"DISPLAY", "WAYLAND_DISPLAY"} & set(os.environ)):
        webbrowser.open(address + "/")
