"""Writes the next version of what an incident or a decision has."""

from typing import Any

from django.utils import timezone

from clinic.access.models import User
from clinic.audit.actions import record


def next_version(model: Any, act: str, by: User, **content: Any) -> Any:
    """Write the next version of what an incident or a decision has; a line counts its own versions."""
    whole = {name: content[name] for name in ("incident", "decision", "turn_number") if name in content}
    belongs_to = whole.get("incident") or whole["decision"]
    row = model.objects.create(
        service_id=belongs_to.service_id,
        version=model.objects.filter(**whole).count() + 1,
        written_by=by,
        written_at=timezone.now(),
        **content,
    )
    record(by=by, did=act, on=row, course_id=belongs_to.participant.course_id, version=row.version)
    return row
