"""Writes the audit, in the same transaction as the act."""

from typing import Any
from uuid import UUID

from django.db import connection, models, transaction
from django.utils import timezone

from clinic.audit.chain import link, write_head
from clinic.audit.models import INSTALLATION, AuditEvent


@transaction.atomic
def record(
    *,
    by: Any,
    did: str,
    on: models.Model | None = None,
    service_id: UUID | None = None,
    course_id: UUID | None = None,
    **detail: Any,
) -> AuditEvent:
    """Append what ``by`` did to the chain of the row's service; ``by=None`` is nobody signed in."""
    service_id = service_id or getattr(on, "service_id", None) or INSTALLATION
    last_seq, last_mac = _last_of(service_id)
    event = AuditEvent(
        service_id=service_id,
        seq=last_seq + 1,
        at=timezone.now(),
        by_id=getattr(by, "pk", None),
        did=did,
        on_kind=on._meta.model_name or "" if on else "",
        on_id=str(on.pk) if on else "",
        course_id=course_id or _course_of(on),
        detail=detail,
    )
    event.mac = link(last_mac, event)
    event.save(force_insert=True)
    transaction.on_commit(lambda: write_head(event))
    return event


def take_turn(service_id: UUID) -> None:
    """Let nobody else record an act of a service until this one is over.

    Whoever records takes it by that. An act that holds rows which a recorded act may still write takes it
    before them, or each of the two waits for the other.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [service_id.int % 2**63])


def _last_of(service_id: UUID) -> tuple[int, str]:
    """Number and mac of the newest event of a chain, while nobody else may append to it."""
    take_turn(service_id)
    newest = AuditEvent.objects.filter(service_id=service_id).order_by("-seq").values_list("seq", "mac")
    return newest.first() or (0, "")


def _course_of(row: models.Model | None) -> UUID | None:
    if row is None:
        return None
    if row._meta.model_name == "course":
        return row.pk
    return getattr(row, "course_id", None)
