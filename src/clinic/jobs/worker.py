"""The worker: looks every few seconds for what is due, until it is told to stop."""

import logging
from collections.abc import Callable
from threading import Event

from django.db import DatabaseError, close_old_connections, connections

from clinic.jobs.actions import do_what_is_due

PAUSE = 5.0  # seconds between two looks
log = logging.getLogger(__name__)


def work(told: Event, still_wanted: Callable[[], bool] = lambda: True, pause: float = PAUSE) -> None:
    """Do what is due until told to stop or no longer wanted; a database that is away is waited for."""
    while not told.is_set() and still_wanted():
        close_old_connections()
        try:
            do_what_is_due()
        except DatabaseError:
            log.exception("The database does not answer; the worker tries again.")
            connections.close_all()
        told.wait(pause)
