"""The circle: seen, moved, undone, drawn on two devices, and taken away as a picture."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clinic.access.gate import opens, permitted
from clinic.access.roles import Permission
from clinic.audit.actions import record
from clinic.courses.models import Course, Participant
from clinic.inventory import actions, gathering
from clinic.inventory.forms import CircleForm, MoveForm, ProposalForm
from clinic.inventory.gathering import participant_of, sitting
from clinic.inventory.models import Relationship

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])
NOTHING_NEW = 204


@require_GET
@opens(Course, Permission.COURSE_VIEW)
def circle(request: HttpRequest, course: Course) -> HttpResponse:
    return _circle(request, course)


@require_GET
@opens(Course, Permission.COURSE_VIEW, watched=True)
def live(request: HttpRequest, course: Course) -> HttpResponse:
    """What the page asks for by itself while two devices move one circle: nothing, or the newer circle."""
    participant = participant_of(course)
    newest = participant.circles.standing().values_list("version", flat=True).first()
    if str(newest or 0) == request.GET.get("seen") and gathering.shared(participant):
        return HttpResponse(status=NOTHING_NEW)
    return _circle(request, course)


def _circle(request: HttpRequest, course: Course, **more: Any) -> HttpResponse:
    may_edit = permitted(request.user, Permission.INVENTORY_EDIT, course)
    page = gathering.circle_page(participant_of(course), request.GET, by=request.user)
    return render(request, "inventory/circle.html", {"course": course, **page, "may_edit": may_edit, **more})


@GET_OR_POST
@opens(Course, Permission.INVENTORY_EDIT)
def edit(request: HttpRequest, course: Course) -> HttpResponse:
    """The same as an editable list."""
    participant = participant_of(course)
    form = _list_form(request, participant)
    if form.is_valid():
        drawn = {"placements": form.placements(), "seen": form.newest, **sitting(participant)}
        try:
            actions.draw_circle(participant=participant, by=request.user, **drawn)
        except actions.DrawnMeanwhile:
            form = _list_form(request, participant)
        else:
            messages.success(request, _("The circle is kept as it is now."))
            return redirect("inventory:circle", course=course.pk)
    context = {"course": course, "form": form}
    return render(request, "inventory/edit_circle.html", context, status=422 if form.errors else 200)


def _list_form(request: HttpRequest, participant: Participant) -> CircleForm:
    newest = participant.circles.standing().with_people().first()
    return CircleForm(
        request.POST or None,
        people=list(participant.relationships.order_by("id")),
        standing=newest.placements.all() if newest else (),
        newest=newest.version if newest else 0,
    )


@require_POST
@opens(Relationship, Permission.INVENTORY_EDIT)
def move(request: HttpRequest, relationship: Relationship) -> HttpResponse:
    """Put a person into another ring; 409 with both rings when somebody else moved them meanwhile."""
    participant = relationship.participant
    form = MoveForm(request.POST, stands=gathering.ring_of(relationship))
    if not form.is_valid():
        return _onward(request, participant.course, relationship)
    try:
        actions.move_person(
            relationship=relationship, by=request.user, **form.cleaned_data, **sitting(participant)
        )
    except actions.MovedMeanwhile as now:
        page = {
            "course": participant.course,
            "conflict": gathering.conflict(relationship, drawn=now.drawn, **form.wanted),
        }
        return render(request, "inventory/moved_meanwhile.html", page, status=409)
    return _onward(request, participant.course, relationship)


@require_POST
@opens(Relationship, Permission.INVENTORY_EDIT)
def take_out(request: HttpRequest, relationship: Relationship) -> HttpResponse:
    participant = relationship.participant
    actions.take_out(relationship=relationship, by=request.user, **sitting(participant))
    return _onward(request, participant.course)


@require_POST
@opens(Course, Permission.INVENTORY_EDIT)
def undo(request: HttpRequest, course: Course) -> HttpResponse:
    participant = participant_of(course)
    actions.undo(participant=participant, by=request.user, **sitting(participant))
    return _onward(request, course)


@require_POST
@opens(Course, Permission.INVENTORY_EDIT)
def redo(request: HttpRequest, course: Course) -> HttpResponse:
    participant = participant_of(course)
    actions.redo(participant=participant, by=request.user, **sitting(participant))
    return _onward(request, course)


def _onward(request: HttpRequest, course: Course, person: Relationship | None = None) -> HttpResponse:
    """Back to the newest circle, with names hidden as they were and the same person chosen."""
    kept = request.GET.copy()
    kept.pop("version", None)
    if person:
        kept["person"] = str(person.pk)
    onward = redirect("inventory:circle", course=course.pk)
    onward["Location"] += f"?{kept.urlencode()}{'#person' if person else ''}"
    return onward


@require_POST
@opens(Course, Permission.INVENTORY_EDIT)
def share(request: HttpRequest, course: Course) -> HttpResponse:
    actions.share(participant=participant_of(course), by=request.user)
    return _onward(request, course)


@require_POST
@opens(Course, Permission.INVENTORY_EDIT)
def stop_sharing(request: HttpRequest, course: Course) -> HttpResponse:
    actions.stop_sharing(participant=participant_of(course), by=request.user)
    return _onward(request, course)


@GET_OR_POST
@opens(Course, Permission.INVENTORY_EDIT)
def proposal(request: HttpRequest, course: Course) -> HttpResponse:
    """What the patient would change, looked at together: taken over person by person, or left."""
    participant = participant_of(course)
    page, form = _looked_at(request, participant)
    if form and form.is_valid():
        about = {"proposal": page["proposal"], "seen": page["standing"], "people": form.taken()}
        try:
            actions.look_at_proposal(**about, by=request.user, **sitting(participant))
        except actions.DrawnMeanwhile:
            page, form = _looked_at(request, participant)
        else:
            messages.success(request, _("Looked at together. The circle is kept as it is now."))
            return redirect("inventory:circle", course=course.pk)
    if form is None:
        return redirect("inventory:circle", course=course.pk)
    context = {"course": course, "form": form, **page}
    return render(request, "inventory/proposal.html", context, status=422 if form.errors else 200)


def _looked_at(request: HttpRequest, participant: Participant) -> tuple[dict[str, Any], ProposalForm | None]:
    """What is proposed now, with the form; no form when all was looked at."""
    page = gathering.proposal_page(participant)
    if page is None:
        return {}, None
    based_on = f"{page['proposal'].version}.{page['standing']}"
    return page, ProposalForm(request.POST or None, differences=page["differences"], based_on=based_on)


@require_GET
@opens(Course, Permission.COURSE_VIEW)
def drawing(request: HttpRequest, course: Course) -> HttpResponse:
    """The circle as an SVG file of its own; names are in it only when they are asked for."""
    participant: Participant = participant_of(course)
    page = gathering.circle_page(participant, request.GET, by=request.user)
    if page["circle"] is None:
        raise Http404
    svg = render_to_string("inventory/drawing.svg", {"picture": page["pictures"][0]})
    record(by=request.user, did="exported the circle", on=page["circle"], course_id=course.pk)
    answer = HttpResponse(svg, content_type="image/svg+xml")
    answer["Content-Disposition"] = f'attachment; filename="circle-{page["circle"].drawn_on}.svg"'
    return answer
