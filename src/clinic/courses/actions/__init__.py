"""Begins and ends a course and its sessions; beside it their records, its tasks and its first forms."""

from datetime import date

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
from clinic.courses.actions.records import (
    amend_session,
    insist_draft,
    save_draft,
    sign_session,
    write_private_note,
)
from clinic.courses.actions.refused import DraftMoved, Refused, SessionOpen
from clinic.courses.actions.sessions_agreed import (
    agree_to_sessions,
    decline_sessions,
    propose_sessions,
    take_back_proposal,
)
from clinic.courses.actions.tasks import tick_task, untick_task
from clinic.courses.models import Absence, Course, Participant, Session, SessionDraft
from clinic.patients.models import Patient
from ipt.therapy import manuals
from ipt.therapy.attendance import Attendance, uses_a_session

__all__ = [
    "DraftMoved", "Refused", "SessionOpen", "add_medication", "agree_sick_role", "agree_to_sessions",
    "amend_session", "begin_course", "begin_session", "count_missed", "decline_sessions", "end_course",
    "name_diagnosis", "propose_sessions", "record_absence", "review_suitability", "save_draft",
    "sign_session", "stop_medication", "take_back_proposal", "take_back_session", "tick_task",
    "untick_task", "write_private_note",
]  # fmt: skip


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
def count_missed(*, course: Course, missed_count: bool, by: User) -> Course:
    """Let the course follow its contract in whether a missed session uses one up."""
    if course.missed_count != missed_count:
        course.missed_count = missed_count
        course.save(update_fields=["missed_count"])
        record(by=by, did="agreed whether a missed session counts", on=course, missed_count=missed_count)
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
        raise Refused(_("All agreed sessions are used. Another number is agreed by both first."))
    session = Session.objects.create(
        service_id=held.service_id, course=held, number=number, mode=mode, began_at=timezone.now()
    )
    record(by=by, did="began a session", on=session, number=number)
    return session


@transaction.atomic
def record_absence(
    *, session: Session, kind: Attendance, by: User, reason: str = "", seen: int | None = None
) -> Absence | Session:
    """Close a begun session that did not take place; the contract says whether it is used up.

    ``DraftMoved`` when the draft was saved from elsewhere since the revision ``seen``.
    """
    held = Session.objects.select_for_update(no_key=True).select_related("course").get(pk=session.pk)
    insist_draft(held, seen)
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


def _locked(course: Course) -> Course:
    return Course.objects.select_for_update(no_key=True).get(pk=course.pk)


def _refuse_if_open(course: Course) -> None:
    session = course.sessions.unsigned().first()
    if session:
        raise SessionOpen(session)
