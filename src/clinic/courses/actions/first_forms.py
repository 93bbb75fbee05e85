"""Keeps the first forms of a course: each agreement as the next version, each medicine with its days."""

from datetime import date
from typing import Any, TypeVar

from django.db import transaction
from django.utils import timezone

from clinic.access.models import User, VersionedRow
from clinic.audit.actions import record
from clinic.courses.models import Course, Diagnosis, Medication, SickRole, Suitability

V = TypeVar("V", bound=VersionedRow)


def review_suitability(*, course: Course, by: User, **written: Any) -> Suitability:
    """Keep a review of suitability: the decision is the clinician's, with a reason."""
    return _next_version(Suitability, course, by, "reviewed suitability", written)


def name_diagnosis(*, course: Course, by: User, **written: Any) -> Diagnosis:
    """Name the difficulty and keep how it was explained."""
    return _next_version(Diagnosis, course, by, "named the diagnosis", written)


def agree_sick_role(*, course: Course, by: User, **written: Any) -> SickRole:
    """Agree what is eased for a while and what the patient undertakes."""
    return _next_version(SickRole, course, by, "agreed the sick role", written)


@transaction.atomic
def _next_version(kind: type[V], course: Course, by: User, did: str, written: dict[str, Any]) -> V:
    held = Course.objects.select_for_update(no_key=True).get(pk=course.pk)
    version = kind.objects.filter(course=held).count() + 1
    row = kind.objects.create(
        service_id=held.service_id, course=held, version=version, written_by=by,
        written_at=timezone.now(), **written,
    )  # fmt: skip
    record(by=by, did=did, on=row, version=version)
    return row


@transaction.atomic
def add_medication(*, course: Course, by: User, **written: Any) -> Medication:
    """Write down a medicine and who prescribes it."""
    medicine = Medication.objects.create(
        service_id=course.service_id, course=course, recorded_by=by, **written
    )
    record(by=by, did="added a medicine", on=medicine)
    return medicine


@transaction.atomic
def stop_medication(*, medication: Medication, stopped_on: date, by: User) -> Medication:
    """Mark a medicine as stopped; it stays on the list."""
    medication.stopped_on = stopped_on
    medication.save(update_fields=["stopped_on"])
    record(by=by, did="marked a medicine as stopped", on=medication, on_day=stopped_on.isoformat())
    return medication
