"""kith worker: does what time alone sets off, such as telling the next person of an alert nobody has seen."""

import os
import signal
import threading

import click

from clinic.command.start import existing_home, set_up_django


@click.command()
@click.option("--once", is_flag=True, help="Do what is due now, and end.")
@click.option("--parent", type=int, hidden=True, help="End when this process is no longer the parent.")
def worker(once: bool, parent: int | None) -> None:
    """Do timed work; several workers share it, and one that is killed is not missed for long."""
    existing_home()
    set_up_django()
    from clinic.jobs.actions import do_what_is_due
    from clinic.jobs.worker import work

    if once:
        for name in do_what_is_due():
            click.echo(f"done: {name}")
        return
    told = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: told.set())
    work(told, still_wanted=lambda: parent in (None, os.getppid()))
