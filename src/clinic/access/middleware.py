"""Everybody signs in, staff with a second factor; what was typed survives an expired sign-in."""

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.access.gate import STOP_ASKING, roles_of
from clinic.access.held import hold, is_kept_by_script
from clinic.access.idle import end_when_idle
from clinic.access.models import Service, User

Next = Callable[[HttpRequest], HttpResponse]
OPEN_WITHOUT_SECOND_FACTOR = ("/sign-in/", "/sign-out/", "/static/")
FOR_STAFF = ("/sign-in/security/", "/sign-in/again/", "/sign-in/password/")


class SignInRequired(LoginRequiredMiddleware):
    """Sends a stranger to the sign-in page; public views carry ``login_not_required``.

    A form that a stranger sends was typed by somebody whose sign-in ran out: it is held for them.
    """

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        end_when_idle(request, active=not getattr(view, "watched", False))
        return super().process_view(request, view, args, kwargs)

    def handle_no_permission(self, request: HttpRequest, view: Any) -> HttpResponse:
        if request.method == "POST":
            if not is_kept_by_script(request):
                hold(request)
                request.session["expired"] = True
            return redirect_to_login(reverse("access:held"))
        if getattr(view, "watched", False) and request.headers.get("HX-Request"):
            return HttpResponse(_("You are signed out. Load this page again to go on."), status=STOP_ASKING)
        return super().handle_no_permission(request, view)


class SecondFactor:
    """Staff cannot go on without a second factor; the demo and patients need none."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if (
            request.path.startswith(FOR_STAFF)
            and request.user.is_authenticated
            and not roles_of(request.user)
        ):
            raise Http404
        if needs_second_factor(request) and not request.path.startswith(OPEN_WITHOUT_SECOND_FACTOR):
            return redirect("mfa_activate_totp")
        return self.get_response(request)


def needs_second_factor(request: HttpRequest) -> bool:
    """Whether this person is staff and has not yet set one up; asked once a sign-in."""
    user = request.user
    if not user.is_authenticated or request.session.get("second_factor") or not roles_of(user):
        return False
    if not is_mfa_enabled(user):
        return True
    request.session["second_factor"] = True
    return False


class LocalTime:
    """Shows every moment in the time zone of the person's service."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.get_response(request)
        if "time_zone" not in request.session:
            request.session["time_zone"] = _zone_of(request.user)
        with timezone.override(ZoneInfo(request.session["time_zone"])):
            return self.get_response(request)


def _zone_of(user: User) -> str:
    services = [service for service, _ in roles_of(user)]
    if patient := getattr(user, "patient", None):
        services.append(patient.service_id)
    zone = Service.objects.filter(pk__in=services).values_list("time_zone", flat=True).first()
    return zone or "UTC"
