"""Whether a therapy made for prolonged grief has to be spoken of before the contract."""

from dataclasses import dataclass

from clinic.courses.models import Participant
from clinic.formulation.facts import Record, last_scores, record_of
from clinic.inventory.gathering import today_in
from ipt.therapy import evidence
from ipt.therapy.evidence import Note
from ipt.therapy.evidence_for_areas import GriefNote, grief_note


@dataclass(frozen=True, slots=True)
class BetterEvidence:
    """What the score and the time say, and what research says."""

    found: GriefNote
    note: Note


def better_evidence(participant: Participant, record: Record | None = None) -> BetterEvidence | None:
    """The note, when it is due; one query where nothing was scored."""
    if record is None and not any(one.measure == "pg13r" for one in last_scores(participant)):
        return None
    found = grief_note((record or record_of(participant)).facts, today_in(participant))
    return BetterEvidence(found, evidence.load("prolonged_grief")) if found else None
