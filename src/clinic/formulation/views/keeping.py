"""How a form of this room answers: back to the page with what is true now, or again with its mistakes."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from clinic.courses.models import Course

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


def kept(request: HttpRequest, course: Course, words: str) -> HttpResponse:
    """Say that it is kept, on the page where all of it is seen."""
    messages.success(request, words)
    return redirect("formulation:formulation", course=course.pk)


def shown(request: HttpRequest, template: str, page: dict[str, Any], form: Any) -> HttpResponse:
    """Show a form; one with mistakes comes back as such."""
    return render(request, template, page, status=422 if form.errors else 200)
