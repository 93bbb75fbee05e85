"""Which sessions can be chosen for supervision, and as what somebody rates one."""

from typing import Any

from django.db.models import QuerySet

from clinic.access.models import User
from clinic.courses.models import Course, Session
from clinic.supervision.models import ChosenSession


def can_be_chosen(course_id: Any) -> QuerySet[Session]:
    """Sessions held and signed that nobody has chosen yet."""
    standing = ChosenSession.objects.standing().filter(session__course=course_id)
    held = Session.objects.filter(course=course_id, attendance="attended", signed_at__isnull=False)
    found: QuerySet[Session] = held.exclude(pk__in=standing.values("session"))
    return found


def rater_of(user: User, course: Course) -> str:
    """As whom somebody rates a session of a course: as its therapist where they are that."""
    return "therapist" if user.pk == course.therapist_id else "supervisor"
