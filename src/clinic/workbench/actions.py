"""Begins a course without an enquiry, signs and amends sessions, and closes those that did not happen."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from clinic.access.models import Service, User
from clinic.courses import actions as courses
from clinic.courses.actions import begin_course
from clinic.courses.models import Absence, Course, Session, SessionRecord
from clinic.patients.actions import register_patient
from clinic.questionnaires.actions import schedule_next
from clinic.signals.actions import call_for_missed
from clinic.techniques.actions.although import keep_use_although_refused
from clinic.techniques.although import Against
from ipt.therapy.attendance import Attendance


@transaction.atomic
def admit(
    *, service: Service, name: str, born_on: date, manual: str, stage: str, therapist: User, began_on: date,
    by: User, preferred_name: str = "", supervisor: User | None = None, **contact: Any,
) -> Course:  # fmt: skip
    """Register a patient and begin their course in one act."""
    patient = register_patient(
        service=service, name=name, preferred_name=preferred_name, born_on=born_on, by=by, **contact
    )
    course = begin_course(
        patient=patient,
        manual=manual,
        stage=stage,
        therapist=therapist,
        supervisor=supervisor,
        began_on=began_on,
        by=by,
    )
    schedule_next(course=course, by=by)
    return course


@transaction.atomic
def record_absence(
    *, session: Session, kind: Attendance, by: User, reason: str = "", seen: int | None = None
) -> Absence | Session:
    """Close a begun session that did not take place; a missed one is looked at in the same act."""
    course = session.course
    closed = courses.record_absence(session=session, kind=kind, by=by, reason=reason, seen=seen)
    if kind == "missed":
        call_for_missed(course=course, at=timezone.now(), by=by)
    return closed


@transaction.atomic
def sign(
    *, session: Session, by: User, although: Mapping[str, Against], why: str, **told: Any
) -> SessionRecord:
    """Sign a session; ``although``, what was ticked although refused, by technique, is kept with why."""
    signed = courses.sign_session(session=session, by=by, **told)
    _keep_although(session, although, why, by)
    return signed


@transaction.atomic
def amend(
    *, session: Session, by: User, although: Mapping[str, Against], why: str, **told: Any
) -> SessionRecord:
    """Amend a signed session in the same way."""
    new = courses.amend_session(session=session, by=by, **told)
    _keep_although(session, although, why, by)
    return new


def _keep_although(session: Session, although: Mapping[str, Against], why: str, by: User) -> None:
    for technique, against in although.items():
        keep_use_although_refused(
            session=session, technique=technique, rules=against.rules, reason=why, by=by
        )
