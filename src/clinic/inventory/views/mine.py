"""My people, on the patient's own phone: the same circle while both draw, or what they propose alone."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clinic.access.gate import opens_own
from clinic.courses.models import Participant
from clinic.inventory import actions, gathering
from clinic.inventory.forms import MoveForm, MyPersonForm
from clinic.inventory.models import Relationship
from clinic.inventory.views.circle import NOTHING_NEW


@require_GET
@opens_own(Participant)
def circle(request: HttpRequest, participant: Participant) -> HttpResponse:
    page = gathering.my_circle(participant, request.GET, by=request.user)
    return render(request, "inventory/my_circle.html", page)


@require_GET
@opens_own(Participant, watched=True)
def live(request: HttpRequest, participant: Participant) -> HttpResponse:
    """What the page asks for by itself: whether both draw one circle now, and what was moved in it."""
    page = gathering.my_circle(participant, request.GET, by=request.user)
    together = request.GET.get("shared") != "0"
    if str(page["version"]) == request.GET.get("seen") and together == bool(page["shared"]):
        return HttpResponse(status=NOTHING_NEW)
    return render(request, "inventory/my_circle.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@opens_own(Participant)
def add(request: HttpRequest, participant: Participant) -> HttpResponse:
    form = MyPersonForm(request.POST or None)
    if form.is_valid():
        person = actions.add_person(
            participant=participant, by=request.user, **_drawing(participant), **form.cleaned_data
        )
        messages.success(request, _("%(name)s is in your circle.") % {"name": person.pseudonym})
        return redirect("inventory:my-add" if "another" in request.POST else "inventory:my-circle")
    context = {"participant": participant, "form": form, "people": participant.relationships.count()}
    return render(request, "inventory/my_person.html", context, status=422 if form.errors else 200)


@require_POST
@opens_own(Participant, Relationship)
def move(request: HttpRequest, person: Relationship) -> HttpResponse:
    drawing = _drawing(person.participant)
    form = MoveForm(request.POST, stands=gathering.ring_of(person, proposed=drawing["proposed"]))
    if form.is_valid():
        try:
            actions.move_person(relationship=person, by=request.user, **form.cleaned_data, **drawing)
        except actions.MovedMeanwhile as now:
            page = {
                "participant": person.participant,
                "conflict": gathering.conflict(person, drawn=now.drawn, **form.wanted),
            }
            return render(request, "inventory/my_moved_meanwhile.html", page, status=409)
    return _onward(request, person)


@require_POST
@opens_own(Participant, Relationship)
def take_out(request: HttpRequest, person: Relationship) -> HttpResponse:
    actions.take_out(relationship=person, by=request.user, **_drawing(person.participant))
    return _onward(request)


@require_POST
@opens_own(Participant)
def undo(request: HttpRequest, participant: Participant) -> HttpResponse:
    actions.undo(participant=participant, by=request.user, **_drawing(participant))
    return _onward(request)


@require_POST
@opens_own(Participant)
def redo(request: HttpRequest, participant: Participant) -> HttpResponse:
    actions.redo(participant=participant, by=request.user, **_drawing(participant))
    return _onward(request)


def _drawing(participant: Participant) -> dict[str, Any]:
    """The day and session of what is drawn now, and whether it waits to be looked at together."""
    shared = gathering.shared(participant) is not None
    return {**gathering.sitting(participant), "proposed": not shared}


def _onward(request: HttpRequest, person: Relationship | None = None) -> HttpResponse:
    kept = request.GET.copy()
    if person:
        kept["person"] = str(person.pk)
    onward = redirect("inventory:my-circle")
    onward["Location"] += f"?{kept.urlencode()}{'#circle' if person else ''}"
    return onward
