"""Signing in by link or code, what was held, the demo's doors, and the service's settings."""

from allauth.account.views import logout as allauth_logout
from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseForbidden, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from clinic.access import actions
from clinic.access.entering import enter
from clinic.access.forms import CodeForm, MemberForm, PasswordForm, ServiceForm
from clinic.access.gate import opens, opens_service, roles_of, watched
from clinic.access.held import held, hold, release
from clinic.access.idle import seconds_left
from clinic.access.models import Membership, Service, SignInLink, User
from clinic.access.roles import Permission, Role

HOME_OF = {
    Role.THERAPIST: "/caseload/",
    Role.SUPERVISOR: "/caseload/",
    Role.LEAD: "/reports/",
    Role.RECEPTION: "/appointments/",
    Role.ADMINISTRATOR: "/settings/",
}


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Where somebody's day begins."""
    roles = {role for _service, role in roles_of(request.user)}
    return redirect(next((path for role, path in HOME_OF.items() if role in roles), "/me/"))


@login_not_required
@never_cache
def link(request: HttpRequest, token: str) -> HttpResponse:
    """A patient's link: looking shows a button, since previewers open links too; pressing spends it."""
    if request.method != "POST":
        return _without_referrer(render(request, "access/link.html"))
    if not ratelimit.consume(request, action="link"):
        return render(request, "access/link_spent.html", {"too_many": True}, status=429)
    return _without_referrer(_enter(request, actions.spend_link(token=token)))


@login_not_required
@never_cache
def enter_code(request: HttpRequest) -> HttpResponse:
    """The short code shown in the room."""
    form = CodeForm(request.POST or None)
    if not form.is_valid():
        return render(request, "access/code.html", {"form": form}, status=422 if form.is_bound else 200)
    if not ratelimit.consume(request, action="link"):
        return render(request, "access/link_spent.html", {"too_many": True}, status=429)
    found = actions.spend_link(code=form.cleaned_data["code"])
    if found is None:
        form.add_error("code", _("This code does not open. It may have run out; ask for a new one."))
        return render(request, "access/code.html", {"form": form}, status=422)
    return _enter(request, found)


def _enter(request: HttpRequest, link: SignInLink | None) -> HttpResponse:
    if link is None:
        return render(request, "access/link_spent.html", status=410)
    if roles_of(link.user) and link.user.has_usable_password():
        raise PermissionDenied  # a link never stands in for the password and second factor of staff
    enter(request, link.user)
    return redirect("access:held" if "held" in request.session else link.leads_to)


def _without_referrer(response: HttpResponse) -> HttpResponse:
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_GET
def show_held(request: HttpRequest) -> HttpResponse:
    """What was typed when the sign-in ran out, ready to be sent again."""
    kept = held(request)
    if kept is None:
        return redirect("access:home")
    shown = [field for field in kept["fields"] if field[1].strip()]
    return render(request, "access/held.html", {"kept": kept, "shown": shown})


@require_POST
def drop_held(request: HttpRequest) -> HttpResponse:
    """The person does not want it any more."""
    release(request)
    return redirect("access:home")


@require_GET
@watched
def left(request: HttpRequest) -> HttpResponse:
    """How many seconds this person stays signed in; asking does not make it longer."""
    return JsonResponse({"left": seconds_left(request)})


@require_POST
def stay(request: HttpRequest) -> HttpResponse:
    """The person is still there; as after any touch, the time begins anew."""
    return JsonResponse({"left": seconds_left(request)})


def form_out_of_date(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token is old, as after signing in again in another tab: its text is held, not lost.

    Only what this site's own pages sent is held; what came from elsewhere is refused as it must be. A script
    keeps what it sends by itself: it is told, so that it fetches the new token and sends again.
    """
    if request.headers.get("Sec-Fetch-Site") != "same-origin":
        return render(request, "403_csrf.html", status=403)
    if request.user.is_authenticated and _sent_by_script(request):
        return HttpResponseForbidden(headers={"Form-Out-Of-Date": "yes"})
    if request.user.is_authenticated:
        request.session["expired_user"] = str(request.user.pk)
        hold(request)
        return redirect("access:held")
    hold(request)
    return redirect_to_login(reverse("access:held"))


def _sent_by_script(request: HttpRequest) -> bool:
    asked = request.headers
    return (
        asked.get("Sec-Fetch-Mode", "navigate") != "navigate"
        or "HX-Request" in asked
        or "application/json" in asked.get("Accept", "")
    )


def choose_password(request: HttpRequest) -> HttpResponse:
    """Where a start link of staff leads."""
    if not roles_of(request.user) or request.user.has_usable_password():
        raise Http404
    form = PasswordForm(request.POST or None, user=request.user)
    if not form.is_valid():
        return render(request, "access/password.html", {"form": form}, status=422 if form.is_bound else 200)
    actions.choose_password(user=request.user, password=form.cleaned_data["password"])
    enter(request, request.user)
    return redirect("mfa_activate_totp")


@login_not_required
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out at once on a press; ask first when the address was only opened."""
    who = str(request.user.pk) if request.user.is_authenticated else None
    response = allauth_logout(request)
    if request.method == "POST":
        if who:
            request.session["expired_user"] = who  # another tab may still send what this person typed
        response["Clear-Site-Data"] = '"cache"'
    return response


@login_not_required
@require_GET
def demo_sign_in(request: HttpRequest, role: str) -> HttpResponse:
    """Walk in as somebody of the demo, without a password; there is no such address elsewhere."""
    if not settings.KITH_DEMO:
        raise Http404
    if role == "patient":
        people = User.objects.filter(patient__isnull=False, patient__participations__course__ended_on=None)
    else:
        people = User.objects.filter(memberships__role=role)
    person = people.order_by("created_at").first()
    if person is None:
        raise Http404
    enter(request, person)
    request.session["second_factor"] = True
    return redirect("access:held" if "held" in request.session else "access:home")


@opens_service(Permission.SETTINGS_EDIT)
def service_settings(request: HttpRequest, service: Service) -> HttpResponse:
    """How the service works, and who works in it."""
    form = ServiceForm(request.POST) if request.method == "POST" else None
    if form is not None and form.is_valid():
        actions.change_service(service=service, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("access:settings")
    return _settings_page(request, service, form=form)


@require_POST
@opens_service(Permission.SETTINGS_EDIT)
def add_member(request: HttpRequest, service: Service) -> HttpResponse:
    """Give somebody a role; for a person who is new, the page shows their start link once."""
    form = MemberForm(request.POST, service=service)
    if not form.is_valid():
        return _settings_page(request, service, member_form=form)
    known = User.objects.filter(email__iexact=form.cleaned_data["email"]).exists()
    person = actions.add_member(service=service, by=request.user, **form.cleaned_data)
    if known:
        messages.success(request, _("%(name)s has the role now.") % {"name": person.name})
        return redirect("access:settings")
    token = actions.make_link(
        service=service, user=person, by=request.user, leads_to=reverse("access:password")
    )
    return _start_link_page(request, person, token)


@require_POST
@opens(Membership, Permission.SETTINGS_EDIT)
def end_membership(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Take a role away; not the administrator's own, or nobody could give it back."""
    if membership.user_id == request.user.pk:
        messages.error(request, _("You cannot end your own role. Ask another administrator."))
    else:
        actions.end_membership(membership=membership, by=request.user)
        messages.success(request, _("The role has ended."))
    return redirect("access:settings")


@require_POST
@opens(Membership, Permission.SETTINGS_EDIT)
def start_again(request: HttpRequest, membership: Membership) -> HttpResponse:
    """For somebody locked out: a fresh start link, shown once."""
    try:
        token = actions.start_again(service=membership.service, user=membership.user, by=request.user)
    except actions.WorksElsewhere:
        messages.error(
            request,
            _("%(name)s also works in another service, so an administrator of one cannot have them start "
              "again. End their role here, and add them under another e-mail address.")
            % {"name": membership.user.name},
        )  # fmt: skip
        return redirect("access:settings")
    return _start_link_page(request, membership.user, token)


def _start_link_page(request: HttpRequest, person: User, token: str) -> HttpResponse:
    address = request.build_absolute_uri(reverse("access:link", args=[token]))
    return render(request, "access/start_link.html", {"person": person, "address": address})


def _settings_page(
    request: HttpRequest,
    service: Service,
    form: ServiceForm | None = None,
    member_form: MemberForm | None = None,
) -> HttpResponse:
    bound = any(f is not None and f.is_bound for f in (form, member_form))
    members = service.memberships.filter(left_on=None).select_related("user").order_by("user__name", "role")
    initial = {name: getattr(service, name) for name in ServiceForm.base_fields}
    initial["working_days"] = service.working_days or [0, 1, 2, 3, 4]
    context = {
        "service": service,
        "form": form or ServiceForm(initial=initial),
        "member_form": member_form or MemberForm(service=service),
        "members": members,
    }
    return render(request, "access/settings.html", context, status=422 if bound else 200)
