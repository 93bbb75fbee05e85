"""The patient's view on the same screen."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from clinic.access.gate import opens
from clinic.access.roles import Permission
from clinic.audit.actions import record
from clinic.courses.models import Session
from clinic.workbench.together import survey


@require_GET
@opens(Session, Permission.COURSE_VIEW)
def together(request: HttpRequest, session: Session) -> HttpResponse:
    """Large, without names, and with nothing that is the therapist's alone."""
    return render(request, "workbench/together.html", survey(session, request.user))


@require_GET
@opens(Session, Permission.COURSE_EDIT)
def expected(request: HttpRequest, session: Session) -> HttpResponse:
    """The same with the expected range, for this look alone: it is closed wherever one goes from here."""
    page = survey(session, request.user, range_opened=True)
    if page["expected"] is None:
        return redirect("workbench:together", session.course_id, session.number)
    record(by=request.user, did="showed the expected range", on=session, number=session.number)
    return render(request, "workbench/together.html", page)
