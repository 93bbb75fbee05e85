"""Ticks the tasks of the manual."""

from django.db import transaction
from django.utils import timezone

from clinic.access.models import User
from clinic.audit.actions import record
from clinic.courses.models import Course, TaskDone
from clinic.courses.progress import progress


@transaction.atomic
def tick_task(*, course: Course, task: str, by: User, session_number: int | None = None) -> TaskDone:
    """Mark a task of the manual as done, now or in the session given; a second tick changes nothing."""
    course.in_manual().task(task)
    number = session_number or progress(course, course.sessions.all()).number
    done, fresh = TaskDone.objects.get_or_create(
        course=course,
        task=task,
        defaults={
            "service_id": course.service_id,
            "session_number": number,
            "done_by": by,
            "done_at": timezone.now(),
        },
    )
    if fresh:
        record(by=by, did="ticked a task", on=done, task=task, number=number)
    return done


@transaction.atomic
def untick_task(*, course: Course, task: str, by: User) -> None:
    """Take a tick back; the audit keeps that it was there."""
    done = TaskDone.objects.filter(course=course, task=task).first()
    if done:
        record(by=by, did="took a tick back", on=done, task=task, number=done.session_number)
        done.delete()
