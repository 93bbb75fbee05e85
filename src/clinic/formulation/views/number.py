"""The number of sessions: shown, proposed anew with a reason, and agreed by the patient."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from clinic.access.gate import opens, opens_own, permitted
from clinic.access.roles import Permission
from clinic.courses import actions as courses
from clinic.courses.models import Course, Participant, SessionsAgreement
from clinic.courses.progress import progress
from clinic.formulation import actions
from clinic.formulation.forms.number import ProposalAnswerForm, ProposalForm, SaidInTheRoomForm
from clinic.formulation.views.keeping import GET_OR_POST
from clinic.inventory.gathering import participant_of


@GET_OR_POST
@opens(Course, Permission.COURSE_VIEW)
def number(request: HttpRequest, course: Course) -> HttpResponse:
    """How many are agreed, how that came about, and a form to propose another number."""
    stands = progress(course, course.sessions.all())
    may_edit = permitted(request.user, Permission.COURSE_EDIT, course)
    given = request.POST if request.method == "POST" and may_edit else None
    form = ProposalForm(given, now=course.planned_sessions, begun=stands.begun)
    if form.is_valid():
        try:
            courses.propose_sessions(course=course, by=request.user, **form.cleaned_data)
        except courses.Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Proposed. The number changes once the patient agrees."))
            return redirect("formulation:number", course=course.pk)
    return _page(request, course, stands=stands, form=form, may_edit=may_edit)


@require_POST
@opens(SessionsAgreement, Permission.COURSE_EDIT)
def answer_in_the_room(request: HttpRequest, agreement: SessionsAgreement) -> HttpResponse:
    """What the patient says to it in the session, kept as said by them."""
    course = agreement.course
    form = SaidInTheRoomForm(request.POST, who=participant_of(course).patient.preferred_name)
    if not form.is_valid():
        return _page(request, course, said=form, may_edit=True)
    _answer(request, agreement, form.cleaned_data, on="room")
    return redirect("formulation:number", course=course.pk)


@require_POST
@opens(SessionsAgreement, Permission.COURSE_EDIT)
def take_back(request: HttpRequest, agreement: SessionsAgreement) -> HttpResponse:
    try:
        courses.take_back_proposal(agreement=agreement, by=request.user)
        messages.success(request, _("Taken back. The number is as it was."))
    except courses.Refused as refused:
        messages.error(request, str(refused))
    return redirect("formulation:number", course=agreement.course_id)


@GET_OR_POST
@opens_own(Participant)
def mine(request: HttpRequest, participant: Participant) -> HttpResponse:
    """The patient reads what is proposed, and agrees or does not."""
    course = participant.course
    agreements = list(course.sessions_agreements.select_related("written_by", "answered_by"))
    waiting = next((one for one in agreements if one.open), None)
    form = ProposalAnswerForm(request.POST if request.method == "POST" else None)
    read = waiting and str(waiting.pk) == request.POST.get("agreement")
    if waiting and read and form.is_valid():
        _answer(request, waiting, form.cleaned_data, on="phone")
        return redirect("formulation:my-number")
    context = {
        "participant": participant,
        "course": course,
        "stands": progress(course, course.sessions.all()),
        "waiting": waiting,
        "answered": [one for one in agreements if one.answer in ("agreed", "not agreed")],
        "therapist": course.therapist.first_name,
        "moved": form.is_bound and not read,
        "form": form,
    }
    return render(request, "formulation/my_number.html", context, status=422 if form.is_bound else 200)


def _answer(request: HttpRequest, agreement: SessionsAgreement, given: dict[str, Any], on: str) -> None:
    """Keep the answer, and say what it did."""
    said = {"agreement": agreement, "by": request.user, "on": on, "words": given["words"]}
    try:
        if given["agrees"]:
            agreed = actions.agree_to_sessions(**said)
            messages.success(request, _("Agreed: %d sessions in all.") % agreed.to_sessions)
        else:
            courses.decline_sessions(**said)
            messages.success(request, _("Kept. The number of sessions stays as it was."))
    except courses.Refused as refused:
        messages.error(request, str(refused))


def _page(request: HttpRequest, course: Course, **given: Any) -> HttpResponse:
    agreements = list(course.sessions_agreements.select_related("written_by", "answered_by"))
    stands = given.pop("stands", None) or progress(course, course.sessions.all())
    who = participant_of(course).patient.preferred_name
    context = {
        "course": course,
        "tab": "formulation",
        "stands": stands,
        "who": who,
        "waiting": next((one for one in agreements if one.open), None),
        "answered": [one for one in agreements if not one.open],
        "form": ProposalForm(now=course.planned_sessions, begun=stands.begun),
        "said": SaidInTheRoomForm(who=who),
        **given,
    }
    bad = any(one.is_bound for one in (context["form"], context["said"]))
    return render(request, "formulation/number.html", context, status=422 if bad else 200)
