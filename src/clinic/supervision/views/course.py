"""How IPT was done in a course; its sessions chosen for supervision, and their ratings."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clinic.access.gate import opens, permitted
from clinic.access.meanwhile import shows_both
from clinic.access.roles import Permission
from clinic.courses.models import Course
from clinic.supervision import actions
from clinic.supervision.choosing import can_be_chosen
from clinic.supervision.comparing import agreement, moved, pair
from clinic.supervision.forms import ChooseForm, DrawForm, RatingForm, SetAsideForm
from clinic.supervision.gathering import adherence_page, look_at
from clinic.supervision.models import ChosenSession
from ipt.therapy.adherence import item_file

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@require_GET
@opens(Course, Permission.COURSE_VIEW)
def adherence(request: HttpRequest, course: Course) -> HttpResponse:
    return _show_adherence(request, course)


@require_POST
@opens(Course, Permission.SESSION_CHOOSE)
def choose(request: HttpRequest, course: Course) -> HttpResponse:
    form = ChooseForm(request.POST, sessions=can_be_chosen(course.pk))
    if not form.is_valid():
        return _show_adherence(request, course, status=422, choose_form=form)
    try:
        chosen = actions.choose_session(by=request.user, **form.cleaned_data)
    except actions.Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("supervision:adherence", course=course.pk)
    messages.success(request, _("Session %d is chosen for supervision.") % chosen.session.number)
    return redirect("supervision:chosen", course=course.pk, chosensession=chosen.pk)


@require_POST
@opens(Course, Permission.SESSION_CHOOSE)
def draw(request: HttpRequest, course: Course) -> HttpResponse:
    form = DrawForm(request.POST)
    if not form.is_valid():
        return _show_adherence(request, course, status=422, draw_form=form)
    try:
        chosen = actions.draw_session(course=course, by=request.user, reason=form.cleaned_data["reason"])
    except actions.Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("supervision:adherence", course=course.pk)
    messages.success(request, _("Session %d was drawn by chance.") % chosen.session.number)
    return redirect("supervision:chosen", course=course.pk, chosensession=chosen.pk)


def _show_adherence(request: HttpRequest, course: Course, status: int = 200, **forms: Any) -> HttpResponse:
    page = adherence_page(course)
    free = can_be_chosen(course.pk)
    context = {
        **page,
        "course": course,
        "tab": "sessions",
        "may_choose": permitted(request.user, Permission.SESSION_CHOOSE, course),
        "moved": moved(page["trends"]),
        "choose_form": ChooseForm(
            sessions=free, initial={"session": page["free"][-1].number if page["free"] else None}
        ),
        "draw_form": DrawForm(),
        **forms,
    }
    return render(request, "supervision/adherence.html", context, status=status)


@require_GET
@opens(ChosenSession, Permission.COURSE_VIEW)
def chosen(request: HttpRequest, chosen: ChosenSession) -> HttpResponse:
    return _show_chosen(request, chosen, SetAsideForm())


@require_POST
@opens(ChosenSession, Permission.SESSION_CHOOSE)
def set_aside(request: HttpRequest, chosen: ChosenSession) -> HttpResponse:
    form = SetAsideForm(request.POST)
    if not form.is_valid():
        return _show_chosen(request, chosen, form, status=422)
    course = chosen.session.course_id
    try:
        actions.set_aside(chosen=chosen, by=request.user, **form.cleaned_data)
    except actions.Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("supervision:chosen", course=course, chosensession=chosen.pk)
    messages.success(request, _("Set aside. That it was chosen, and why it was set aside, stays."))
    return redirect("supervision:adherence", course=course)


def _show_chosen(
    request: HttpRequest, chosen: ChosenSession, form: SetAsideForm, status: int = 200
) -> HttpResponse:
    course = chosen.session.course
    seen = pair(chosen, request.user, course)
    context = {
        **_around(chosen),
        "pair": seen,
        "has_other": course.supervisor_id not in (None, course.therapist_id),
        "agreement": agreement(seen.lines),
        "questions": sorted(
            (one for one in seen.lines if one.question), key=lambda one: -abs(one.compared.apart_by or 0)
        ),
        "newest": [chosen.newest("therapist"), chosen.newest("supervisor")] if seen.opened else [],
        "form": form,
        "may_rate": permitted(request.user, Permission.SESSION_RATE, chosen) and not chosen.set_aside_at,
        "may_choose": permitted(request.user, Permission.SESSION_CHOOSE, chosen),
    }
    return render(request, "supervision/chosen.html", context, status=status)


@GET_OR_POST
@opens(ChosenSession, Permission.SESSION_RATE)
@shows_both
def rate(request: HttpRequest, chosen: ChosenSession) -> HttpResponse:
    """Rate a chosen session; the other's rating is nowhere on this page."""
    course = chosen.session.course
    if chosen.set_aside_at:
        messages.error(request, _("The session was set aside."))
        return redirect("supervision:chosen", course=course.pk, chosensession=chosen.pk)
    mine = pair(chosen, request.user, course).mine
    form = RatingForm(request.POST if request.method == "POST" else None, newest=mine)
    if form.is_valid():
        actions.rate_session(chosen=chosen, by=request.user, ratings=form.ratings(), **form.said())
        messages.success(request, _("Your rating is kept."))
        return redirect("supervision:chosen", course=course.pk, chosensession=chosen.pk)
    context = {**_around(chosen), "form": form, "mine": mine, "items": item_file()}
    return render(request, "supervision/rate.html", context, status=422 if form.is_bound else 200)


def _around(chosen: ChosenSession) -> dict[str, Any]:
    session = chosen.session
    return {
        "course": session.course,
        "tab": "sessions",
        "chosen": chosen,
        "session": session,
        "seen": next(iter(look_at(session.course, session)), None),
    }
