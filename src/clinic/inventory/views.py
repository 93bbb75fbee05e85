"""The circle: seen, moved, edited as a list; and the people in it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clinic.access.gate import opens, permitted
from clinic.access.roles import Permission
from clinic.courses.models import Course
from clinic.inventory import actions
from clinic.inventory.forms import CircleForm, KnownPersonForm, PersonForm
from clinic.inventory.gathering import circle_page, participant_of, sitting
from clinic.inventory.models import Relationship

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@require_GET
@opens(Course, Permission.COURSE_VIEW)
def circle(request: HttpRequest, course: Course) -> HttpResponse:
    page = circle_page(participant_of(course), request.GET)
    page["may_edit"] = permitted(request.user, Permission.INVENTORY_EDIT, course)
    return render(request, "inventory/circle.html", {"course": course, **page})


@GET_OR_POST
@opens(Course, Permission.INVENTORY_EDIT)
def edit_circle(request: HttpRequest, course: Course) -> HttpResponse:
    participant = participant_of(course)
    newest = participant.circles.with_people().first()
    form = CircleForm(
        request.POST or None,
        people=list(participant.relationships.order_by("id")),
        standing=newest.placements.all() if newest else (),
        newest=newest.version if newest else 0,
    )
    if form.is_valid():
        actions.draw_circle(
            participant=participant, placements=form.placements(), by=request.user, **sitting(participant)
        )
        messages.success(request, _("The circle is kept as it is now."))
        return redirect("inventory:circle", course=course.pk)
    return render(
        request, "inventory/edit_circle.html", {"course": course, "form": form}, status=_status(form)
    )


@GET_OR_POST
@opens(Course, Permission.INVENTORY_EDIT)
def add_person(request: HttpRequest, course: Course) -> HttpResponse:
    form = PersonForm(request.POST or None)
    if form.is_valid():
        participant = participant_of(course)
        person = actions.add_person(
            participant=participant, by=request.user, **sitting(participant), **form.cleaned_data
        )
        messages.success(request, _("%(name)s is in the circle.") % {"name": person.pseudonym})
        onward = "inventory:add-person" if "another" in request.POST else "inventory:circle"
        return redirect(onward, course=course.pk)
    return render(
        request, "inventory/add_person.html", {"course": course, "form": form}, status=_status(form)
    )


@GET_OR_POST
@opens(Relationship, Permission.INVENTORY_EDIT)
def person(request: HttpRequest, relationship: Relationship) -> HttpResponse:
    known = {name: getattr(relationship, name) for name in KnownPersonForm.base_fields}
    form = KnownPersonForm(request.POST or None, initial=known)
    participant = relationship.participant
    if form.is_valid():
        changed = {name: form.cleaned_data[name] for name in form.changed_data}
        actions.revise_person(relationship=relationship, by=request.user, **sitting(participant), **changed)
        messages.success(request, _("Saved."))
        return redirect("inventory:circle", course=participant.course_id)
    stood = relationship.placements.select_related("circle").order_by("-circle__version")
    context = {"course": participant.course, "relationship": relationship, "form": form, "stood": stood}
    return render(request, "inventory/person.html", context, status=_status(form))


@require_POST
@opens(Relationship, Permission.INVENTORY_EDIT)
def move(request: HttpRequest, relationship: Relationship) -> HttpResponse:
    participant = relationship.participant
    towards = "nearer" if request.POST.get("towards") == "nearer" else "further"
    actions.move_person(relationship=relationship, towards=towards, by=request.user, **sitting(participant))
    kept = request.GET.copy()
    kept["person"] = str(relationship.pk)
    kept.pop("version", None)
    onward = redirect("inventory:circle", course=participant.course_id)
    onward["Location"] += f"?{kept.urlencode()}#person"
    return onward


def _status(form: object) -> int:
    return 422 if getattr(form, "errors", None) else 200
