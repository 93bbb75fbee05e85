"""Writes the next version of something that a course has one of."""

from typing import Any

from django.utils import timezone

from clinic.access.meanwhile import insist_newest
from clinic.access.models import User
from clinic.audit.actions import record
from clinic.courses.models import Course


def next_version(
    model: Any, act: str, by: User, *, course: Course, seen: int | None = None, **content: Any
) -> Any:
    """Write the next version of what a course has one of; ``seen`` is the version it is to follow."""
    Course.objects.select_for_update(no_key=True).get(pk=course.pk)  # two at once become two versions
    last = model.objects.filter(course=course).first()
    insist_newest(seen, last.version if last else 0)
    row = model.objects.create(
        service_id=course.service_id,
        course=course,
        version=last.version + 1 if last else 1,
        written_by=by,
        written_at=timezone.now(),
        **content,
    )
    record(by=by, did=act, on=row, version=row.version)
    return row
