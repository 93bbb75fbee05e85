"""Writes the ending, and ends the course."""

from datetime import date

from django.db import transaction

from clinic.access.models import User
from clinic.appointments.actions import cancel_to_come
from clinic.courses.actions import end_course
from clinic.courses.models import Course
from clinic.formulation.actions.versions import next_version
from clinic.formulation.models import Ending
from clinic.formulation.wording import ENDING_TITLES
from clinic.questionnaires.actions import hold_open, withdraw_open


@transaction.atomic
def write_ending(*, course: Course, by: User, seen: int | None = None, **parts: str) -> Ending:
    """Keep the ending as far as it is written; what is not given stays as it was."""
    Course.objects.select_for_update(no_key=True).get(pk=course.pk)
    before = course.endings.first()
    kept = {name: getattr(before, name) for name in ENDING_TITLES} if before else {}
    return next_version(Ending, "wrote the ending", by, course=course, seen=seen, **{**kept, **parts})


@transaction.atomic
def end(*, course: Course, on: date, how: str, by: User) -> Course:
    """End the course; questions that still wait and meetings to come are taken back with it."""
    hold_open(course)
    ended = end_course(course=course, on=on, how=how, by=by)
    withdraw_open(course=ended, by=by)
    cancel_to_come(course=ended, by=by)
    return ended
