"""What every template may know: whether this is the demo, and what the person may open."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from clinic.access.gate import roles_of
from clinic.access.idle import idle_seconds
from clinic.access.roles import MAY, Standing


def standing(request: HttpRequest) -> dict[str, Any]:
    """``kith_demo``, ``quick_exit``, ``idle_seconds``, and ``may``: the permissions that roles grant."""
    user = request.user
    roles = roles_of(user) if user.is_authenticated else []
    may = {permission.name.lower() for _, role in roles for permission in MAY[Standing(role)]}
    page = {"quick_exit": settings.KITH_QUICK_EXIT, "idle_seconds": idle_seconds()}
    return {"kith_demo": settings.KITH_DEMO, "may": may, **page}
