"""Writes the next version of something that is kept of a participant."""

from typing import Any

from django.utils import timezone

from clinic.access.meanwhile import insist_newest
from clinic.access.models import User
from clinic.audit.actions import record
from clinic.courses.models import Participant


def next_of_participant(
    before: Any, act: str, by: User, *, participant: Participant, seen: int | None = None, **content: Any
) -> Any:
    """Write the version that follows the newest of ``before``, inside the caller's transaction.

    ``seen`` is the version it is to follow. Two at once become two versions, and none is lost.
    """
    Participant.objects.select_for_update(no_key=True).get(pk=participant.pk)
    last = before.order_by("-version").first()
    insist_newest(seen, last.version if last else 0)
    row = before.model.objects.create(
        service_id=participant.service_id,
        participant=participant,
        version=last.version + 1 if last else 1,
        written_by=by,
        written_at=timezone.now(),
        **content,
    )
    record(by=by, did=act, on=row, course_id=participant.course_id, version=row.version)
    return row
