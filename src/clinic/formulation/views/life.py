"""The timeline: a life over the years, or the weeks of the course on the axis of its scores."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from clinic.access.gate import opens, permitted
from clinic.access.roles import Permission
from clinic.courses.models import Course
from clinic.formulation.lifeline import timeline_page


@require_GET
@opens(Course, Permission.COURSE_VIEW)
def timeline(request: HttpRequest, course: Course) -> HttpResponse:
    page = timeline_page(course, request.GET)
    page["may_edit"] = permitted(request.user, Permission.INVENTORY_EDIT, course)
    return render(request, "formulation/timeline.html", page)
