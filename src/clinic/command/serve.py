"""kith serve: the web server and the worker of a real installation, begun again when they end."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import click

from clinic.command.start import existing_home, migrate, open_home, set_up_django

Child = subprocess.Popen[bytes]
PATIENCE = 15  # seconds a child is given to finish what it is doing
PAUSE = 2  # seconds before a child that ended is started again


@click.command()
@click.option("--host", help="Address to listen on [default: 0.0.0.0, behind a proxy 127.0.0.1].")
@click.option("--port", type=click.IntRange(1, 65535), help="[default: 8443, behind a proxy 8000]")
@click.option("--certificate", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--key", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="PKCS#8, as PEM.")
@click.option("--no-worker", is_flag=True, help="Serve pages only; another machine does the work.")
@click.option("--processes", default=2, show_default=True, type=click.IntRange(1), help="Web processes.")
def serve(
    host: str | None,
    port: int | None,
    certificate: Path | None,
    key: Path | None,
    no_worker: bool,
    processes: int,
) -> None:
    """Run a real installation: KITH_ORIGIN, and a certificate or a proxy."""
    encryption = how_encrypted(certificate, key)
    existing_home()
    open_home("real")
    set_up_django()
    migrate()
    address = ["--host", host or ("0.0.0.0" if certificate else "127.0.0.1")]  # noqa: S104 - a public server
    address += ["--port", str(port or (8443 if certificate else 8000))]
    web = [sys.executable, "-m", "granian", "--interface", "wsgi", "--log-level", "warning"]
    web += ["--workers", str(processes), "--blocking-threads", "1", "--workers-kill-timeout", "10"]
    click.echo(f"Kith serves {os.environ['KITH_ORIGIN']} on {address[1]}:{address[3]}; SIGTERM stops it.")
    web += [*address, *encryption, "clinic.command.web:application"]
    sys.exit(watch([web] if no_worker else [web, worker_command()]))


def worker_command() -> list[str]:
    """A worker that ends with this process, whatever ends it."""
    return [sys.executable, "-m", "clinic.command", "worker", "--parent", str(os.getpid())]


def how_encrypted(certificate: Path | None, key: Path | None) -> list[str]:
    """Refuse to serve in the clear; otherwise the web server's options for it."""
    if not os.environ.get("KITH_ORIGIN", "").startswith("https://"):
        raise click.UsageError("Set KITH_ORIGIN to the address people use, such as https://kith.example.org")
    proxy = os.environ.get("KITH_PROXY") == "1"
    if proxy == bool(certificate or key) or bool(certificate) != bool(key):
        raise click.UsageError(
            "Give either --certificate and --key, or KITH_PROXY=1 behind a proxy that encrypts."
        )
    return ["--ssl-certificate", str(certificate), "--ssl-keyfile", str(key)] if certificate else []


def watch(commands: list[list[str]]) -> int:
    """Run the commands, start again whichever ends, and stop them all when told to."""
    told = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: told.set())
    children = [begin(command) for command in commands]
    while not told.wait(0.2):
        for place, child in enumerate(children):
            if child.poll() is not None:
                click.echo(f"kith: a process ended with {child.returncode}; starting it again.", err=True)
                if not told.wait(PAUSE):
                    children[place] = begin(commands[place])
    finish(children)
    return 0


def begin(command: list[str]) -> Child:
    """Start a child as the head of a group of its own, so that what it starts can be ended with it."""
    return subprocess.Popen(command, start_new_session=True)


def finish(children: list[Child]) -> None:
    """Ask the children to stop; after a while, make them."""
    for child in children:
        child.terminate()
    for child in children:
        try:
            child.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()
