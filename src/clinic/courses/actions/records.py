"""Keeps what a session was: its draft, its signed record in versions, its private notes."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.access.models import User
from clinic.audit.actions import record
from clinic.courses.actions.refused import DraftMoved, Refused
from clinic.courses.actions.tasks import tick_task
from clinic.courses.models import PrivateNote, Session, SessionDraft, SessionRecord
from clinic.courses.private import read_draft, seal_draft, seal_note
from ipt.therapy.attendance import Attendance


@transaction.atomic
def save_draft(
    *, session: Session, content: dict[str, Any], revision: int, by: User, private: str = ""
) -> SessionDraft:
    """Keep what is typed; ``DraftMoved`` when it was last saved from elsewhere and says something else.

    The same words sent again, as after an answer that was lost on its way, are kept already.
    """
    held = Session.objects.select_for_update().get(pk=session.pk)
    if held.signed_at:
        raise Refused(_("The session is signed. Change it by an amendment."))
    draft = SessionDraft.objects.filter(session=held).first()
    if draft is None:
        draft = SessionDraft(service_id=held.service_id, session=held)
    if draft.revision != revision:
        if _says(draft, content, private, by):
            return draft
        raise DraftMoved(draft)
    draft.content = {**content, **seal_draft(draft, private, by)}
    draft.revision, draft.saved_at = draft.revision + 1, timezone.now()
    draft.save()
    if draft.revision == 1:
        record(by=by, did="began a draft", on=held, number=held.number)
    return draft


def _says(draft: SessionDraft, content: dict[str, Any], private: str, by: User) -> bool:
    return draft.content == {**draft.content, **content} and read_draft(draft, by) == private


@transaction.atomic
def sign_session(
    *, session: Session, by: User, attendance: Attendance = "attended", mode: str = "room",
    private: str = "", seen: int | None = None, **written: Any,
) -> SessionRecord:  # fmt: skip
    """Sign a session: its record becomes version 1, its private note is sealed, its draft goes.

    ``DraftMoved`` when the draft was saved from elsewhere since the revision ``seen``.
    """
    held = Session.objects.select_for_update().get(pk=session.pk)
    if held.signed_at:
        raise Refused(_("The session is already signed."))
    insist_draft(held, seen)
    held.attendance, held.mode = attendance, mode
    held.signed_at = held.ended_at = timezone.now()
    held.save(update_fields=["attendance", "mode", "signed_at", "ended_at"])
    signed = _write_record(held, by, **written)
    write_private_note(session=held, text=private, by=by)
    _tick_by_techniques(held, signed, by)
    SessionDraft.objects.filter(session=held).delete()
    record(by=by, did="signed a session", on=signed, course_id=held.course_id, number=held.number, version=1)
    return signed


def insist_draft(session: Session, seen: int | None) -> None:
    """``DraftMoved`` when the draft was saved from elsewhere since the revision ``seen``."""
    draft = SessionDraft.objects.filter(session=session).first()
    if draft and seen is not None and draft.revision != seen:
        raise DraftMoved(draft)


def _tick_by_techniques(session: Session, signed: SessionRecord, by: User) -> None:
    """Using a technique that the manual asks for is doing that task: nothing is asked twice."""
    used = {f"technique_use:{technique}" for technique in signed.techniques}
    for task in session.course.in_manual().tasks:
        if task.evidence in used and task.sessions[0] <= session.number:
            tick_task(course=session.course, task=task.id, session_number=session.number, by=by)


@transaction.atomic
def amend_session(
    *, session: Session, by: User, why_amended: str, private: str = "", **written: Any
) -> SessionRecord:
    """Write the next version of a signed record, with its private note; the earlier ones stay readable."""
    held = Session.objects.select_for_update().get(pk=session.pk)
    if not held.signed_at:
        raise Refused(_("The session is not signed yet."))
    new = _write_record(held, by, why_amended=why_amended, **written)
    write_private_note(session=held, text=private, by=by)
    record(
        by=by, did="amended a session", on=new, course_id=held.course_id, number=held.number,
        version=new.version,
    )  # fmt: skip
    return new


def _write_record(session: Session, by: User, **written: Any) -> SessionRecord:
    version = session.records.count() + 1
    return SessionRecord.objects.create(
        service_id=session.service_id, session=session, version=version, written_by=by,
        written_at=timezone.now(), **written,
    )  # fmt: skip


@transaction.atomic
def write_private_note(*, session: Session, text: str, by: User) -> PrivateNote | None:
    """Seal a note that its author alone can open; nothing typed, nothing kept."""
    if not text.strip():
        return None
    Session.objects.select_for_update().get(pk=session.pk)  # two at once are numbered one after the other
    version = session.private_notes.filter(written_by=by).count() + 1
    note = PrivateNote(
        service_id=session.service_id, session=session, version=version, written_by=by,
        written_at=timezone.now(),
    )  # fmt: skip
    note.sealed = seal_note(note, text)
    note.save(force_insert=True)
    record(by=by, did="wrote a private note", on=note, course_id=session.course_id, number=session.number)
    return note
