"""The private page: what came of asking about fear and violence, person by person, and signed releases."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clinic.access.gate import opens
from clinic.access.roles import Permission
from clinic.courses.models import Course
from clinic.inventory.models import Relationship
from clinic.safety import actions, behind, standing
from clinic.safety.forms import PrivateEnquiryForm, ReleaseForm
from clinic.safety.models import Release

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@require_GET
@opens(Course, Permission.PRIVATE_ENQUIRY)
def people(request: HttpRequest, course: Course) -> HttpResponse:
    """Everybody in the inventory, with what came of asking; behind a plain first page."""
    if not behind.is_open(request, course):
        return _first_page(request, course)
    return render(request, "safety/people.html", {"course": course, **standing.of_everybody(course)})


@require_POST
@opens(Course, Permission.PRIVATE_ENQUIRY)
def open_page(request: HttpRequest, course: Course) -> HttpResponse:
    behind.open_for(request, course)
    return redirect("safety:people", course=course.pk)


@require_POST
@opens(Course, Permission.PRIVATE_ENQUIRY)
def close_page(request: HttpRequest, course: Course) -> HttpResponse:
    behind.close(request)
    return redirect("safety:safety", course=course.pk)


@GET_OR_POST
@opens(Relationship, Permission.PRIVATE_ENQUIRY)
def person(request: HttpRequest, relationship: Relationship) -> HttpResponse:
    """One person: what was kept, and the form that keeps the next."""
    course = relationship.participant.course
    if request.method != "POST" and not behind.is_open(request, course):
        return _first_page(request, course)
    form = PrivateEnquiryForm(request.POST or None, newest=_newest(relationship))
    if form.is_valid():
        try:
            actions.keep_private_enquiry(
                relationship=relationship, by=request.user, seen=form.newest, **form.cleaned_data
            )
        except actions.AnsweredMeanwhile:
            form = PrivateEnquiryForm(request.POST, newest=_newest(relationship))
        else:
            return _kept(request, course, _("Kept on this private page."))
    return _person(request, relationship, form=form)


@require_POST
@opens(Relationship, Permission.PRIVATE_ENQUIRY)
def release(request: HttpRequest, relationship: Relationship) -> HttpResponse:
    form = _signing(relationship, request.POST)
    if form.is_valid():
        signed = {name: form.cleaned_data[name] for name in ("reason", "until")}
        try:
            actions.sign_release(relationship=relationship, by=request.user, seen=form.newest, **signed)
        except actions.AnsweredMeanwhile:
            form = _signing(relationship, request.POST)
        else:
            return _kept(request, relationship.participant.course, _("Signed and in force."))
    return _person(request, relationship, signing=form)


@require_POST
@opens(Release, Permission.PRIVATE_ENQUIRY)
def revoke(request: HttpRequest, release: Release) -> HttpResponse:
    actions.revoke_release(release=release, by=request.user)
    return _kept(request, release.relationship.participant.course, _("The release is revoked."))


def _first_page(request: HttpRequest, course: Course) -> HttpResponse:
    """The plain page before it; what was typed after the time was over waits in it, unseen."""
    typed = [(name, value) for name, values in request.POST.lists() for value in values]
    waiting = [one for one in typed if one[0] not in ("csrfmiddlewaretoken", "open")]
    context = {"course": course, "typed": waiting}
    return render(request, "safety/behind.html", context, status=422 if waiting else 200)


def _person(request: HttpRequest, relationship: Relationship, **forms: Any) -> HttpResponse:
    """One person's page, open or opened with what was typed; its mistakes show nothing kept before either."""
    course = relationship.participant.course
    if "open" in request.POST:
        behind.open_for(request, course)
    if not behind.is_open(request, course):
        return _first_page(request, course)
    context = {
        "course": course,
        "form": PrivateEnquiryForm(newest=_newest(relationship)),
        "signing": _signing(relationship),
        **forms,
        **standing.of_one(relationship),
    }
    wrong = any(form.errors for form in forms.values())
    return render(request, "safety/person.html", context, status=422 if wrong else 200)


def _signing(relationship: Relationship, data: Any = None) -> ReleaseForm:
    return ReleaseForm(data, newest=_newest(relationship), auto_id="release_%s")


def _newest(relationship: Relationship) -> int:
    """The version of the newest answer; 0 for none."""
    return int(relationship.private_enquiries.count())


def _kept(request: HttpRequest, course: Course, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("safety:people", course=course.pk)
