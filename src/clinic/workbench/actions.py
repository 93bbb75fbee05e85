"""Begins a course for somebody who did not come by an enquiry."""

from datetime import date
from typing import Any

from django.db import transaction

from clinic.access.models import Service, User
from clinic.courses.actions import begin_course
from clinic.courses.models import Course
from clinic.patients.actions import register_patient
from clinic.questionnaires.actions import schedule_next


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
