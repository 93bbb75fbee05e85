"""Goals: set, rated, and let rest."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from clinic.access.gate import opens
from clinic.access.roles import Permission
from clinic.courses.models import Course
from clinic.formulation import actions, gathering
from clinic.formulation.forms.goals import GoalForm, RatingForm
from clinic.formulation.models import Goal
from clinic.formulation.views.keeping import GET_OR_POST, shown


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
        "rated": list(zip(page["goals"], page["lines"], forms, strict=True)),
        "room": len(forms) < actions.MOST_GOALS or form.is_bound,
    }
    return shown(request, "formulation/goals.html", page, given or form)
