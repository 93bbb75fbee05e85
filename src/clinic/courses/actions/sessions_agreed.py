"""Changes the number of sessions, and only by agreement: proposed with a reason, answered by the patient."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.access.models import User
from clinic.audit.actions import record
from clinic.courses.actions.refused import Refused
from clinic.courses.models import Course, SessionsAgreement

MOST_SESSIONS = 60


@transaction.atomic
def propose_sessions(*, course: Course, to_sessions: int, why: str, by: User) -> SessionsAgreement:
    """Propose another number of sessions; nothing changes before the patient agrees."""
    held = Course.objects.select_for_update(no_key=True).get(pk=course.pk)
    _refuse_what_cannot_be(held, to_sessions)
    if not why.strip():
        raise ValueError("another number of sessions needs a reason")
    last = held.sessions_agreements.first()
    proposed = SessionsAgreement.objects.create(
        service_id=held.service_id, course=held, version=last.version + 1 if last else 1, written_by=by,
        written_at=timezone.now(), from_sessions=held.planned_sessions, to_sessions=to_sessions, why=why,
    )  # fmt: skip
    record(
        by=by, did="proposed another number of sessions", on=proposed, version=proposed.version,
        from_sessions=proposed.from_sessions, to_sessions=to_sessions,
    )  # fmt: skip
    return proposed


def _refuse_what_cannot_be(course: Course, to_sessions: int) -> None:
    if course.ended_on:
        raise Refused(_("The course has ended."))
    if course.sessions_agreements.filter(answer="").exists():
        raise Refused(_("Another number is proposed already. Take that back first."))
    if to_sessions == course.planned_sessions:
        raise Refused(_("That is the number agreed now."))
    begun = course.sessions.count()
    if to_sessions < max(begun, 1):
        raise Refused(_("%d sessions have begun already. It cannot be fewer.") % begun)
    if to_sessions > MOST_SESSIONS:
        raise Refused(_("More than %d sessions cannot be agreed here.") % MOST_SESSIONS)


@transaction.atomic
def agree_to_sessions(
    *, agreement: SessionsAgreement, by: User, on: str, words: str = ""
) -> SessionsAgreement:
    """Keep that the patient agrees, on their own ``phone`` or said in the ``room``; the course follows it."""
    course = Course.objects.select_for_update(no_key=True).get(pk=agreement.course_id)
    begun = course.sessions.count()
    if agreement.to_sessions < begun:
        raise Refused(_("%d sessions have begun already. It cannot be fewer.") % begun)
    agreed = _answer(agreement, "agreed", by, on, words)
    course.planned_sessions = agreed.to_sessions
    course.save(update_fields=["planned_sessions"])
    record(
        by=by, did="agreed to another number of sessions", on=agreed, version=agreed.version, answered_on=on,
        from_sessions=agreed.from_sessions, to_sessions=agreed.to_sessions,
    )  # fmt: skip
    return agreed


@transaction.atomic
def decline_sessions(
    *, agreement: SessionsAgreement, by: User, on: str, words: str = ""
) -> SessionsAgreement:
    """Keep that the patient does not agree, and why if they say so; the number stays as it was."""
    declined = _answer(agreement, "not agreed", by, on, words)
    record(
        by=by, did="did not agree to another number of sessions", on=declined, version=declined.version,
        answered_on=on,
    )  # fmt: skip
    return declined


@transaction.atomic
def take_back_proposal(*, agreement: SessionsAgreement, by: User) -> SessionsAgreement:
    """Take a proposal back before it was answered; it stays in the record."""
    taken = _answer(agreement, "taken back", by)
    record(by=by, did="took back a proposed number of sessions", on=taken, version=taken.version)
    return taken


def _answer(
    agreement: SessionsAgreement, answer: str, by: User, on: str = "", words: str = ""
) -> SessionsAgreement:
    """Answer an open proposal, once."""
    held = SessionsAgreement.objects.select_for_update().get(pk=agreement.pk)
    if not held.open:
        raise Refused(_("This proposal was answered already."))
    held.answer, held.answered_at, held.answered_by = answer, timezone.now(), by
    held.answered_on, held.words = on, words
    held.save(update_fields=["answer", "answered_at", "answered_by", "answered_on", "words"])
    return held
