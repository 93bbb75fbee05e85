"""The circle over time, and the page of one person in it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from clinic.access.gate import opens, permitted
from clinic.access.roles import Permission
from clinic.courses.models import Course
from clinic.formulation import people
from clinic.inventory.models import Relationship


@require_GET
@opens(Relationship, Permission.COURSE_VIEW)
def person(request: HttpRequest, relationship: Relationship) -> HttpResponse:
    page = people.person_page(relationship)
    page["may_edit"] = permitted(request.user, Permission.INVENTORY_EDIT, relationship)
    return render(request, "formulation/person.html", page)


@require_GET
@opens(Course, Permission.COURSE_VIEW)
def over_time(request: HttpRequest, course: Course) -> HttpResponse:
    return render(request, "formulation/over_time.html", people.over_time(course, request.GET))
