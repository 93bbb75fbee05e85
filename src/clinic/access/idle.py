"""How long somebody stays signed in who does nothing, and what keeps them signed in."""

import time
from datetime import datetime

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest


def end_when_idle(request: HttpRequest, *, active: bool) -> None:
    """Sign a person out who has done nothing for as long as the settings say.

    A request that a page makes by itself is not ``active``: nobody did anything.
    """
    if not request.user.is_authenticated:
        return
    now, seen = int(time.time()), request.session.get("seen", 0)
    if seen and now - seen > idle_seconds():
        who = str(request.user.pk)
        logout(request)
        request.session["expired"] = True
        request.session["expired_user"] = who
    elif active and now - seen > 60:
        request.session["seen"] = now


def idle_seconds() -> int:
    """After how many seconds without a click a person is signed out."""
    return int(settings.KITH_IDLE_MINUTES) * 60


def seconds_left(request: HttpRequest) -> int:
    """How long this person stays signed in if they do nothing more."""
    now = int(time.time())
    return max(0, int(request.session.get("seen", now)) + idle_seconds() - now)


def count_as_at_work(request: HttpRequest, until: datetime) -> None:
    """Take the person as having done something now, but keep them signed in no longer than ``until``.

    What they did themselves counts on: nobody is signed out sooner by this.
    """
    seen = min(int(time.time()), int(until.timestamp()) - idle_seconds())
    request.session["seen"] = max(seen, request.session.get("seen", 0))
