"""Events on the timeline: added, corrected, taken off and put back."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from clinic.access.gate import opens
from clinic.access.roles import Permission
from clinic.courses.models import Course, Participant
from clinic.inventory import actions
from clinic.inventory.forms import EventForm
from clinic.inventory.gathering import participant_of, today_in
from clinic.inventory.models import TimelineEvent

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@GET_OR_POST
@opens(Course, Permission.INVENTORY_EDIT)
def add_event(request: HttpRequest, course: Course) -> HttpResponse:
    participant = participant_of(course)
    form = _event_form(request, participant)
    if form.is_valid():
        actions.add_event(participant=participant, by=request.user, **form.cleaned_data)
        return redirect(_timeline(participant))
    return render(
        request, "inventory/event.html", {"course": course, "form": form}, status=422 if form.errors else 200
    )


@GET_OR_POST
@opens(TimelineEvent, Permission.INVENTORY_EDIT)
def event(request: HttpRequest, event: TimelineEvent) -> HttpResponse:
    participant = event.participant
    form = _event_form(request, participant, EventForm.of(event))
    if form.is_valid():
        actions.revise_event(event=event, by=request.user, **form.cleaned_data)
        return redirect(_timeline(participant))
    context = {"course": participant.course, "form": form, "event": event}
    return render(request, "inventory/event.html", context, status=422 if form.errors else 200)


@require_POST
@opens(TimelineEvent, Permission.INVENTORY_EDIT)
def withdraw_event(request: HttpRequest, event: TimelineEvent) -> HttpResponse:
    actions.withdraw_event(event=event, by=request.user)
    return redirect(f"{_timeline(event.participant)}?withdrawn={event.pk}#events")


@require_POST
@opens(TimelineEvent, Permission.INVENTORY_EDIT)
def put_event_back(request: HttpRequest, event: TimelineEvent) -> HttpResponse:
    actions.put_event_back(event=event, by=request.user)
    return redirect(_timeline(event.participant))


def _event_form(request: HttpRequest, participant: Participant, initial: Any = None) -> EventForm:
    return EventForm(
        request.POST or None,
        initial=initial,
        people=participant.relationships.all(),
        today=today_in(participant),
    )


def _timeline(participant: Participant) -> str:
    """The page that shows events below the scores, which stands in a room above."""
    return f"/courses/{participant.course_id}/timeline/"
