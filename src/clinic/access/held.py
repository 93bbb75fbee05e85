"""Keeps what somebody typed when their sign-in ran out, until they have signed in again."""

import time
from typing import Any

from django.http import HttpRequest

from clinic.access.gate import roles_of

KEEPS_FOR = 60 * 60
LARGEST = 256 * 1024


def is_kept_by_script(request: HttpRequest) -> bool:
    """Whether the page keeps what it sent and sends it again by itself.

    Its session is left alone: an answer on its way while somebody signs in would take their sign-in back.
    """
    return "Kept-By-Script" in request.headers


def hold(request: HttpRequest) -> None:
    """Keep the posted form in the browser's own (still anonymous) session on the server."""
    if is_kept_by_script(request):
        return
    fields = [[name, value] for name, values in request.POST.lists() for value in values]
    fields = [field for field in fields if field[0] not in ("csrfmiddlewaretoken", "password")]
    if not fields or sum(len(name) + len(value) for name, value in fields) > LARGEST:
        return
    request.session["held"] = {
        "path": request.get_full_path(),
        "fields": fields,
        "at": int(time.time()),
        "user": request.session.get("expired_user"),
    }


def held(request: HttpRequest) -> dict[str, Any] | None:
    """What is held for the person now signed in; dropped when it is old or another person's."""
    kept: dict[str, Any] | None = request.session.get("held")
    if kept is None:
        return None
    old = time.time() - kept["at"] > KEEPS_FOR
    of_staff = kept["path"].startswith(
        ("/courses/", "/supervision/")
    )  # a patient may be the next to sign in on this screen
    if old or kept["user"] not in (None, str(request.user.pk)) or (of_staff and not roles_of(request.user)):
        release(request)
        return None
    return kept


def release(request: HttpRequest) -> None:
    """Forget what was held."""
    request.session.pop("held", None)
    request.session.pop("expired", None)
    request.session.pop("expired_user", None)
