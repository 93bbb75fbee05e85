"""What is agreed, changed, rested and ended, and how it went."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clinic.access.gate import opens, permitted
from clinic.access.meanwhile import shows_both
from clinic.access.roles import Permission
from clinic.courses.models import Course, Participant
from clinic.inventory.gathering import participant_of, sitting, today_in
from clinic.inventory.reach import within_reach
from clinic.practice import actions, gathering
from clinic.practice.agreement import AgreeForm
from clinic.practice.models import Practice, PracticeTerms
from clinic.safety.lock import Closed

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@require_GET
@opens(Course, Permission.COURSE_VIEW)
def practices(request: HttpRequest, course: Course) -> HttpResponse:
    participant = participant_of(course)
    agreed = gathering.practices_of(participant, request.user)
    undo = gathering.as_id(request.GET.get("undo", ""))
    context = {
        **_about(request, participant),
        **gathering.parted(agreed),
        "practices": agreed,
        "drafts": gathering.shared_drafts(participant),
        "taken_back": participant.practices.withdrawn().filter(pk=undo).first(),
    }
    return render(request, "practice/practices.html", context)


@GET_OR_POST
@opens(Course, Permission.COURSE_EDIT)
def agree(request: HttpRequest, course: Course) -> HttpResponse:
    participant = participant_of(course)
    form = _form(request, participant)
    if form.is_valid():
        number = sitting(participant)["session_number"]
        given = {**form.cleaned_data, "session_number": number}
        try:
            actions.agree_practice(participant=participant, by=request.user, **given)
        except Closed:
            return _form_page(request, participant, form, closed=True)
        messages.success(request, _("Agreed. It stands on the patient’s own page now."))
        return redirect("practice:practices", course=course.pk)
    return _form_page(request, participant, form)


@require_GET
@opens(Practice, Permission.COURSE_VIEW)
def practice(request: HttpRequest, practice: Practice) -> HttpResponse:
    """One practice: everything told of it, and every version of what was agreed."""
    return _one(request, practice)


@GET_OR_POST
@opens(Practice, Permission.COURSE_EDIT)
@shows_both
def change(request: HttpRequest, practice: Practice) -> HttpResponse:
    participant = practice.participant
    newest = practice.terms.select_related("written_by", "relationship").first()
    form = _form(request, participant, newest)
    if form.is_valid():
        number = sitting(participant)["session_number"]
        given = {**form.cleaned_data, "session_number": number}
        try:
            actions.change_practice(practice=practice, by=request.user, **given)
        except Closed:
            return _form_page(request, participant, form, newest, closed=True)
        messages.success(request, _("Changed. What was agreed before stays below it."))
        return redirect("practice:practice", course=participant.course_id, practice=practice.pk)
    return _form_page(request, participant, form, newest)


@require_POST
@opens(Practice, Permission.COURSE_EDIT)
def rest(request: HttpRequest, practice: Practice) -> HttpResponse:
    actions.rest_practice(practice=practice, by=request.user)
    return _to_one(practice)


@require_POST
@opens(Practice, Permission.COURSE_EDIT)
def take_up(request: HttpRequest, practice: Practice) -> HttpResponse:
    try:
        actions.take_practice_up(practice=practice, by=request.user)
    except Closed:
        return _one(request, practice, closed=True)
    return _to_one(practice)


@require_POST
@opens(Practice, Permission.COURSE_EDIT)
def end(request: HttpRequest, practice: Practice) -> HttpResponse:
    actions.end_practice(practice=practice, by=request.user)
    return _to_one(practice)


def _about(request: HttpRequest, participant: Participant) -> dict[str, Any]:
    return {
        **gathering.about(participant),
        "may_edit": permitted(request.user, Permission.COURSE_EDIT, participant),
    }


def _one(request: HttpRequest, practice: Practice, *, closed: bool = False) -> HttpResponse:
    one = gathering.one_practice(practice, request.user)
    told = Paginator(one.told, 20).get_page(request.GET.get("page"))
    context = {**_about(request, practice.participant), "one": one, "page": told, "closed": closed}
    return render(request, "practice/practice.html", context, status=403 if closed else 200)


def _to_one(practice: Practice) -> HttpResponse:
    return redirect("practice:practice", course=practice.participant.course_id, practice=practice.pk)


def _form(request: HttpRequest, participant: Participant, newest: PracticeTerms | None = None) -> AgreeForm:
    already = newest.relationship_id if newest else None
    people, today = within_reach(participant, already=already), today_in(participant)
    return AgreeForm(request.POST or None, people=people, today=today, newest=newest)


def _form_page(
    request: HttpRequest,
    participant: Participant,
    form: AgreeForm,
    newest: PracticeTerms | None = None,
    *,
    closed: bool = False,
) -> HttpResponse:
    """The form; what is closed is said in the same words whatever the reason, and nothing typed is lost."""
    context = {
        **gathering.about(participant),
        "form": form,
        "newest": newest,
        "closed": closed,
        "so_far": participant.practices.count(),
    }
    status = 403 if closed else 422 if form.errors else 200
    return render(request, "practice/agree.html", context, status=status)
