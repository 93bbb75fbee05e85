"""The arithmetic of the chain, its head outside the database, and the proof that nothing was changed."""

import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.conf import settings

from clinic.audit.models import AuditEvent


@dataclass(frozen=True)
class Fault:
    """Where a chain is not what was written."""

    service_id: UUID
    seq: int
    what: str


def link(previous: str, event: AuditEvent) -> str:
    """HMAC-SHA256 of the mac before and everything this event says."""
    said = [
        event.service_id.hex,
        event.seq,
        event.at.isoformat(),
        event.by_id and event.by_id.hex,
        event.did,
        event.on_kind,
        event.on_id,
        event.course_id and event.course_id.hex,
        event.detail,
    ]
    canonical = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hmac.new(settings.KITH_AUDIT_KEY, (previous + canonical).encode(), hashlib.sha256).hexdigest()


def write_head(event: AuditEvent) -> None:
    """Keep the newest event of each chain outside the database, so that a cut tail shows."""
    heads = settings.KITH_HOME.audit_heads
    heads.mkdir(mode=0o700, exist_ok=True)
    head = heads / event.service_id.hex
    if _seq_of(head) >= event.seq:  # another transaction committed a later event meanwhile
        return
    fresh = head.with_suffix(f".{event.pk.hex}")
    fresh.write_text(f"{event.seq} {event.mac}\n")
    fresh.replace(head)


def _seq_of(head: Path) -> int:
    return int(head.read_text().split()[0]) if head.exists() else 0


def faults() -> Iterator[Fault]:
    """Walk every chain and yield what was changed, removed or cut; nothing means all is whole."""
    service_id, seq, mac = None, 0, ""
    macs: dict[UUID, dict[int, str]] = {}
    heads = _heads()
    for event in AuditEvent.objects.order_by("service_id", "seq").iterator(2000):
        if event.service_id != service_id:
            service_id, seq, mac = event.service_id, 0, ""
            macs[service_id] = {}
        if event.seq != seq + 1:
            yield Fault(event.service_id, seq + 1, "removed")
        elif not hmac.compare_digest(link(mac, event), event.mac):
            yield Fault(event.service_id, event.seq, "changed")
        seq, mac = event.seq, event.mac
        if heads.get(event.service_id, (0, ""))[0] == seq:
            macs[event.service_id][seq] = mac
    for chain, (head_seq, head_mac) in heads.items():
        found = macs.get(chain, {}).get(head_seq)
        if found is None:
            yield Fault(chain, head_seq, "cut")
        elif found != head_mac:
            yield Fault(chain, head_seq, "replaced")


def _heads() -> dict[UUID, tuple[int, str]]:
    """The last event of each chain as it was written outside the database."""
    folder = settings.KITH_HOME.audit_heads
    found = {}
    for file in folder.iterdir() if folder.exists() else ():
        if not file.suffix:
            seq, mac = file.read_text().split()
            found[UUID(file.name)] = (int(seq), mac)
    return found
