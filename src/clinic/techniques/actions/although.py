"""Records that a technique was used although it was refused. Nothing begins by it."""

from collections.abc import Iterable

from django.db import transaction

from clinic.access.models import User
from clinic.audit.actions import record
from clinic.courses.models import Session
from clinic.techniques.models import UsedAlthoughRefused


@transaction.atomic
def keep_use_although_refused(
    *, session: Session, technique: str, rules: Iterable[str], reason: str, by: User
) -> UsedAlthoughRefused:
    """Keep what was done, what stood against it and why it was done; once in a session.

    ``ValueError`` without a reason.
    """
    if not reason.strip():
        raise ValueError("what was used although refused needs a reason")
    row, new = UsedAlthoughRefused.objects.get_or_create(
        session=session, technique=technique,
        defaults={"service_id": session.service_id, "rules": list(rules), "reason": reason, "written_by": by},
    )  # fmt: skip
    if new:
        record(
            by=by, did="recorded a technique used although refused", on=row, course_id=session.course_id,
            number=session.number, technique=technique,
        )  # fmt: skip
    return row
