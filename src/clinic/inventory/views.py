"""The circle and the people in it; mood-event links."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clinic.access.gate import opens, permitted
from clinic.access.roles import Permission
from clinic.courses.models import Course, Session
from clinic.inventory import actions
from clinic.inventory.forms import CircleForm, KnownPersonForm, PersonForm
from clinic.inventory.gathering import circle_page, links_of, participant_of, sitting
from clinic.inventory.models import MoodEventLink, Relationship
from clinic.inventory.sentence import LinkForm

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


@GET_OR_POST
@opens(Session, Permission.COURSE_EDIT)
def links(request: HttpRequest, session: Session) -> HttpResponse:
    context = links_of(session)
    form = LinkForm(request.POST or None, people=context["participant"].relationships.all())
    if form.is_valid():
        actions.link_mood_to_event(session=session, by=request.user, **form.cleaned_data)
        return _links(request, session)
    return _show_links(request, session, {**context, "form": form}, status=_status(form))


@require_POST
@opens(MoodEventLink, Permission.COURSE_EDIT)
def withdraw_link(request: HttpRequest, link: MoodEventLink) -> HttpResponse:
    actions.withdraw_link(link=link, by=request.user)
    return _links(request, link.session, withdrawn=link)


@require_POST
@opens(MoodEventLink, Permission.COURSE_EDIT)
def put_link_back(request: HttpRequest, link: MoodEventLink) -> HttpResponse:
    actions.put_link_back(link=link, by=request.user)
    return _links(request, link.session)


def _links(request: HttpRequest, session: Session, **more: Any) -> HttpResponse:
    """After a change: the part that htmx swaps, or the way back to the session."""
    if request.headers.get("HX-Request") or more:
        context = links_of(session)
        context["form"].fields["when"].widget.attrs["autofocus"] = True
        return _show_links(request, session, {**context, **more}, status=200)
    return redirect(f"/courses/{session.course_id}/sessions/{session.number}/#mood-event-links")


def _show_links(request: HttpRequest, session: Session, context: dict[str, Any], status: int) -> HttpResponse:
    part = request.headers.get("HX-Request")
    page = "inventory/_mood_event_links.html" if part else "inventory/links.html"
    return render(request, page, {**context, "course": session.course, "may_edit": True}, status=status)
