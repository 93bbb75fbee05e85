"""Keeps the private page behind a plain first page: it opens on purpose, for a while, in one sign-in."""

import time

from django.http import HttpRequest

from clinic.courses.models import Course

OPEN_FOR = 10 * 60  # seconds since it was last looked at


def open_for(request: HttpRequest, course: Course) -> None:
    """Remember that whoever is signed in said that nobody else sees the screen."""
    request.session["private_page"] = {"course": str(course.pk), "at": int(time.time())}


def is_open(request: HttpRequest, course: Course) -> bool:
    """Whether the page was opened for this course a short while ago; looking again prolongs it."""
    opened = request.session.get("private_page") or {}
    if opened.get("course") != str(course.pk) or time.time() - opened["at"] > OPEN_FOR:
        return False
    open_for(request, course)
    return True


def close(request: HttpRequest) -> None:
    """Close it before its time."""
    request.session.pop("private_page", None)
