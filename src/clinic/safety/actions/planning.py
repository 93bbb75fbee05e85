"""Keeps safety plans."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from clinic.access.models import User
from clinic.audit.actions import record
from clinic.courses.models import Participant
from clinic.safety.models import SafetyPlan


@transaction.atomic
def write_safety_plan(
    *,
    participant: Participant,
    by: User,
    review_on: date | None = None,
    at: datetime | None = None,
    **parts: str,
) -> SafetyPlan:
    """Keep the next version of the plan a patient has made with their clinician."""
    # two at once become two versions
    Participant.objects.select_for_update(no_key=True).get(pk=participant.pk)
    last = SafetyPlan.objects.of(participant).first()
    plan = SafetyPlan.objects.create(
        service_id=participant.service_id,
        participant=participant,
        version=last.version + 1 if last else 1,
        written_by=by,
        written_at=at or timezone.now(),
        review_on=review_on,
        **parts,
    )
    record(by=by, did="wrote a safety plan", on=plan, course_id=participant.course_id, version=plan.version)
    return plan
