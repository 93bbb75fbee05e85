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
    with _clock() as stands_at:
        for act in sorted(acts, key=lambda act: act.at):
            stands_at(act.at.astimezone(UTC))
            act.do()


@contextmanager
def _clock() -> Iterator[Callable[[datetime], None]]:
    """Set the clock that every action reads, and set it right again; the demo alone may do this."""
    real, moment = timezone.now, [timezone.now()]

    def stands_at(at: datetime) -> None:
        moment[0] = at

    timezone.now = lambda: moment[0]
    try:
        yield stands_at
    finally:
        timezone.now = real
