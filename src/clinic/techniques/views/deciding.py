"""What speaks against techniques, what the patient agreed to, and what is opened."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clinic.access.gate import opens, permitted
from clinic.access.meanwhile import shows_both
from clinic.access.roles import Permission
from clinic.courses.models import Course
from clinic.inventory.gathering import participant_of
from clinic.techniques import actions, room
from clinic.techniques.forms.deciding import ASKED_ELSEWHERE, ConsentForm, OpeningForm, PrecautionsForm
from clinic.techniques.models import Precautions
from ipt.therapy import exercises
from ipt.therapy.circumstances import title_of

TECHNIQUE_OF = {one.id: one.technique for one in exercises.load_all()}
GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@require_GET
@opens(Course, Permission.COURSE_VIEW)
def techniques(request: HttpRequest, course: Course) -> HttpResponse:
    """What there is, what is open now, and why not."""
    return _shown(request, course)


@GET_OR_POST
@opens(Course, Permission.COURSE_VIEW)
@shows_both
def precautions(request: HttpRequest, course: Course) -> HttpResponse:
    """What speaks against some techniques now; each time it is kept, a version."""
    participant = participant_of(course)
    versions = list(Precautions.objects.filter(participant=participant).select_related("written_by"))
    may_edit = permitted(request.user, Permission.COURSE_EDIT, course)
    posted = request.POST if request.method == "POST" and may_edit else None
    form = PrecautionsForm(posted, newest=versions[0] if versions else None)
    if form.is_valid():
        given = dict(form.cleaned_data)
        actions.keep_precautions(participant=participant, by=request.user, **given)
        messages.success(request, _("Kept."))
        return redirect("techniques:techniques", course=course.pk)
    told = [(one, [title_of(id) for id in one.present if id != ASKED_ELSEWHERE]) for one in versions]
    page = {"course": course, "participant": participant, "form": form, "versions": told}
    refused = request.method == "POST"
    status = 403 if refused and not may_edit else 422 if refused else 200
    return render(request, "techniques/precautions.html", page | {"may_edit": may_edit}, status=status)


@require_POST
@opens(Course, Permission.COURSE_EDIT)
def consent(request: HttpRequest, course: Course) -> HttpResponse:
    form = ConsentForm(request.POST)
    if not form.is_valid():
        _insist_on_a_name(form, "technique")
        return _shown(request, course, consent=form, at=request.POST.get("technique", ""))
    given = form.cleaned_data
    actions.keep_consent(
        participant=participant_of(course),
        technique=given["technique"],
        agreed=given["patient_agrees"],
        said=given["said"],
        by=request.user,
    )
    messages.success(request, _("Kept."))
    back = _back(course, given["technique"])
    return _onward(course, request.POST.get("onward", ""), given["technique"]) or back


@require_POST
@opens(Course, Permission.COURSE_EDIT)
def open_or_close(request: HttpRequest, course: Course) -> HttpResponse:
    """Open a technique or an exercise; what is off asks for a reason, what is refused for nothing."""
    form = OpeningForm(request.POST)
    if not form.is_valid():
        _insist_on_a_name(form, "what")
        return _shown(request, course, opening=form, at=request.POST.get("what", ""))
    given = form.cleaned_data
    try:
        actions.open_or_close(participant=participant_of(course), by=request.user, **given)
    except actions.Refused as refusal:
        messages.error(request, str(refusal))
    except ValueError:
        form.add_error("reason", _("It is off in this course. Say why it may be used all the same."))
        return _shown(request, course, opening=form, at=given["what"])
    else:
        messages.success(request, _("It is open.") if given["opened"] else _("It is closed."))
    return _back(course, given["what"])


def _insist_on_a_name(form: ConsentForm | OpeningForm, name: str) -> None:
    """What no page of ours sends is not found."""
    if form.has_error(name) or form.has_error("opened"):
        raise Http404


def _shown(request: HttpRequest, course: Course, at: str = "", **wrong: Any) -> HttpResponse:
    """The page; a form that came back is shown at its technique, with what was typed."""
    page = room.survey(course, request.user)
    page |= {"consent_form": ConsentForm(), "opening_form": OpeningForm(), "at": at, "wrong": wrong}
    page |= {"came_back": next(iter(wrong.values()), None)}
    page["onward"] = request.POST.get("onward", "")
    page["at_technique"] = TECHNIQUE_OF.get(at, "")
    return render(request, "techniques/techniques.html", page, status=422 if wrong else 200)


def _onward(course: Course, asked: str, technique: str) -> HttpResponse | None:
    """Where it was heard in a session: back to its place there, or on to imagery, which weighs all anew."""
    session = room.open_session(course)
    if session is None:
        return None
    if asked == "imagery":
        onward = redirect("techniques:begin-imagery", course=course.pk)
        onward["Location"] += f"?session={session.number}"
        return onward
    place = f"/courses/{course.pk}/sessions/{session.number}/#begin-{technique}"
    return redirect(place) if asked == "session" else None


def _back(course: Course, what: str) -> HttpResponse:
    onward = redirect("techniques:techniques", course=course.pk)
    onward["Location"] += f"#{TECHNIQUE_OF.get(what, what)}"
    return onward
