"""Writes the next version of something that a course has one of."""

from typing import Any

from django.utils import timezone

from clinic.access.models import User
from clinic.audit.actions import record
from clinic.courses.models import Course


def next_version(model: Any, act: str, by: User, *, course: Course, **content: Any) -> Any:
    """Write the next version of something that a course has one of."""
    Course.objects.select_for_update().get(pk=course.pk)  # two at once become two versions, none is lost
    last = model.objects.filter(course=course).first()
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
