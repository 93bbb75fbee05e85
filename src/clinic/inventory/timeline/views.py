"""What happened, and how the mood was: added, corrected, taken off and put back."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from clinic.access.gate import opens
from clinic.access.roles import Permission
from clinic.courses.models import Course, Participant
from clinic.inventory.gathering import participant_of, today_in
from clinic.inventory.models import RememberedMood, TimelineEvent
from clinic.inventory.timeline import actions
from clinic.inventory.timeline.forms import EventForm, MoodForm

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@GET_OR_POST
@opens(Course, Permission.INVENTORY_EDIT)
def add_event(request: HttpRequest, course: Course) -> HttpResponse:
    participant = participant_of(course)
    form = _event_form(request, participant)
    if form.is_valid():
        event = actions.add_event(participant=participant, by=request.user, **form.cleaned_data)
        messages.success(request, _("On the timeline: %(what)s.") % {"what": event.what})
        return redirect(_timeline(participant))
    context = {"course": course, "form": form, "based_on": participant.timeline.count()}
    return render(request, "inventory/event.html", context, status=_status(form))


@GET_OR_POST
@opens(TimelineEvent, Permission.INVENTORY_EDIT)
def event(request: HttpRequest, event: TimelineEvent) -> HttpResponse:
    participant = event.participant
    form = _event_form(request, participant, EventForm.of(event))
    if form.is_valid():
        actions.revise_event(event=event, by=request.user, **form.cleaned_data)
        return redirect(_timeline(participant))
    context = {
        "course": participant.course,
        "form": form,
        "event": event,
        "based_on": participant.timeline.count(),
    }
    return render(request, "inventory/event.html", context, status=_status(form))


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


@GET_OR_POST
@opens(Course, Permission.INVENTORY_EDIT)
def remember_mood(request: HttpRequest, course: Course) -> HttpResponse:
    participant = participant_of(course)
    form = MoodForm(request.POST or None, today=today_in(participant))
    if form.is_valid():
        actions.remember_mood(participant=participant, by=request.user, **form.cleaned_data)
        return redirect(request.path if "another" in request.POST else f"{_timeline(participant)}#moods")
    context = {"course": course, "form": form, "based_on": participant.remembered_moods.count()}
    return render(request, "inventory/mood.html", context, status=_status(form))


@require_POST
@opens(RememberedMood, Permission.INVENTORY_EDIT)
def withdraw_mood(request: HttpRequest, mood: RememberedMood) -> HttpResponse:
    actions.withdraw_mood(mood=mood, by=request.user)
    return redirect(f"{_timeline(mood.participant)}?withdrawn={mood.pk}#moods")


@require_POST
@opens(RememberedMood, Permission.INVENTORY_EDIT)
def put_mood_back(request: HttpRequest, mood: RememberedMood) -> HttpResponse:
    actions.put_mood_back(mood=mood, by=request.user)
    return redirect(f"{_timeline(mood.participant)}#moods")


def _event_form(request: HttpRequest, participant: Participant, initial: Any = None) -> EventForm:
    return EventForm(
        request.POST or None,
        initial=initial,
        people=participant.relationships.all(),
        today=today_in(participant),
    )


def _timeline(participant: Participant) -> str:
    """The page that shows events and scores together, which stands in a room above."""
    return f"/courses/{participant.course_id}/timeline/"


def _status(form: object) -> int:
    return 422 if getattr(form, "errors", None) else 200
