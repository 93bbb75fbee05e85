"""The patient's view on the same screen."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from clinic.access.gate import opens
from clinic.access.roles import Permission
from clinic.courses.models import Session
from clinic.workbench.together import survey


@require_GET
@opens(Session, Permission.COURSE_VIEW)
def together(request: HttpRequest, session: Session) -> HttpResponse:
    """Large, without names, and with nothing that is the therapist's alone."""
    return render(request, "workbench/together.html", survey(session, request.user))
