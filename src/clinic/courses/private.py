"""Private notes as their author writes and reads them; nobody else can open one."""

from base64 import b64decode, b64encode
from typing import Any

from clinic.access.models import User
from clinic.courses.models import PrivateNote, Session, SessionDraft
from clinic.courses.sealing import seal, unseal


def seal_note(note: PrivateNote, text: str) -> bytes:
    return seal(text, bound_to=_place_of_note(note))


def read_note(note: PrivateNote, reader: User) -> str:
    """The text of a note, for its author; ``PermissionError`` for anybody else."""
    if note.written_by_id != reader.pk:
        raise PermissionError("Only its author can open a private note.")
    return unseal(bytes(note.sealed), bound_to=_place_of_note(note))


def notes_of(session: Session, reader: User) -> list[tuple[PrivateNote, str]]:
    """This reader's own notes of a session, the newest first."""
    return [(note, read_note(note, reader)) for note in session.private_notes.filter(written_by=reader)]


def seal_draft(draft: SessionDraft, text: str, by: User) -> dict[str, Any]:
    """What a draft keeps of private notes: each author's own, sealed, for it lies in the same database."""
    others = draft.content.get("private_sealed", {})
    sealed = seal(text, bound_to=_place_of_draft(draft, str(by.pk))) if text else b""
    return {"private_sealed": {**others, str(by.pk): b64encode(sealed).decode()}}


def read_draft(draft: SessionDraft, reader: User) -> str:
    """The private part of a draft, as this person typed it; empty for anybody else."""
    sealed = draft.content.get("private_sealed", {}).get(str(reader.pk), "")
    return unseal(b64decode(sealed), bound_to=_place_of_draft(draft, str(reader.pk))) if sealed else ""


def _place_of_note(note: PrivateNote) -> str:
    return f"note {note.pk} {note.service_id} {note.session_id} {note.written_by_id} {note.version}"


def _place_of_draft(draft: SessionDraft, author: str) -> str:
    return f"draft {draft.pk} {draft.service_id} {draft.session_id} {author}"
