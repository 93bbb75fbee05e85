"""Focus, formulation, goals and contract, seen together; each is changed on its own page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from clinic.access.gate import opens, permitted
from clinic.access.roles import Permission
from clinic.courses.models import Course
from clinic.formulation import gathering


@require_GET
@opens(Course, Permission.COURSE_VIEW)
def formulation(request: HttpRequest, course: Course) -> HttpResponse:
    page = gathering.meaning_page(course)
    page["may_edit"] = permitted(request.user, Permission.COURSE_EDIT, course)
    return render(request, "formulation/formulation.html", page)
