"""Focus, formulation, goals and contract: seen together, each changed on its own page."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clinic.access.gate import opens, permitted
from clinic.access.roles import Permission
from clinic.courses.models import Course
from clinic.formulation import actions, gathering
from clinic.formulation.focus import banner_of
from clinic.formulation.forms import ContractForm, FocusForm, FormulationForm, GoalForm, RatingForm
from clinic.formulation.models import Contract, Goal
from clinic.inventory.gathering import sitting

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@require_GET
@opens(Course, Permission.COURSE_VIEW)
def formulation(request: HttpRequest, course: Course) -> HttpResponse:
    page = gathering.meaning_page(course)
    page["may_edit"] = permitted(request.user, Permission.COURSE_EDIT, course)
    return render(request, "formulation/formulation.html", page)


@GET_OR_POST
@opens(Course, Permission.COURSE_EDIT)
def focus(request: HttpRequest, course: Course) -> HttpResponse:
    page = gathering.focus_helper(course)
    versions = list(course.focuses.select_related("written_by", "relationship"))
    newest = next(iter(versions), None)
    form = FocusForm(request.POST or None, people=page["people"], newest=newest)
    if form.is_valid():
        number = sitting(page["participant"])["session_number"]
        actions.agree_focus(course=course, by=request.user, session_number=number, **form.cleaned_data)
        return _kept(request, course, _("The focus is kept."))
    page |= {"form": form, "versions": gathering.told(versions), "banner": banner_of(versions)}
    return _form(request, "formulation/focus.html", page, form)


@GET_OR_POST
@opens(Course, Permission.COURSE_EDIT)
def story(request: HttpRequest, course: Course) -> HttpResponse:
    versions = list(course.formulations.select_related("written_by"))
    form = FormulationForm(request.POST or None, newest=next(iter(versions), None))
    if form.is_valid():
        actions.write_formulation(course=course, by=request.user, **form.cleaned_data)
        return _kept(request, course, _("The formulation is kept."))
    page = {"course": course, "form": form, "versions": versions}
    return _form(request, "formulation/story.html", page, form)


@GET_OR_POST
@opens(Course, Permission.COURSE_EDIT)
def contract(request: HttpRequest, course: Course) -> HttpResponse:
    versions = list(course.contracts.select_related("written_by"))
    suggested = {
        "sessions": course.planned_sessions,
        "minutes": course.in_manual().session_minutes,
        "missed_count": course.missed_count,
    }
    form = ContractForm(request.POST or None, newest=next(iter(versions), None), suggested=suggested)
    if form.is_valid():
        actions.agree_contract(course=course, by=request.user, **form.cleaned_data)
        return _kept(request, course, _("The contract is kept and signed by you. The patient signs next."))
    page = {"course": course, "form": form, "versions": versions}
    return _form(request, "formulation/contract.html", page, form)


@require_POST
@opens(Contract, Permission.COURSE_EDIT)
def sign_in_the_room(request: HttpRequest, contract: Contract) -> HttpResponse:
    actions.sign_contract(contract=contract, by=request.user, on="room")
    return _kept(request, contract.course, _("Signed by the patient, here in the room."))


@GET_OR_POST
@opens(Course, Permission.COURSE_EDIT)
def goals(request: HttpRequest, course: Course) -> HttpResponse:
    form = GoalForm(request.POST or None)
    page = gathering.goals_page(course)
    if form.is_valid():
        try:
            actions.set_goal(participant=page["participant"], by=request.user, **form.cleaned_data)
            return redirect("formulation:goals", course=course.pk)
        except actions.NoRoom as refusal:
            form.add_error("text", str(refusal))
            page = gathering.goals_page(course)
    return _goals(request, page, form)


@require_POST
@opens(Goal, Permission.COURSE_EDIT)
def rate_goal(request: HttpRequest, goal: Goal) -> HttpResponse:
    form = RatingForm(request.POST, prefix=str(goal.pk))
    course = goal.participant.course
    if form.is_valid():
        actions.rate_goal(goal=goal, rating=form.cleaned_data["rating"], by=request.user)
        return redirect("formulation:goals", course=course.pk)
    return _goals(request, gathering.goals_page(course), GoalForm(), given=form)


@require_POST
@opens(Goal, Permission.COURSE_EDIT)
def retire_goal(request: HttpRequest, goal: Goal) -> HttpResponse:
    actions.retire_goal(goal=goal, by=request.user)
    return redirect("formulation:goals", course=goal.participant.course_id)


def _goals(request: HttpRequest, page: dict[str, Any], form: Any, given: Any = None) -> HttpResponse:
    """The goals, each with its own rating form; one that came back with a mistake keeps its place."""
    forms = [
        given if given and given.prefix == str(goal.pk) else RatingForm(prefix=str(goal.pk))
        for goal in page["goals"]
    ]
    page |= {
        "form": form,
        "rated": list(zip(page["goals"], forms, strict=True)),
        "room": len(forms) < actions.MOST_GOALS or form.is_bound,
    }
    return _form(request, "formulation/goals.html", page, given or form)


def _kept(request: HttpRequest, course: Course, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("formulation:formulation", course=course.pk)


def _form(request: HttpRequest, template: str, page: dict[str, Any], form: Any) -> HttpResponse:
    return render(request, template, page, status=422 if form.errors else 200)
