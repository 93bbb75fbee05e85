"""The pages that compose what the other rooms know about one course."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clinic.access.gate import opens, opens_service, permitted, roles_of
from clinic.access.idle import count_as_at_work, seconds_left
from clinic.access.models import Service
from clinic.access.roles import Permission
from clinic.courses import actions
from clinic.courses.models import Course, Session, SessionDraft
from clinic.courses.private import read_draft
from clinic.questionnaires.actions import schedule_next
from clinic.safety.actions import escalate_overdue
from clinic.workbench import session_page
from clinic.workbench.actions import admit
from clinic.workbench.caseload import Asked, usual
from clinic.workbench.caseload import survey as survey_caseload
from clinic.workbench.forms import AmendmentForm, NewCourseForm, SessionForm
from clinic.workbench.history import written
from clinic.workbench.overview import held_sessions, side_tasks, survey


@require_GET
@opens_service(Permission.CASELOAD_VIEW)
def caseload(request: HttpRequest, service: Service) -> HttpResponse:
    """The courses this person treats, or supervises; an alert nobody saw in time moves on, worker or not."""
    escalate_overdue()
    asked = Asked.of(request.GET, whose=usual(request.user))
    context = {"service": service, "roles": {role for _of, role in roles_of(request.user)}}
    return render(request, "workbench/caseload.html", context | survey_caseload(request.user, asked))


@require_http_methods(["GET", "POST"])
@opens_service(Permission.COURSE_BEGIN)
def new_course(request: HttpRequest, service: Service) -> HttpResponse:
    """Begin a course for somebody who did not come by an enquiry."""
    begun = {"manual": "dep16", "began_on": timezone.localdate(), "therapist": request.user.pk}
    form = NewCourseForm(request.POST or None, service=service, initial=begun)
    if request.method == "POST" and form.is_valid():
        course = admit(service=service, by=request.user, **form.cleaned_data)
        if permitted(request.user, Permission.COURSE_VIEW, course):
            return redirect("workbench:course", course=course.pk)
        messages.success(request, _("The course has begun with %s.") % course.therapist)
        return redirect("workbench:new-course")
    context = {"form": form, "service": service}
    return render(request, "workbench/new_course.html", context, status=422 if form.is_bound else 200)


@require_GET
@opens(Course, Permission.COURSE_VIEW)
def overview(request: HttpRequest, course: Course) -> HttpResponse:
    return render(request, "workbench/overview.html", survey(course, request.user, request.path))


@require_POST
@opens(Course, Permission.COURSE_EDIT)
def tick(request: HttpRequest, course: Course) -> HttpResponse:
    """Tick a task, or take the tick back; the list comes again with a way to undo."""
    task = request.POST.get("task", "")
    if task not in {one.id for one in course.in_manual().tasks}:
        return HttpResponse(_("The manual has no such task."), status=422)
    if "undo" in request.POST:
        actions.untick_task(course=course, task=task, by=request.user)
    else:
        actions.tick_task(course=course, task=task, by=request.user)
    if not request.headers.get("HX-Request"):
        return redirect("workbench:course", course=course.pk)
    context = side_tasks(course) | {"short": "short" in request.POST}
    return render(request, "workbench/_ticked.html", context)


@require_GET
@opens(Course, Permission.COURSE_VIEW)
def sessions(request: HttpRequest, course: Course) -> HttpResponse:
    may_edit = permitted(request.user, Permission.COURSE_EDIT, course)
    context = {"course": course, "may_edit": may_edit, **held_sessions(course)}
    return render(request, "workbench/sessions.html", context)


@require_GET
@opens(Course, Permission.COURSE_VIEW)
def history(request: HttpRequest, course: Course) -> HttpResponse:
    """What was written, by whom and when."""
    context = {"course": course, **written(course, request.GET.get("page", "1"))}
    return render(request, "workbench/history.html", context)


@require_POST
@opens(Course, Permission.COURSE_EDIT)
def begin(request: HttpRequest, course: Course) -> HttpResponse:
    """Begin the next session; an open one is offered instead."""
    try:
        session = actions.begin_session(course=course, by=request.user)
    except actions.SessionOpen as refusal:
        messages.warning(request, _("Session %d is still open. Here it is.") % refusal.session.number)
        session = refusal.session
    except actions.Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("workbench:course", course=course.pk)
    return redirect("workbench:session", course=course.pk, number=session.number)


@require_GET
@opens(Session, Permission.COURSE_VIEW)
def session(request: HttpRequest, session: Session) -> HttpResponse:
    if session.signed_at:
        return _show_signed(request, session, _amendment(session))
    if not permitted(request.user, Permission.COURSE_EDIT, session):
        return render(request, "workbench/not_signed.html", {"course": session.course, "session": session})
    draft = SessionDraft.objects.filter(session=session).first()
    form = SessionForm(initial=session_page.initial(session, draft, request.user))
    return _show_open(request, session, form, draft)


@require_GET
@opens(Session, Permission.COURSE_EDIT, watched=True)
def at_work(request: HttpRequest, session: Session) -> HttpResponse:
    """The open page of a session asks by itself: while it goes on, its therapist stays signed in."""
    if until := session_page.goes_on_until(session, request.user):
        count_as_at_work(request, until)
    return JsonResponse({"left": seconds_left(request)})


@require_POST
@opens(Session, Permission.COURSE_EDIT)
def draft(request: HttpRequest, session: Session) -> HttpResponse:
    """Keep what is typed; when another window has saved meanwhile, show both."""
    try:
        kept = actions.save_draft(
            session=session,
            content=session_page.typed(request.POST),
            private=request.POST.get("private", ""),
            revision=_revision(request),
            by=request.user,
        )
    except actions.DraftMoved as moved:
        return _show_conflict(request, session, moved.draft)
    except actions.Refused as refusal:
        if "application/json" in request.headers.get("Accept", ""):
            return HttpResponse(str(refusal), status=422)
        return _signed_meanwhile(request, session)
    said = _("Draft saved %s") % date_format(timezone.localtime(kept.saved_at), "H:i")
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"revision": kept.revision, "said": said})
    messages.success(request, said)
    return redirect("workbench:session", course=session.course_id, number=session.number)


@require_POST
@opens(Session, Permission.COURSE_EDIT)
def sign(request: HttpRequest, session: Session) -> HttpResponse:
    """Sign; open tasks never stand in the way."""
    if session.signed_at:
        return _signed_meanwhile(request, session)
    stored = SessionDraft.objects.filter(session=session).first()
    if stored and stored.revision != _revision(request):
        return _show_conflict(request, session, stored)
    form = SessionForm(request.POST, risk_is_asked=session_page.alert_is_open(session))
    if not form.is_valid():
        return _show_open(request, session, form, stored, status=422)
    given = form.cleaned_data
    if given["attendance"] != "attended":
        return _close_absent(request, session, given["attendance"], given["line"])
    told = {"mode": given["mode"], "private": given["private"], **form.written()}
    try:
        actions.sign_session(session=session, by=request.user, **told)
    except actions.Refused:
        return _signed_meanwhile(request, session)
    schedule_next(course=session.course, by=request.user)
    messages.success(request, _("Session %d is signed.") % session.number)
    return redirect("workbench:course", course=session.course_id)


def _signed_meanwhile(request: HttpRequest, session: Session) -> HttpResponse:
    """Signed twice is once; what another window had typed waits in an amendment."""
    session.refresh_from_db()
    if session_page.says_the_same(session, request.POST, request.user):
        messages.warning(request, _("The session is already signed."))
        return redirect("workbench:course", course=session.course_id)
    messages.warning(
        request, _("The session was signed meanwhile. What you typed here is below, as an amendment.")
    )
    return _show_signed(request, session, AmendmentForm(request.POST), status=409)


def _refused(request: HttpRequest, session: Session, refusal: actions.Refused) -> HttpResponse:
    messages.error(request, str(refusal))
    return redirect("workbench:session", course=session.course_id, number=session.number)


def _close_absent(request: HttpRequest, session: Session, kind: Any, reason: str) -> HttpResponse:
    try:
        closed = actions.record_absence(session=session, kind=kind, by=request.user, reason=reason)
    except actions.Refused as refusal:
        return _refused(request, session, refusal)
    used = isinstance(closed, Session)
    said = _("Kept. It uses up session %d.") if used else _("Kept. The next session is still number %d.")
    messages.success(request, said % session.number)
    return redirect("workbench:course", course=session.course_id)


@require_POST
@opens(Session, Permission.COURSE_EDIT)
def amend(request: HttpRequest, session: Session) -> HttpResponse:
    if not session.signed_at:
        return _refused(request, session, actions.Refused(_("The session is not signed yet.")))
    form = AmendmentForm(request.POST)
    if not form.is_valid():
        return _show_signed(request, session, form, status=422)
    given = form.cleaned_data
    told = {"why_amended": given["why_amended"], "private": given["private"], **form.written()}
    actions.amend_session(session=session, by=request.user, **told)
    return redirect("workbench:session", course=session.course_id, number=session.number)


@require_POST
@opens(Session, Permission.COURSE_EDIT)
def take_back(request: HttpRequest, session: Session) -> HttpResponse:
    try:
        actions.take_back_session(session=session, by=request.user, with_draft="with_draft" in request.POST)
    except actions.Refused as refusal:
        return _refused(request, session, refusal)
    messages.success(request, _("Session %d has not begun.") % session.number)
    return redirect("workbench:course", course=session.course_id)


def _revision(request: HttpRequest) -> int:
    given = request.POST.get("revision", "0")
    return int(given) if given.isdecimal() and len(given) < 10 else 0


def _amendment(session: Session) -> Form:
    newest = session.records.first()
    return AmendmentForm(initial={name: getattr(newest, name) for name in session_page.WRITTEN})


def _show_open(
    request: HttpRequest, session: Session, form: Form, draft: SessionDraft | None, status: int = 200
) -> HttpResponse:
    context = {"form": form, "draft": draft, **session_page.surroundings(session, request.user)}
    context["adjunct_used"] = bool(context["adjuncts"] & set(form["techniques"].value() or ()))
    return render(request, "workbench/session.html", context, status=status)


def _show_signed(request: HttpRequest, session: Session, form: Form, status: int = 200) -> HttpResponse:
    may_edit = permitted(request.user, Permission.COURSE_EDIT, session)
    context = {"form": form, "may_edit": may_edit, **session_page.signed(session, request.user)}
    return render(request, "workbench/signed.html", context, status=status)


def _show_conflict(request: HttpRequest, session: Session, stored: SessionDraft) -> HttpResponse:
    """Both texts, and nothing chosen; what was typed here stays in the form."""
    there = {**stored.content, "private": read_draft(stored, request.user)}
    labels = {name: field.label for name, field in SessionForm.base_fields.items()}
    pairs = session_page.differing(request.POST, there, labels)
    if "application/json" in request.headers.get("Accept", ""):
        context = {"pairs": pairs, "stored": stored, "session": session}
        return render(request, "workbench/_conflict.html", context, status=409)
    context = {"form": SessionForm(initial=_typed_here(request)), "draft": stored, "pairs": pairs}
    context |= {"stored": stored, **session_page.surroundings(session, request.user)}
    return render(request, "workbench/session.html", context, status=409)


def _typed_here(request: HttpRequest) -> dict[str, Any]:
    return {**session_page.typed(request.POST), "private": request.POST.get("private", "")}
