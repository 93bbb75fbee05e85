"""Begins, carries and ends a course."""

from datetime import date

from django.db import transaction

from clinic.access.models import User
from clinic.audit.actions import record
from clinic.courses.models import Course, Participant
from clinic.patients.models import Patient
from ipt.therapy import manuals


@transaction.atomic
def begin_course(
    *,
    patient: Patient,
    manual: str,
    therapist: User,
    began_on: date,
    by: User,
    supervisor: User | None = None,
    stage: str = "acute",
) -> Course:
    """Begin a course from a manual; it keeps the version it began with."""
    chosen = manuals.load(manual)
    course = Course.objects.create(
        service_id=patient.service_id,
        manual=chosen.id,
        manual_version=chosen.version,
        planned_sessions=chosen.planned_sessions,
        stage=stage,
        therapist=therapist,
        supervisor=supervisor,
        began_on=began_on,
    )
    Participant.objects.create(service_id=patient.service_id, course=course, patient=patient)
    record(by=by, did="began a course", on=course, manual=chosen.id)
    return course


@transaction.atomic
def agree_sessions(*, course: Course, planned_sessions: int, missed_count: bool, by: User) -> Course:
    """Let the course follow its contract: how many sessions, and whether a missed one uses one up."""
    course.planned_sessions, course.missed_count = planned_sessions, missed_count
    course.save(update_fields=["planned_sessions", "missed_count"])
    record(by=by, did="agreed the number of sessions", on=course, planned_sessions=planned_sessions)
    return course
