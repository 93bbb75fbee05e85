"""The session page: begun, typed, saved as a draft, signed, amended, taken back."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from clinic.access.gate import opens, permitted
from clinic.access.idle import count_as_at_work, seconds_left
from clinic.access.roles import Permission
from clinic.courses import actions
from clinic.courses.models import Course, Session, SessionDraft
from clinic.courses.private import read_draft
from clinic.inventory.actions import link_mood_to_event
from clinic.inventory.gathering import links_of, participant_of
from clinic.questionnaires.actions import schedule_next
from clinic.techniques import standing
from clinic.techniques.although import against
from clinic.techniques.forms.deciding import ConsentForm
from clinic.techniques.models import ImageryRun
from clinic.techniques.standing import Standing
from clinic.workbench import session_page
from clinic.workbench.actions import amend as amend_with_reasons
from clinic.workbench.actions import record_absence
from clinic.workbench.actions import sign as sign_with_reasons
from clinic.workbench.forms import AmendmentForm, QuickLinkForm, SessionForm
from clinic.workbench.technique_chips import chips


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
    stands = _stands(session)
    form = SessionForm(
        initial=session_page.initial(session, draft, request.user), against=against(session, stands)
    )
    return _show_open(request, session, form, draft, stands)


@require_GET
@opens(Session, Permission.COURSE_EDIT, watched=True)
def at_work(request: HttpRequest, session: Session) -> HttpResponse:
    """The open page of a session asks by itself: while it goes on, its therapist stays signed in.

    It tells the version of the draft too, for a page that was asked for while one was on its way.
    """
    if until := session_page.goes_on_until(session, request.user):
        count_as_at_work(request, until)
    draft = SessionDraft.objects.filter(session=session).only("revision").first()
    return JsonResponse({"left": seconds_left(request), "revision": draft.revision if draft else 0})


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
    stands = _stands(session)
    form = SessionForm(
        request.POST, against=against(session, stands), risk_is_asked=session_page.alert_is_open(session)
    )
    if not form.is_valid():
        return _show_open(request, session, form, stored, stands, status=422)
    given = form.cleaned_data
    if given["attendance"] != "attended":
        return _close_absent(request, session, given["attendance"], given["line"])
    told = {"mode": given["mode"], "private": given["private"], **form.written()}
    try:
        seen = _revision(request)
        sign_with_reasons(session=session, by=request.user, seen=seen, **_although(form), **told)
    except actions.DraftMoved as moved:  # saved in another window since it was looked up above
        return _show_conflict(request, session, moved.draft)
    except actions.Refused:
        return _signed_meanwhile(request, session)
    schedule_next(course=session.course, by=request.user)
    messages.success(request, _("Session %d is signed.") % session.number)
    if ImageryRun.objects.unfinished().filter(session=session).exists():
        messages.warning(
            request, _("Imagery was begun in it and is not ended. End it, with the check-in, from this page.")
        )
    return redirect("workbench:course", course=session.course_id)


@require_POST
@opens(Session, Permission.COURSE_EDIT)
def link(request: HttpRequest, session: Session) -> HttpResponse:
    """Link a mood to a person in two taps: who, and which way; the words may come later."""
    people = participant_of(session.course).relationships
    form = QuickLinkForm(request.POST, people=people.all())
    part = bool(request.headers.get("HX-Request"))
    if form.is_valid():
        focus = session.course.focuses.first()
        who = form.cleaned_data["relationship"]
        fits = focus is not None and focus.relationship_id == who.pk
        link_mood_to_event(session=session, by=request.user, fits_focus=fits, **form.cleaned_data)
    elif not part:
        messages.error(request, _("Choose who it was with, then which way mood went."))
    if part:
        wrong = _("Choose who it was with first, or write it as a sentence.") if form.errors else ""
        context = {**links_of(session), "course": session.course, "may_edit": True, "wrong": wrong}
        page = "inventory/_mood_event_links.html"
        return render(request, page, context, status=422 if form.errors else 200)
    return redirect(f"{session_page.path(session)}#mood-event-links")


def _signed_meanwhile(request: HttpRequest, session: Session) -> HttpResponse:
    """Signed twice is once; what another window had typed waits in an amendment."""
    session.refresh_from_db()
    if session_page.says_the_same(session, request.POST, request.user):
        messages.warning(request, _("The session is already signed."))
        return redirect("workbench:course", course=session.course_id)
    messages.warning(
        request, _("The session was signed meanwhile. What you typed here is below, as an amendment.")
    )
    form = AmendmentForm(request.POST, against=against(session, _stands(session)))
    return _show_signed(request, session, form, status=409)


def _refused(request: HttpRequest, session: Session, refusal: actions.Refused) -> HttpResponse:
    messages.error(request, str(refusal))
    return redirect("workbench:session", course=session.course_id, number=session.number)


def _close_absent(request: HttpRequest, session: Session, kind: Any, reason: str) -> HttpResponse:
    try:
        seen = _revision(request)
        closed = record_absence(session=session, kind=kind, by=request.user, reason=reason, seen=seen)
    except actions.DraftMoved as moved:  # as in `sign`
        return _show_conflict(request, session, moved.draft)
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
    form = AmendmentForm(request.POST, against=against(session, _stands(session)))
    if not form.is_valid():
        return _show_signed(request, session, form, status=422)
    given = form.cleaned_data
    told = {"why_amended": given["why_amended"], "private": given["private"], **form.written()}
    amend_with_reasons(session=session, by=request.user, **_although(form), **told)
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
    return AmendmentForm(initial={name: getattr(newest, name) for name in session_page.WRITTEN}, against={})


def _stands(session: Session) -> Standing:
    return standing.now(participant_of(session.course), session)


def _although(form: Any) -> dict[str, Any]:
    return {"although": form.ticked_although_refused(), "why": form.cleaned_data["although"]}


def _show_open(
    request: HttpRequest, session: Session, form: Form, draft: SessionDraft | None, stands: Standing,
    status: int = 200, **more: Any,
) -> HttpResponse:  # fmt: skip
    context = {"form": form, "draft": draft, "stands": stands, "consent_form": ConsentForm(), **more}
    context |= session_page.surroundings(session, request.user)
    context["adjunct_used"] = bool(context["adjuncts"] & set(form["techniques"].value() or ()))
    context["chips"] = chips(form, session, context["worked_on"])
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
    stands = _stands(session)
    form = SessionForm(initial=_typed_here(request), against=against(session, stands))
    context = {"pairs": pairs, "stored": stored}
    return _show_open(request, session, form, stored, stands, status=409, **context)


def _typed_here(request: HttpRequest) -> dict[str, Any]:
    return {**session_page.typed(request.POST), "private": request.POST.get("private", "")}
