"""The first forms of a course, one page each, with every version kept."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from clinic.access.gate import opens, permitted
from clinic.access.roles import Permission
from clinic.courses import actions
from clinic.courses.first_forms import parts, points
from clinic.courses.forms import (
    DiagnosisForm,
    MedicationForm,
    SickRoleForm,
    StopForm,
    SuitabilityForm,
)
from clinic.courses.models import Course, Diagnosis, Medication, SickRole, Suitability
from ipt.therapy import evidence, suitability


@dataclass(frozen=True, slots=True)
class Page:
    """A form whose versions are kept: what it is called, and who writes it."""

    name: str
    title: str | Promise
    why: str | Promise
    model: Any
    form: type[forms.Form]
    write: Callable[..., Any]
    following: tuple[str, str | Promise]  # which page of the course comes after it, and its name
    template: str = "courses/first_form.html"


DIAGNOSIS = Page(
    "diagnosis",
    _("The difficulty, named and explained"),
    _("An illness with a name can be treated. It is no weakness of character."),
    Diagnosis,
    DiagnosisForm,
    actions.name_diagnosis,
    ("sick-role", _("What is eased for now")),
)
SICK_ROLE = Page(
    "sick-role",
    _("What is eased for now"),
    _("Someone who is ill may be spared some demands for a time, and in return works at getting better."),
    SickRole,
    SickRoleForm,
    actions.agree_sick_role,
    ("medication", _("Medication")),
)
SUITABILITY = Page(
    "suitability",
    _("Does this fit, now?"),
    _("Points to talk about together. Nothing here adds up to a yes or a no; you decide and say why."),
    Suitability,
    SuitabilityForm,
    actions.review_suitability,
    ("diagnosis", _("Diagnosis")),
    "courses/suitability.html",
)


def _show(
    request: HttpRequest, course: Course, page: Page, form: forms.Form | None = None, **more: Any
) -> HttpResponse:
    versions = list(page.model.objects.filter(course=course).select_related("written_by"))
    for row in versions:
        row.parts = parts(row)
    newest = versions[0] if versions else None
    context = {
        "course": course,
        "tab": "overview",
        "page": page,
        "newest": newest,
        "older": versions[1:],
        "form": form or page.form(initial=_as_typed(page, newest)),
        "may_edit": permitted(request.user, Permission.COURSE_EDIT, course),
    }
    return render(request, page.template, context | more, status=422 if form else 200)


def _as_typed(page: Page, row: Any) -> dict[str, Any]:
    """What the next version begins with: the newest one's words."""
    if row is None:
        return {}
    typed = {name: getattr(row, name) for name in page.form.base_fields}
    return typed | {f"ruler_{name}": value for name, value in getattr(row, "rulers", {}).items()}


def _write(request: HttpRequest, course: Course, page: Page, **more: Any) -> HttpResponse:
    form = page.form(request.POST)
    if not form.is_valid():
        return _show(request, course, page, form, **more)
    page.write(course=course, by=request.user, **form.cleaned_data)
    messages.success(request, gettext("Kept."))
    return redirect(f"courses:{page.name}", course=course.pk)


@require_GET
@opens(Course, Permission.COURSE_VIEW)
def diagnosis(request: HttpRequest, course: Course) -> HttpResponse:
    return _show(request, course, DIAGNOSIS)


@require_POST
@opens(Course, Permission.COURSE_EDIT)
def write_diagnosis(request: HttpRequest, course: Course) -> HttpResponse:
    return _write(request, course, DIAGNOSIS)


@require_GET
@opens(Course, Permission.COURSE_VIEW)
def sick_role(request: HttpRequest, course: Course) -> HttpResponse:
    return _show(request, course, SICK_ROLE)


@require_POST
@opens(Course, Permission.COURSE_EDIT)
def write_sick_role(request: HttpRequest, course: Course) -> HttpResponse:
    return _write(request, course, SICK_ROLE)


@require_GET
@opens(Course, Permission.COURSE_VIEW)
def review(request: HttpRequest, course: Course) -> HttpResponse:
    return _show(request, course, SUITABILITY, **_around_suitability(course))


@require_POST
@opens(Course, Permission.COURSE_EDIT)
def write_review(request: HttpRequest, course: Course) -> HttpResponse:
    return _write(request, course, SUITABILITY, **_around_suitability(course))


def _around_suitability(course: Course) -> dict[str, Any]:
    """What the newest review asks to talk about, and what research says."""
    newest = course.suitability_reviews.first()
    guide = suitability.guide()
    return {
        "points": points(course, newest) if newest else (),
        "low": suitability.low_rulers(newest.rulers) if newest else (),
        "guide": guide,
        "evidence": evidence.load_all(),
    }


@require_GET
@opens(Course, Permission.COURSE_VIEW)
def medication(request: HttpRequest, course: Course) -> HttpResponse:
    return _show_medication(request, course, MedicationForm())


@require_POST
@opens(Course, Permission.COURSE_EDIT)
def add_medication(request: HttpRequest, course: Course) -> HttpResponse:
    form = MedicationForm(request.POST)
    if not form.is_valid():
        return _show_medication(request, course, form, status=422)
    actions.add_medication(course=course, by=request.user, **form.cleaned_data)
    messages.success(request, gettext("Kept."))
    return redirect("courses:medication", course=course.pk)


@require_POST
@opens(Medication, Permission.COURSE_EDIT)
def stop_medication(request: HttpRequest, medication: Medication) -> HttpResponse:
    form = StopForm(request.POST)
    if not form.is_valid():
        return _show_medication(request, medication.course, MedicationForm(), wrong=form, status=422)
    actions.stop_medication(medication=medication, by=request.user, **form.cleaned_data)
    messages.success(request, gettext("Kept."))
    return redirect("courses:medication", course=medication.course_id)


def _show_medication(
    request: HttpRequest,
    course: Course,
    form: forms.Form,
    wrong: forms.Form | None = None,
    status: int = 200,
) -> HttpResponse:
    medicines = list(course.medications.select_related("recorded_by"))
    context = {
        "course": course,
        "tab": "overview",
        "form": form,
        "wrong": wrong,
        "taken": [one for one in medicines if one.stopped_on is None],
        "stopped": [one for one in medicines if one.stopped_on],
        "may_edit": permitted(request.user, Permission.COURSE_EDIT, course),
    }
    return render(request, "courses/medication.html", context, status=status)
