"""The pages anyone may read, the enquiry, and the list where staff answer it."""

from typing import Any

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from clinic.access.gate import opens, opens_service, permitted
from clinic.access.models import Service
from clinic.access.roles import Permission
from clinic.courses.models import Course
from clinic.patients.actions import handle_enquiry, receive_enquiry
from clinic.patients.models import STATES, Enquiry
from clinic.safety import crisis_help, hours
from clinic.welcome import actions
from clinic.welcome.forms import AcceptForm, EnquiryForm, InviteForm, ReferForm, ReflectionForm
from clinic.welcome.reflection import STEPS
from ipt.therapy import evidence
from ipt.therapy.reflection import next_steps

SHOWN_FIRST = ("depression", "eating_disorders", "prolonged_grief", "ptsd")

REFER = "refer_%s"  # two forms on one page ask for a reason: their fields need names of their own


def _service() -> Service | None:
    """The service whose public pages these are: the first that was set up."""
    return Service.objects.order_by("created_at").first()


@login_not_required
@require_GET
def first(request: HttpRequest) -> HttpResponse:
    """What IPT is and what to expect."""
    context = {"evidence": [evidence.load(condition) for condition in SHOWN_FIRST]}
    return render(request, "welcome/first.html", context)


@login_not_required
@require_GET
def research(request: HttpRequest) -> HttpResponse:
    """The studies behind the first page."""
    return render(request, "welcome/research.html", {"evidence": evidence.load_all().notes})


@login_not_required
@require_GET
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept, and who sees it."""
    return render(request, "welcome/privacy.html", {"service": _service()})


@login_not_required
@require_GET
def accessibility(request: HttpRequest) -> HttpResponse:
    """What people who see, hear or move differently can rely on."""
    return render(request, "welcome/accessibility.html", {"service": _service()})


@login_not_required
@never_cache
def is_it_for_me(request: HttpRequest) -> HttpResponse:
    """A private self-reflection: nothing is stored, logged or put into an address."""
    form = ReflectionForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        page = "welcome/is_it_for_me.html"
        return render(request, page, {"form": form}, status=422 if form.is_bound else 200)
    steps = next_steps({question: said for question, said in form.cleaned_data.items() if said})
    return render(request, "welcome/options.html", {"options": [STEPS[step] for step in steps]})


@login_not_required
def enquire(request: HttpRequest) -> HttpResponse:
    """Ask for a first talk."""
    service = _service()
    if service is None:
        return render(request, "welcome/no_service.html", status=404)
    form = EnquiryForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        context = {"form": form, "service": service}
        return render(request, "welcome/enquire.html", context, status=422 if form.is_bound else 200)
    if not ratelimit.consume(request, action="enquire"):
        form.add_error(None, _("Too many messages came from here in a short time. Please ring us instead."))
        return render(request, "welcome/enquire.html", {"form": form, "service": service}, status=429)
    said = {name: value for name, value in form.cleaned_data.items() if name not in ("consent", "website")}
    if not form.cleaned_data["website"]:  # a field people do not see: only a machine fills it in
        receive_enquiry(service=service, **said)
    return redirect("welcome:enquired")


@login_not_required
@require_GET
def enquired(request: HttpRequest) -> HttpResponse:
    """The message has arrived, and what happens next."""
    service, now = _service(), timezone.now()
    context = {"service": service, "open": service is not None and hours.is_open(service, now)}
    context["country"] = crisis_help.countries().get(service.country) if service else None
    return render(request, "welcome/enquired.html", context)


@require_GET
@opens_service(Permission.ENQUIRY_HANDLE)
def enquiries(request: HttpRequest, service: Service) -> HttpResponse:
    """Who asked for a first talk, the longest waiting first."""
    state = request.GET.get("state", "new")
    found = Enquiry.objects.visible_to(request.user).select_related("handled_by")
    waiting = found.filter(state="new").count()
    found = found.filter(state=state) if state in STATES else found
    page = Paginator(found, 25).get_page(request.GET.get("page"))
    states = [*STATES.items(), ("all", _("All"))]
    context = {"page": page, "states": states, "state": state, "waiting": waiting}
    return render(request, "welcome/enquiries.html", context)


@require_GET
@opens(Enquiry, Permission.ENQUIRY_HANDLE)
def enquiry(request: HttpRequest, enquiry: Enquiry) -> HttpResponse:
    """One enquiry and what can be done with it."""
    return _enquiry_page(request, enquiry)


@require_POST
@opens(Enquiry, Permission.ENQUIRY_HANDLE)
def invite(request: HttpRequest, enquiry: Enquiry) -> HttpResponse:
    """Note an invitation to an assessment."""
    if enquiry.state == "accepted":
        return redirect("welcome:enquiry", enquiry=enquiry.pk)
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _enquiry_page(request, enquiry, invite_form=form)
    handle_enquiry(enquiry=enquiry, state="invited", by=request.user, **form.cleaned_data)
    return redirect("welcome:enquiry", enquiry=enquiry.pk)


@require_POST
@opens(Enquiry, Permission.ENQUIRY_HANDLE)
def refer(request: HttpRequest, enquiry: Enquiry) -> HttpResponse:
    """Note where the person was sent instead."""
    if enquiry.state == "accepted":
        return redirect("welcome:enquiry", enquiry=enquiry.pk)
    form = ReferForm(request.POST, auto_id=REFER)
    if not form.is_valid():
        return _enquiry_page(request, enquiry, refer_form=form)
    handle_enquiry(enquiry=enquiry, state="referred", by=request.user, **form.cleaned_data)
    messages.success(request, _("The referral is noted."))
    return redirect("welcome:enquiries")


@require_POST
@opens(Enquiry, Permission.COURSE_BEGIN)
def accept(request: HttpRequest, enquiry: Enquiry) -> HttpResponse:
    """Make a patient and a course of the enquiry."""
    if enquiry.state == "accepted":
        return redirect("welcome:enquiry", enquiry=enquiry.pk)
    form = AcceptForm(request.POST, service=enquiry.service)
    if not form.is_valid():
        return _enquiry_page(request, enquiry, accept_form=form)
    course = actions.accept(enquiry=enquiry, by=request.user, **form.cleaned_data)
    if course is None:
        return redirect("welcome:enquiry", enquiry=enquiry.pk)
    if course.therapist_id == request.user.pk:
        said = _("The course has begun. The link to the patient's own page comes with the first questions: "
                 "under Measures, ask for one, press Answer now and show the code.")  # fmt: skip
        messages.success(request, said)
        return redirect(f"/courses/{course.pk}/")
    messages.success(
        request, _("The course has begun and is on %(name)s's caseload.") % {"name": course.therapist.name}
    )
    return redirect("welcome:enquiries")


def _enquiry_page(request: HttpRequest, enquiry: Enquiry, **bound: Any) -> HttpResponse:
    """The page with its forms; a form that came back keeps what was typed."""
    today = timezone.localdate()
    first = {"name": enquiry.name, "began_on": today, "manual": "dep16", "therapist": request.user.pk}
    mine = Course.objects.visible_to(request.user)
    context = {
        "enquiry": enquiry,
        "may_begin": enquiry.adult and permitted(request.user, Permission.COURSE_BEGIN, enquiry),
        "course": mine.filter(participants__patient=enquiry.patient_id).first()
        if enquiry.patient_id
        else None,
        "invite_form": InviteForm(),
        "refer_form": ReferForm(auto_id=REFER),
        "accept_form": AcceptForm(service=enquiry.service, initial=first),
        **bound,
    }
    return render(request, "welcome/enquiry.html", context, status=422 if bound else 200)
