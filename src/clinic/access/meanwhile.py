"""A newer version was written while a form was open: it is not passed over, and both are shown."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

View = Callable[..., HttpResponse]


class WrittenMeanwhile(Exception):
    """A newer version was written after the form was checked."""


def insist_newest(seen: int | None, newest: int) -> None:
    """Refuse to follow a version that is no longer the newest; asked under the lock that writes."""
    if seen not in (None, newest):
        raise WrittenMeanwhile


def shows_both(view: View) -> View:
    """Let a view answer again when its act was overtaken: its form then sees the newer version."""

    @wraps(view)
    def answer(request: HttpRequest, *rows: Any, **more: Any) -> HttpResponse:
        try:
            return view(request, *rows, **more)
        except WrittenMeanwhile:
            return view(request, *rows, **more)

    return answer
