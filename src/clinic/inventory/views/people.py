"""The people of the inventory: added in a moment, described as deeply as is wanted."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from clinic.access.gate import opens
from clinic.access.roles import Permission
from clinic.courses.models import Course
from clinic.inventory import actions, gathering
from clinic.inventory.forms import KnownPersonForm, PersonForm
from clinic.inventory.gathering import participant_of, sitting
from clinic.inventory.models import Relationship

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@GET_OR_POST
@opens(Course, Permission.INVENTORY_EDIT)
def add(request: HttpRequest, course: Course) -> HttpResponse:
    form = PersonForm(request.POST or None)
    participant = participant_of(course)
    if form.is_valid():
        person = actions.add_person(
            participant=participant, by=request.user, **sitting(participant), **form.cleaned_data
        )
        messages.success(request, _("%(name)s is in the circle.") % {"name": person.pseudonym})
        onward = "inventory:add-person" if "another" in request.POST else "inventory:circle"
        return redirect(onward, course=course.pk)
    context = {"course": course, "form": form, "people": participant.relationships.count()}
    return render(request, "inventory/add_person.html", context, status=422 if form.errors else 200)


@GET_OR_POST
@opens(Relationship, Permission.INVENTORY_EDIT)
def describe(request: HttpRequest, relationship: Relationship) -> HttpResponse:
    """All that is known of a person; saving keeps it as the next description."""
    participant = relationship.participant
    newest = relationship.descriptions.select_related("written_by").first()
    form = KnownPersonForm(
        request.POST or None,
        person=relationship,
        newest=newest,
        others=participant.relationships.exclude(pk=relationship.pk),
        knows=gathering.known_to(relationship),
        reader=request.user,
        stands=gathering.place_of(relationship),
    )
    if form.is_valid():
        actions.tie(person=relationship, known=form.cleaned_data.get("knows", ()), by=request.user)
        if changed := form.changed():
            actions.revise_person(
                relationship=relationship, by=request.user, **sitting(participant), **changed
            )
        if "ideal_ring" in form.changed_data:
            actions.wish_ring(
                relationship=relationship,
                ideal_ring=form.cleaned_data["ideal_ring"],
                by=request.user,
                **sitting(participant),
            )
        messages.success(request, _("Saved."))
        return redirect(f"/courses/{participant.course_id}/circle/people/{relationship.pk}/")
    context = {
        "course": participant.course,
        "relationship": relationship,
        "form": form,
        "ring": gathering.ring_of(relationship),
    }
    return render(request, "inventory/describe.html", context, status=422 if form.errors else 200)
