"""Takes a job that is due, does it, and says when it is due again."""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from clinic.jobs.models import Job
from clinic.jobs.periodic import PERIODIC, Periodic

LEASE = timedelta(minutes=5)
log = logging.getLogger(__name__)


def do_what_is_due(jobs: Iterable[Periodic] = PERIODIC) -> list[str]:
    """Do every job that is due and that no other worker has; one that fails is tried again in its turn."""
    return [job.name for job in jobs if take(job=job, now=timezone.now()) and _done(job)]


@transaction.atomic
def take(*, job: Periodic, now: datetime) -> bool:
    """Take a job if it is due and free, so that no other worker does it meanwhile."""
    Job.objects.get_or_create(name=job.name, defaults={"due_at": now})
    row = Job.objects.select_for_update().get(name=job.name)
    if row.due_at > now or (row.leased_until is not None and row.leased_until > now):
        return False
    row.leased_until = now + LEASE
    row.save(update_fields=["leased_until"])
    return True


def _done(job: Periodic) -> bool:
    try:
        job.do()
    except Exception:
        log.exception("The job %r failed; it is tried again at its next turn.", job.name)
        give_back(job=job, failed=True)
        return False
    give_back(job=job, failed=False)
    return True


@transaction.atomic
def give_back(*, job: Periodic, failed: bool) -> None:
    """Let go of a job; it is due again after its time."""
    now = timezone.now()
    row = Job.objects.select_for_update().get(name=job.name)
    row.due_at, row.leased_until = now + job.every, None
    if failed:
        row.failed_at, row.failures = now, row.failures + 1
    else:
        row.done_at, row.failures = now, 0
    row.save(update_fields=["due_at", "leased_until", "done_at", "failed_at", "failures"])
