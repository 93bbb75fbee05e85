"""Begins, carries and ends a course: its sessions, their records, its tasks and its first forms."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.access.models import User
from clinic.audit.actions import record
from clinic.courses.actions.first_forms import (
    add_medication,
    agree_sick_role,
    name_diagnosis,
    review_suitability,
    stop_medication,
)
from clinic.courses.models import (
    Absence,
    Course,
    Participant,
    PrivateNote,
    Session,
    SessionDraft,
    SessionRecord,
    TaskDone,
)
from clinic.courses.private import seal_draft, seal_note
from clinic.courses.progress import progress
from clinic.patients.models import Patient
from ipt.therapy import manuals
from ipt.therapy.attendance import Attendance, uses_a_session

__all__ = [
    "DraftMoved", "Refused", "SessionOpen", "add_medication", "agree_sessions", "agree_sick_role",
    "amend_session", "begin_course", "begin_session", "end_course", "name_diagnosis", "record_absence",
    "review_suitability", "save_draft", "sign_session", "stop_medication", "take_back_session", "tick_task",
    "untick_task", "write_private_note",
]  # fmt: skip


class Refused(Exception):
    """The course does not allow it as it stands; the message says why."""


class SessionOpen(Refused):
    """Another session of the course is not signed yet; ``session`` is that one."""

    def __init__(self, session: Session) -> None:
        super().__init__(_("Session %d is still open.") % session.number)
        self.session = session


class DraftMoved(Refused):
    """The draft was saved from another window since; ``draft`` is what stands there now."""

    def __init__(self, draft: SessionDraft) -> None:
        super().__init__(_("The draft was saved from another window."))
        self.draft = draft


@transaction.atomic
def begin_course(
    *,
    patient: Patient,
    manual: str,
    therapist: User,
    began_on: date,
    by: User,
    supervisor: User | None = None,
    stage: str = "acute",
) -> Course:
    """Begin a course from a manual; it keeps the version it began with."""
    chosen = manuals.load(manual)
    course = Course.objects.create(
        service_id=patient.service_id,
        manual=chosen.id,
        manual_version=chosen.version,
        planned_sessions=chosen.planned_sessions,
        stage=stage,
        therapist=therapist,
        supervisor=supervisor,
        began_on=began_on,
    )
    Participant.objects.create(service_id=patient.service_id, course=course, patient=patient)
    record(by=by, did="began a course", on=course, manual=chosen.id)
    return course


@transaction.atomic
def agree_sessions(*, course: Course, planned_sessions: int, missed_count: bool, by: User) -> Course:
    """Let the course follow its contract: how many sessions, and whether a missed one uses one up."""
    course.planned_sessions, course.missed_count = planned_sessions, missed_count
    course.save(update_fields=["planned_sessions", "missed_count"])
    record(by=by, did="agreed the number of sessions", on=course, planned_sessions=planned_sessions)
    return course


@transaction.atomic
def end_course(*, course: Course, on: date, by: User, how: str = "completed") -> Course:
    """End a course; an unsigned session is signed or taken back first."""
    held = _locked(course)
    if held.ended_on:
        raise Refused(_("The course has already ended."))
    _refuse_if_open(held)
    held.ended_on, held.ended_how = on, how
    held.save(update_fields=["ended_on", "ended_how"])
    record(by=by, did="ended a course", on=held, on_day=on.isoformat(), how=how)
    return held


@transaction.atomic
def begin_session(*, course: Course, by: User, mode: str = "room") -> Session:
    """Begin the next session; refused while one is open, after the end, and when all are used."""
    held = _locked(course)
    if held.ended_on:
        raise Refused(_("The course has ended."))
    _refuse_if_open(held)
    number = held.sessions.count() + 1
    if number > held.planned_sessions:
        raise Refused(_("All agreed sessions are used. Agree a new number in the contract first."))
    session = Session.objects.create(
        service_id=held.service_id, course=held, number=number, mode=mode, began_at=timezone.now()
    )
    record(by=by, did="began a session", on=session, number=number)
    return session


@transaction.atomic
def save_draft(
    *, session: Session, content: dict[str, Any], revision: int, by: User, private: str = ""
) -> SessionDraft:
    """Keep what is typed; ``DraftMoved`` when it was last saved from elsewhere and says something else."""
    held = Session.objects.select_for_update().get(pk=session.pk)
    if held.signed_at:
        raise Refused(_("The session is signed. Change it by an amendment."))
    draft = SessionDraft.objects.filter(session=held).first()
    if draft is None:
        draft = SessionDraft(service_id=held.service_id, session=held)
    if draft.revision != revision:
        raise DraftMoved(draft)
    draft.content = {**content, **seal_draft(draft, private, by)}
    draft.revision, draft.saved_at = draft.revision + 1, timezone.now()
    draft.save()
    if draft.revision == 1:
        record(by=by, did="began a draft", on=held, number=held.number)
    return draft


@transaction.atomic
def sign_session(
    *, session: Session, by: User, attendance: Attendance = "attended", mode: str = "room",
    private: str = "", **written: Any,
) -> SessionRecord:  # fmt: skip
    """Sign a session: its record becomes version 1, its private note is sealed, its draft goes."""
    held = Session.objects.select_for_update().get(pk=session.pk)
    if held.signed_at:
        raise Refused(_("The session is already signed."))
    held.attendance, held.mode = attendance, mode
    held.signed_at = held.ended_at = timezone.now()
    held.save(update_fields=["attendance", "mode", "signed_at", "ended_at"])
    signed = _write_record(held, by, **written)
    write_private_note(session=held, text=private, by=by)
    _tick_by_techniques(held, signed, by)
    SessionDraft.objects.filter(session=held).delete()
    record(by=by, did="signed a session", on=signed, course_id=held.course_id, number=held.number, version=1)
    return signed


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


@transaction.atomic
def record_absence(*, session: Session, kind: Attendance, by: User, reason: str = "") -> Absence | Session:
    """Close a begun session that did not take place; the contract says whether it is used up."""
    held = Session.objects.select_for_update().select_related("course").get(pk=session.pk)
    if uses_a_session(kind, missed_count=held.course.missed_count):
        sign_session(session=held, attendance=kind, mode=held.mode, by=by, line=reason)
        held.refresh_from_db()
        return held
    absence = Absence.objects.create(
        service_id=held.service_id,
        course=held.course,
        on=timezone.localdate(held.began_at),
        kind=kind,
        reason=reason,
        recorded_by=by,
    )
    number = held.number
    SessionDraft.objects.filter(session=held).delete()
    _unbegin(held)
    record(by=by, did="recorded an absence", on=absence, number=number, kind=kind)
    return absence


@transaction.atomic
def take_back_session(*, session: Session, by: User, with_draft: bool = False) -> None:
    """Undo a session begun by mistake, nothing kept in it; its draft goes only when told ``with_draft``."""
    held = Session.objects.select_for_update().get(pk=session.pk)
    if held.signed_at:
        raise Refused(_("The session is signed. Change it by an amendment."))
    draft = SessionDraft.objects.filter(session=held)
    if draft.exists() and not with_draft:
        raise Refused(_("Something is typed in this session. Sign it, or say that the draft may go too."))
    draft.delete()
    record(by=by, did="took back a session", on=held, number=held.number)
    _unbegin(held)


def _unbegin(session: Session) -> None:
    """Remove a session that did not take place; what was made in it keeps it."""
    try:
        session.delete()
    except ProtectedError as kept:
        raise Refused(_("Something was kept from this session already, so it took place.")) from kept


@transaction.atomic
def tick_task(*, course: Course, task: str, by: User, session_number: int | None = None) -> TaskDone:
    """Mark a task of the manual as done, now or in the session given; a second tick changes nothing."""
    course.in_manual().task(task)
    number = session_number or progress(course, course.sessions.all()).number
    done, fresh = TaskDone.objects.get_or_create(
        course=course,
        task=task,
        defaults={
            "service_id": course.service_id,
            "session_number": number,
            "done_by": by,
            "done_at": timezone.now(),
        },
    )
    if fresh:
        record(by=by, did="ticked a task", on=done, task=task, number=number)
    return done


@transaction.atomic
def untick_task(*, course: Course, task: str, by: User) -> None:
    """Take a tick back; the audit keeps that it was there."""
    done = TaskDone.objects.filter(course=course, task=task).first()
    if done:
        record(by=by, did="took a tick back", on=done, task=task, number=done.session_number)
        done.delete()


def _locked(course: Course) -> Course:
    return Course.objects.select_for_update().get(pk=course.pk)


def _refuse_if_open(course: Course) -> None:
    session = course.sessions.unsigned().first()
    if session:
        raise SessionOpen(session)
