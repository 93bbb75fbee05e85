"""Takes back what stood, and puts it back; it stays in the record either way."""

from typing import Any

from django.utils import timezone

from clinic.access.models import User
from clinic.audit.actions import record
from clinic.inventory.models import MoodEventLink, RememberedMood, TimelineEvent

Withdrawable = MoodEventLink | TimelineEvent | RememberedMood


def withdraw(row: Withdrawable, *, did: str, by: User, course_id: Any) -> None:
    """Take a row back, inside the caller's transaction; one taken back before stays as it is."""
    if row.withdrawn_at is None:
        _set(row, timezone.now(), did, by, course_id)


def put_back(row: Withdrawable, *, did: str, by: User, course_id: Any) -> bool:
    """Undo that; ``False`` when it stands anyway."""
    withdrawn = row.withdrawn_at is not None
    if withdrawn:
        _set(row, None, did, by, course_id)
    return withdrawn


def _set(row: Withdrawable, moment: Any, did: str, by: User, course_id: Any) -> None:
    row.withdrawn_at = moment
    row.save(update_fields=["withdrawn_at"])
    record(by=by, did=did, on=row, course_id=course_id)
