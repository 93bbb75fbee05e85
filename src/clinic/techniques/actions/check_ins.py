"""Agrees on the contact after imagery, and keeps what came of it."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from clinic.access.models import User
from clinic.audit.actions import record
from clinic.techniques.models import OPEN, STATES, WAYS, CheckIn, ImageryRun

DID = {
    "agreed": "agreed on a check-in after imagery",
    "tried": "tried a check-in after imagery",
    "done": "checked in after imagery",
    "closed": "closed a check-in after imagery",
}


def agree_check_in(*, run: ImageryRun, due_at: datetime, way: str, owner: User, by: User) -> CheckIn:
    """Agree on when, how and by whom; part of ending the run."""
    return _next(run, "agreed", by, due_at=due_at, way=way, owner=owner)


@transaction.atomic
def say_what_came_of_it(
    *,
    run: ImageryRun,
    state: str,
    by: User,
    words: str = "",
    due_at: datetime | None = None,
    way: str = "",
    owner: User | None = None,
) -> CheckIn:
    """Keep the next version of a check-in; what is not given stays as it was.

    ``ValueError`` for an unknown state or way, for closing without a reason, and for trying without saying
    when it is tried again.
    """
    if state not in STATES or (way and way not in WAYS):
        raise ValueError(f"no state {state} or way {way}")
    if state == "closed" and not words.strip():
        raise ValueError("closed without a reason")
    if state in OPEN and (due_at is None or due_at <= timezone.now()):
        raise ValueError("tried again when?")
    before = run.check_ins.select_related("owner").first()
    kept = {
        "due_at": due_at or before.due_at,
        "way": way or before.way,
        "owner": owner or before.owner,
        "words": words,
    }
    return _next(run, state, by, **kept)


def _next(run: ImageryRun, state: str, by: User, **content: Any) -> CheckIn:
    ImageryRun.objects.select_for_update().get(pk=run.pk)
    last = run.check_ins.first()
    row = CheckIn.objects.create(
        service_id=run.service_id,
        run=run,
        version=last.version + 1 if last else 1,
        state=state,
        written_by=by,
        written_at=timezone.now(),
        **content,
    )
    record(by=by, did=DID[state], on=row, course_id=run.participant.course_id, version=row.version)
    return row
