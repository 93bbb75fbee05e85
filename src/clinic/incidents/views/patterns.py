"""What repeats across incidents and relationships."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from clinic.access.gate import opens
from clinic.access.roles import Permission
from clinic.courses.models import Course
from clinic.incidents.repeating import patterns_page


@require_GET
@opens(Course, Permission.COURSE_VIEW)
def patterns(request: HttpRequest, course: Course) -> HttpResponse:
    return render(request, "incidents/patterns.html", patterns_page(course))
