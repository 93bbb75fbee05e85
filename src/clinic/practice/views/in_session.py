"""The part of practice on the session's page: the review, and something agreed for the week."""

from contextlib import suppress
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from clinic.access.gate import opens
from clinic.access.roles import Permission
from clinic.courses.models import Session
from clinic.inventory.gathering import participant_of
from clinic.inventory.reach import within_reach
from clinic.practice import actions, gathering
from clinic.practice.agreement import QuickAgreement
from clinic.practice.forms.telling import HowForm
from clinic.practice.models import Practice, PracticeEntry
from clinic.safety.lock import Closed


@require_http_methods(["GET", "HEAD", "POST"])
@opens(Session, Permission.COURSE_EDIT)
def agree(request: HttpRequest, session: Session) -> HttpResponse:
    """The part alone, and something agreed for the week."""
    participant = participant_of(session.course)
    form = QuickAgreement(request.POST or None, people=within_reach(participant))
    if not form.is_valid():
        return _part(request, session, status=422 if form.errors else 200, given=form)
    given = {**form.cleaned_data, "session_number": session.number}
    try:
        actions.agree_practice(participant=participant, by=request.user, **given)
    except Closed:
        return _part(request, session, status=403, given=form, closed=True)
    return _onward(request, session)


@require_POST
@opens(Practice, Permission.COURSE_EDIT)
def told(request: HttpRequest, practice: Practice) -> HttpResponse:
    """How it went, as the patient says it in the session; a note would be the patient's own to write."""
    session, form = _session(request, practice), HowForm(request.POST)
    if form.is_valid():
        number = session.number if session else None
        given = {**form.cleaned_data, "session_number": number}
        with suppress(actions.TellsOtherwise):  # two answers to one question: the first stands, and is shown
            actions.log_practice(practice=practice, by=request.user, **given)
    return _after(request, practice, session)


@require_POST
@opens(PracticeEntry, Permission.COURSE_EDIT)
def withdraw_entry(request: HttpRequest, entry: PracticeEntry) -> HttpResponse:
    """Take back what was noted in the session by a slip; the patient takes back their own."""
    if entry.tellings.first().written_by_id == request.user.pk:
        actions.withdraw_entry(entry=entry, by=request.user)
    return _after(request, entry.practice, _session(request, entry.practice))


@require_POST
@opens(Practice, Permission.COURSE_EDIT)
def withdraw(request: HttpRequest, practice: Practice) -> HttpResponse:
    actions.withdraw_practice(practice=practice, by=request.user)
    return _after(request, practice, _session(request, practice), taken_back=practice)


@require_POST
@opens(Practice, Permission.COURSE_EDIT)
def put_back(request: HttpRequest, practice: Practice) -> HttpResponse:
    try:
        actions.put_practice_back(practice=practice, by=request.user)
    except Closed:
        return _after(request, practice, _session(request, practice), closed=True)
    return _after(request, practice, _session(request, practice))


def _session(request: HttpRequest, practice: Practice) -> Session | None:
    """The session whose page led here, if it is one of this course."""
    asked = request.GET.get("session", "")
    if not asked.isdecimal() or len(asked) > 3:
        return None
    found: Session | None = practice.participant.course.sessions.filter(number=int(asked)).first()
    return found


def _after(request: HttpRequest, practice: Practice, session: Session | None, **more: Any) -> HttpResponse:
    if session:
        return _onward(request, session, **more)
    onward = redirect("practice:practices", course=practice.participant.course_id)
    onward["Location"] += f"?undo={practice.pk}" if more.get("taken_back") else ""
    return onward


def _onward(request: HttpRequest, session: Session, **more: Any) -> HttpResponse:
    """After a change: the part that htmx swaps, or the way back to the session."""
    if request.headers.get("HX-Request") or more:
        return _part(request, session, status=403 if more.get("closed") else 200, **more)
    return redirect(f"/courses/{session.course_id}/sessions/{session.number}/#practice-since")


def _part(request: HttpRequest, session: Session, *, status: int, **more: Any) -> HttpResponse:
    alone = not request.headers.get("HX-Request")
    page = "practice/in_session.html" if alone else "practice/_practice_since.html"
    context = {**gathering.practice_since(session, request.user), "course": session.course, "may_edit": True}
    return render(request, page, {**context, **more}, status=status)
