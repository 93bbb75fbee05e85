"""The patient's page with two questions about a session."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from clinic.access.gate import opens_own
from clinic.access.meanwhile import shows_both
from clinic.courses.models import Participant, Session
from clinic.supervision import actions
from clinic.supervision.checking import may_answer
from clinic.supervision.forms import CheckForm
from clinic.supervision.gathering import said_in_words
from clinic.supervision.models import SessionCheck


@require_http_methods(["GET", "HEAD", "POST"])
@opens_own(Participant)
@shows_both
def check(request: HttpRequest, participant: Participant, number: int) -> HttpResponse:
    """Answer, correct or leave two questions about a session held and signed."""
    session = _session(participant, number)
    newest = SessionCheck.objects.filter(participant=participant, session=session).first()
    if not may_answer(session):
        return _show_closed(request, participant, session, newest)
    if "leave" in request.POST:
        actions.answer_check(participant=participant, session=session, by=request.user)
        return redirect("portal:today")
    form = CheckForm(request.POST if request.method == "POST" else None, newest=newest)
    if form.is_valid():
        actions.answer_check(participant=participant, session=session, by=request.user, **form.cleaned_data)
        messages.success(request, _("Thank you. You can change it until your next session."))
        return redirect("portal:today")
    context = {"form": form, "newest": said_in_words(newest), **_around(participant, session)}
    return render(request, "supervision/check.html", context, status=422 if form.is_bound else 200)


def _session(participant: Participant, number: int) -> Session:
    held = Session.objects.filter(
        course=participant.course_id, attendance="attended", signed_at__isnull=False
    )
    session = held.filter(number=number).select_related("course").first()
    if session is None:
        raise Http404
    return session


def _around(participant: Participant, session: Session) -> dict[str, object]:
    course = participant.course
    supervisor = course.supervisor if course.supervisor_id != course.therapist_id else None
    return {
        "participant": participant,
        "session": session,
        "therapist": course.therapist.first_name,
        "supervisor": supervisor,
    }


def _show_closed(
    request: HttpRequest, participant: Participant, session: Session, newest: SessionCheck | None
) -> HttpResponse:
    """What was said stays to be read; what was typed too late is not lost."""
    late = request.method == "POST" and "leave" not in request.POST
    context = {"newest": said_in_words(newest), "late": late, "typed": request.POST.get("words", "")}
    context |= _around(participant, session)
    return render(request, "supervision/check_closed.html", context, status=422 if late else 200)
