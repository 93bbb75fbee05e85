"""The plane and what is placed on it; the conversation; the circumplex."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from clinic.access.gate import opens, permitted
from clinic.access.meanwhile import shows_both
from clinic.access.roles import Permission
from clinic.attachment import actions, gathering
from clinic.attachment.forms import ConversationForm, PlaceForm
from clinic.courses.models import Course, Participant
from clinic.courses.progress import progress
from clinic.courses.templatetags.courses import head
from clinic.inventory.gathering import participant_of, sitting, today_in
from clinic.inventory.models import Relationship

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@require_GET
@opens(Course, Permission.COURSE_VIEW)
def plane(request: HttpRequest, course: Course) -> HttpResponse:
    stands = progress(course, list(course.sessions.all()))
    page = gathering.plane_page(participant_of(course), request.GET)
    page["head"] = head(course, request.path, "circle", stands, reader=request.user)
    page["due_again"] = gathering.due_again(page["placed"], stands)
    page["may_edit"] = permitted(request.user, Permission.COURSE_EDIT, course)
    return _show(request, "attachment/plane.html", course, page)


@require_GET
@opens(Course, Permission.COURSE_VIEW)
def circumplex(request: HttpRequest, course: Course) -> HttpResponse:
    page = gathering.circumplex_page(participant_of(course))
    return _show(request, "attachment/circumplex.html", course, page)


@GET_OR_POST
@opens(Course, Permission.COURSE_EDIT)
@shows_both
def conversation(request: HttpRequest, course: Course) -> HttpResponse:
    participant = participant_of(course)
    page = gathering.conversation_page(participant)
    form = ConversationForm(request.POST or None, newest=page["newest"])
    if form.is_valid():
        actions.keep_conversation(
            participant=participant,
            notes=form.notes(),
            by=request.user,
            session_number=_number(participant),
            seen=form.cleaned_data["seen"],
        )
        messages.success(request, _("The conversation is kept."))
        onward = "attachment:place-in-general" if "place" in request.POST else "attachment:plane"
        return redirect(onward, course=course.pk)
    return _show(request, "attachment/conversation.html", course, {**page, "form": form})


@GET_OR_POST
@opens(Course, Permission.COURSE_EDIT)
@shows_both
def place_in_general(request: HttpRequest, course: Course) -> HttpResponse:
    return _place(request, participant_of(course), None)


@GET_OR_POST
@opens(Relationship, Permission.COURSE_EDIT)
@shows_both
def place(request: HttpRequest, relationship: Relationship) -> HttpResponse:
    return _place(request, relationship.participant, relationship)


def _place(request: HttpRequest, participant: Participant, about: Relationship | None) -> HttpResponse:
    course = participant.course
    page = gathering.place_page(participant, about)
    form = PlaceForm(request.POST or None, newest=page["newest"])
    if form.is_valid():
        actions.place(
            participant=participant,
            relationship=about,
            by=request.user,
            session_number=_number(participant),
            **form.cleaned_data,
        )
        kept = _("Your placement is kept.")
        before = _("The one before stays readable.") if page["newest"] else ""
        messages.success(request, f"{kept} {before}".strip())
        return redirect("attachment:plane", course=course.pk)
    return _show(request, "attachment/place.html", course, {**page, "form": form})


def _number(participant: Participant) -> int | None:
    """The session begun today, if any."""
    number: int | None = sitting(participant)["session_number"]
    return number


def _show(request: HttpRequest, template: str, course: Course, page: dict[str, Any]) -> HttpResponse:
    """Every page here is part of the circle's tab; one with mistakes says so in its status."""
    wrong = "form" in page and page["form"].errors
    context = {
        **page,
        "course": course,
        "tab": "circle",
        "may_ask": permitted(request.user, Permission.MEASURE_ASK, course),
        "today": today_in(page["participant"]),
    }
    return render(request, template, context, status=422 if wrong else 200)
