"""Acts done at the same moment, each from a connection of its own, as by several people."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection, connections


def need_many_connections() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("the embedded database lets one person write at a time, and in tests lies in memory")


def at_once(*acts: Callable[[], object]) -> list[Exception]:
    """Do them all at once; what went wrong."""
    start, wrong = Barrier(len(acts)), []

    def one(act: Callable[[], object]) -> None:
        try:
            start.wait()
            act()
        except Exception as error:
            wrong.append(error)
        finally:
            connections.close_all()

    threads = [Thread(target=one, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return wrong
