"""Agrees the contract, and keeps both signatures."""

from django.db import transaction
from django.utils import timezone

from clinic.access.models import User
from clinic.audit.actions import record
from clinic.courses.actions import agree_sessions
from clinic.courses.models import Course
from clinic.formulation.actions.versions import next_version
from clinic.formulation.models import Contract


@transaction.atomic
def agree_contract(
    *,
    course: Course,
    sessions: int,
    by: User,
    minutes: int = 50,
    rhythm: str = "",
    missed_count: bool = True,
    between_sessions: str = "",
    why_changed: str = "",
) -> Contract:
    """Keep what was agreed and let the course follow it; another number of sessions needs a reason."""
    before = course.contracts.first()
    if before and before.sessions != sessions and not why_changed:
        raise ValueError("another number of sessions needs a reason")
    agree_sessions(course=course, planned_sessions=sessions, missed_count=missed_count, by=by)
    return next_version(
        Contract,
        "agreed a contract",
        by,
        course=course,
        sessions=sessions,
        minutes=minutes,
        rhythm=rhythm,
        missed_count=missed_count,
        between_sessions=between_sessions,
        why_changed=why_changed,
        signed_by_therapist_at=timezone.now(),
    )


@transaction.atomic
def sign_contract(*, contract: Contract, by: User, on: str) -> Contract:
    """Keep the patient's signature, given on their own ``phone`` or in the ``room``."""
    if contract.signed_by_patient_at is None:
        contract.signed_by_patient_at = timezone.now()
        contract.patient_signed_on = on
        contract.save(update_fields=["signed_by_patient_at", "patient_signed_on"])
        record(by=by, did="signed the contract", on=contract, signed_on=on)
    return contract
