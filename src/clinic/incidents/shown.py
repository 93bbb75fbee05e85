"""What the pages around one incident share: its lines, the page that says it is closed, and the way back."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from clinic.incidents import gathering
from clinic.incidents.models import Incident, RolePlay
from clinic.inventory.gathering import participant_of


def page(incident: Incident) -> dict[str, Any]:
    """An incident as it stands, for a page about it."""
    participant = participant_of(incident.participant.course)
    return gathering.account_page(gathering.account_of(incident), participant)


def form_page(request: HttpRequest, template: str, context: dict[str, Any], form: Any) -> HttpResponse:
    return render(request, template, context, status=422 if form.errors else 200)


def closed(request: HttpRequest, context: dict[str, Any], status: int) -> HttpResponse:
    """The same words whatever the reason: this page may be looked at together."""
    return render(request, "incidents/closed.html", context, status=status)


def to_incident(
    request: HttpRequest, incident: Incident, words: str, taken_back: RolePlay | None = None
) -> HttpResponse:
    messages.success(request, words)
    course = incident.participant.course
    onward = redirect("incidents:incident", course=course.pk, incident=incident.pk)
    number = gathering.session_from(request, course)
    asked = {"undo": taken_back.pk if taken_back else None, "session": number}
    query = urlencode({name: value for name, value in asked.items() if value})
    onward["Location"] += (f"?{query}" if query else "") + ("#played" if taken_back else "")
    return onward
