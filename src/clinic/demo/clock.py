"""The demo's clock: while a story is told, now is the moment it tells of."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils import timezone


@dataclass(frozen=True, slots=True)
class Act:
    """Something that somebody in a story does, and when."""

    at: datetime
    do: Callable[[], object]


def tell(acts: Iterable[Act]) -> None:
    """Let everything happen in the order of time, whoever's story it belongs to."""
    for act in sorted(acts, key=lambda act: act.at):
        with now_is(act.at):
            act.do()


@contextmanager
def now_is(moment: datetime) -> Iterator[None]:
    """Set the clock that every action reads, and set it right again; the demo alone may do this."""
    real, at = timezone.now, moment.astimezone(UTC)
    timezone.now = lambda: at
    try:
        yield
    finally:
        timezone.now = real
