"""/healthz says that the process lives, /readyz that it can do its work; neither asks who is asking."""

from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse

from clinic.home import KEYS, HomeError

Handler = Callable[[HttpRequest], HttpResponse]


def answer_probes(get_response: Handler) -> Handler:
    """Answer both before hosts, sessions and sign-in are looked at."""

    def handle(request: HttpRequest) -> HttpResponse:
        if request.path == "/healthz":
            return JsonResponse({"alive": True})
        if request.path == "/readyz":
            found = {"keys": _keys(), "database": _database()}
            return JsonResponse(found, status=200 if all(value == "ok" for value in found.values()) else 503)
        return get_response(request)

    return handle


def _keys() -> str:
    try:
        for name in KEYS:
            settings.KITH_HOME.key(name)
    except (HomeError, OSError):
        return "missing"
    return "ok"


def _database() -> str:
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return "unreachable"
    return "migrations waiting" if waiting else "ok"
