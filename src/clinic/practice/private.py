"""Seals the patient's notes and drafts; opens them for the patient, and once shared for their readers."""

import json

from clinic.access.models import User
from clinic.courses.sealing import seal, unseal
from clinic.practice.models import MessageWording, Telling

PARTS = ("to_whom", "known", "ask", "heard", "my_words")  # of a draft of a message


def seal_note(telling: Telling, text: str) -> bytes:
    return seal(text, bound_to=_place_of_note(telling)) if text else b""


def note_of(telling: Telling) -> str:
    """The note as it was written; ask ``may_read`` before it is shown to anybody."""
    return unseal(bytes(telling.sealed), bound_to=_place_of_note(telling)) if telling.has_note else ""


def seal_words(wording: MessageWording, parts: dict[str, str]) -> bytes:
    return seal(json.dumps({name: parts.get(name, "") for name in PARTS}), bound_to=_place_of_words(wording))


def words_of(wording: MessageWording) -> dict[str, str]:
    """Each of ``PARTS`` as it was written; ask ``may_read`` before it is shown to anybody."""
    kept: dict[str, str] = json.loads(unseal(bytes(wording.sealed), bound_to=_place_of_words(wording)))
    return kept


def may_read(row: Telling | MessageWording, patient: User, reader: User) -> bool:
    """The patient their own; whoever may see the course, what is shared."""
    return row.shared or reader.pk == patient.pk


def _place_of_note(telling: Telling) -> str:
    return f"practice note {telling.pk} {telling.service_id} {telling.entry_id} {telling.version}"


def _place_of_words(wording: MessageWording) -> str:
    return f"message draft {wording.pk} {wording.service_id} {wording.draft_id} {wording.version}"
