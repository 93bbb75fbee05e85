"""Makes a patient and a course of an enquiry."""

from datetime import date

from django.db import transaction

from clinic.access.models import User
from clinic.courses.actions import begin_course
from clinic.courses.models import Course
from clinic.patients.actions import handle_enquiry, register_patient
from clinic.patients.models import Enquiry
from clinic.questionnaires.actions import schedule_next


@transaction.atomic
def accept(
    *,
    enquiry: Enquiry,
    name: str,
    preferred_name: str,
    born_on: date,
    manual: str,
    stage: str,
    therapist: User,
    supervisor: User | None,
    began_on: date,
    by: User,
) -> Course | None:
    """Register the person as a patient and begin their course from a manual; ``None`` when that was done."""
    if Enquiry.objects.select_for_update().get(pk=enquiry.pk).state == "accepted":
        return None
    patient = register_patient(
        service=enquiry.service,
        name=name,
        preferred_name=preferred_name,
        born_on=born_on,
        by=by,
        contact_by=enquiry.contact_by,
        phone=enquiry.contact if enquiry.contact_by in ("phone", "text") else "",
        email=enquiry.contact if enquiry.contact_by == "e-mail" else "",
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
    handle_enquiry(enquiry=enquiry, state="accepted", by=by, patient=patient)
    schedule_next(course=course, by=by)
    return course
