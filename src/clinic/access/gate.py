"""The one gate: turns the ids in a URL into a row this person may act on, and records it."""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from clinic.access.models import Service, User
from clinic.access.roles import MAY, Permission, Standing
from clinic.audit.actions import record

View = Callable[..., HttpResponse]
HOUR = 60 * 60  # seconds
STOP_ASKING = 286  # the status at which htmx puts what it got in place and asks no more


def standings(user: User, row: Any) -> set[Standing]:
    """How a person stands to a row: by its course, and by those roles that see such rows service-wide."""
    here = {Standing(role) for service, role in roles_of(user) if service == row.service_id}
    found = _service_wide(user, row, here)
    course = course_of(row)
    if course is None:
        return found
    if course.therapist_id == user.pk and Standing.THERAPIST in here:
        found.add(Standing.TREATING)
    if course.supervisor_id == user.pk and Standing.SUPERVISOR in here:
        found.add(Standing.SUPERVISING)
    if not roles_of(user) and course.participants.filter(patient__user=user).exists():
        found.add(Standing.PATIENT)
    return found


def _service_wide(user: User, row: Any, here: set[Standing]) -> set[Standing]:
    """The standings by role alone; none of them where the model shows this person other rows only."""
    found = here & set(row.service_standings)
    narrower = row.shown_service_wide(user) if found else None
    if narrower and not type(row)._default_manager.filter(narrower, pk=row.pk).exists():
        return set()
    return found


def permitted(user: User, permission: Permission, row: Any) -> bool:
    """Whether this person may do this to this row."""
    return any(permission in MAY[standing] for standing in standings(user, row))


def course_of(row: Any) -> Any:
    """The course a row hangs from; ``None`` for what belongs to the service alone."""
    if row.to_course is None:
        return None
    for step in filter(None, row.to_course.split("__")):
        row = getattr(row, step)
    return row


def roles_of(user: User) -> list[tuple[Any, str]]:
    """(service, role) of every membership in force, read once a request."""
    if not hasattr(user, "_roles"):
        current = user.memberships.filter(left_on=None)
        user._roles = list(current.values_list("service", "role"))  # type: ignore[attr-defined]
    return user._roles  # type: ignore[attr-defined, no-any-return]


def services_where(user: User, permission: Permission) -> list[Any]:
    """The services in which a role of this person's grants a permission."""
    return [service for service, role in roles_of(user) if permission in MAY[Standing(role)]]


def opens(
    model: Any, permission: Permission, *, watched: bool = False, given: tuple[str, ...] = ()
) -> Callable[[View], View]:
    """Give the view the row that the URL names: 404 when unseen, 403 when seen but not permitted.

    The keyword named as the model is its key; the others must match its fields, ``course`` by the model's
    own path to its course. A page that is ``watched`` asks again by itself whether something changed, and is
    recorded once an hour and sign-in, not each time; it keeps nobody signed in. What is ``given`` names no
    row but something of the program's own, such as an exercise: the view gets it as it stands in the URL.
    """

    def wrap(view: View) -> View:
        @wraps(view)
        def opened(request: HttpRequest, **named: Any) -> HttpResponse:
            words = {name: named.pop(name) for name in given}
            row = _seen(model, request.user, named)
            course = course_of(row)
            course_id = course.pk if course else None
            if not permitted(request.user, permission, row):
                record(by=request.user, did="was refused", on=row, course_id=course_id, wanted=permission)
                raise PermissionDenied
            answer = partial(view, request, row, **words)
            return _show(request, row, answer, watched=watched, course_id=course_id)

        opened.opened_by_gate = permission  # type: ignore[attr-defined]
        opened.watched = watched  # type: ignore[attr-defined]
        return opened

    return wrap


def watched(view: View) -> View:
    """Mark a view about the person alone that a page asks by itself; it keeps nobody signed in."""
    view.watched = True  # type: ignore[attr-defined]
    return view


def _watching(request: HttpRequest) -> bool:
    """Whether this page was looked at within the hour; if not, it is noted that it is now."""
    key = f"watching:{request.user.pk}:{request.session.session_key}:{request.path}"
    return not cache.add(key, 1, HOUR)


def opens_service(permission: Permission) -> Callable[[View], View]:
    """Give the view the service in which this person has the permission; 403 when there is none."""

    def wrap(view: View) -> View:
        @wraps(view)
        def opened(request: HttpRequest, **named: Any) -> HttpResponse:
            services = services_where(request.user, permission)
            if not services:
                record(by=request.user, did="was refused", wanted=permission, page=request.path)
                raise PermissionDenied
            service = Service.objects.get(pk=services[0])
            return _show(request, service, lambda: view(request, service, **named), service_id=service.pk)

        opened.opened_by_gate = permission  # type: ignore[attr-defined]
        return opened

    return wrap


def opens_own(participant: Any, row: Any = None, *, watched: bool = False) -> Callable[[View], View]:
    """Give the view the patient's own participation; the one chosen on /me/ when there are several.

    With a ``row`` (a model with a participant) the view gets the one that the URL names instead: 404 when it
    is another participant's, also of the same course, and for whoever is no patient.
    """

    def wrap(view: View) -> View:
        @wraps(view)
        def opened(request: HttpRequest, **named: Any) -> HttpResponse:
            mine = list(participant.objects.own(request.user))
            if not mine and row is None:
                record(by=request.user, did="was refused", wanted=Permission.PORTAL_USE, page=request.path)
                raise PermissionDenied
            chosen = request.session.get("course")
            own = next((p for p in mine if str(p.course_id) == chosen), next(iter(mine), None))
            given = own if row is None else _of(own, row, request.user, named)
            return _show(request, given, partial(view, request, given, **named), watched=watched)

        opened.opened_by_gate = Permission.PORTAL_USE  # type: ignore[attr-defined]
        opened.watched = watched  # type: ignore[attr-defined]
        return opened

    return wrap


def _of(participant: Any, model: Any, user: User, named: dict[str, Any]) -> Any:
    """A row of this participant by the key in the URL."""
    key = named.pop(model._meta.model_name)
    found = model.objects.filter(participant=participant, pk=key).first() if participant else None
    if found is None:
        record(by=user, did="looked for what is not theirs", kind=model._meta.model_name)
        raise Http404
    found.participant = participant
    return found


def _show(
    request: HttpRequest, row: Any, answer: Callable[[], HttpResponse], *, watched: bool = False, **where: Any
) -> HttpResponse:
    """Answer, and record that the row was opened: by a look, or by a form that came back with its page."""
    did = "watched" if watched else "opened"
    opened = partial(record, by=request.user, did=did, on=row, page=request.path, **where)
    if request.method != "POST":
        if not (watched and _watching(request)):
            opened()
        return answer()
    response = answer()
    leads_on = 300 <= response.status_code < 400
    if not leads_on and response.headers.get("Content-Type", "").startswith("text/html"):
        opened()
    return response


def _seen(model: Any, user: User, named: dict[str, Any]) -> Any:
    lookup = {_lookup(model, name): value for name, value in named.items()}
    found = model.objects.select_related(*filter(None, [model.to_course])).filter(**lookup).first()
    if found is None or not standings(user, found):
        record(by=user, did="looked for what is not theirs", kind=model._meta.model_name)
        raise Http404
    return found


def _lookup(model: Any, name: str) -> str:
    if name == model._meta.model_name:
        return "pk"
    return model.to_course if name == "course" else name
