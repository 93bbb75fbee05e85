"""Agrees the contract, keeps both signatures, and lets another number of sessions be agreed."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.access.meanwhile import insist_newest
from clinic.access.models import User
from clinic.audit.actions import record
from clinic.courses import actions as courses
from clinic.courses.models import Course, SessionsAgreement
from clinic.formulation.actions.versions import next_version
from clinic.formulation.models import Contract
from clinic.questionnaires.actions import schedule_next


@transaction.atomic
def agree_contract(
    *,
    course: Course,
    by: User,
    sessions: int | None = None,
    minutes: int = 50,
    rhythm: str = "",
    missed_count: bool = True,
    between_sessions: str = "",
    seen: int | None = None,
) -> Contract:
    """Keep what was agreed, signed by the therapist.

    Until the patient has signed one, it may name another number of ``sessions`` than the course began with:
    that is proposed with it, and holds once they sign. Later ones name the number that holds; another is
    proposed by itself.
    """
    Course.objects.select_for_update(no_key=True).get(pk=course.pk)
    before = course.contracts.first()
    insist_newest(seen, before.version if before else 0)
    settled = course.contracts.exclude(signed_by_patient_at=None).exists()
    number = course.planned_sessions if settled or not sessions else sessions
    if sessions not in (None, number):
        raise ValueError("another number of sessions is proposed by itself")
    if not settled:
        _propose_with_contract(course, number, by)
    courses.count_missed(course=course, missed_count=missed_count, by=by)
    return next_version(  # type: ignore[no-any-return]
        Contract,
        "agreed a contract",
        by,
        course=course,
        sessions=number,
        minutes=minutes,
        rhythm=rhythm,
        missed_count=missed_count,
        between_sessions=between_sessions,
        signed_by_therapist_at=timezone.now(),
    )


def _propose_with_contract(course: Course, number: int, by: User) -> None:
    waiting = course.sessions_agreements.filter(answer="").first()
    if waiting and waiting.to_sessions != number:
        courses.take_back_proposal(agreement=waiting, by=by)
        waiting = None
    if waiting is None and number != course.planned_sessions:
        courses.propose_sessions(
            course=course, to_sessions=number, why=_("The contract says so from the start."), by=by
        )


@transaction.atomic
def sign_contract(*, contract: Contract, by: User, on: str) -> Contract:
    """Keep the patient's signature, given on their ``phone`` or in the ``room``, and what goes with it."""
    if contract.signed_by_patient_at is None:
        contract.signed_by_patient_at = timezone.now()
        contract.patient_signed_on = on
        contract.save(update_fields=["signed_by_patient_at", "patient_signed_on"])
        record(by=by, did="signed the contract", on=contract, signed_on=on)
        signed = contract.course.contracts.exclude(signed_by_patient_at=None)
        if not signed.exclude(pk=contract.pk).exists():
            _agree_its_number(contract, by, on)
    return contract


def _agree_its_number(contract: Contract, by: User, on: str) -> None:
    """Signing the first contract is agreeing to its number; later ones change none."""
    course = Course.objects.get(pk=contract.course_id)
    _propose_with_contract(course, contract.sessions, contract.written_by)
    waiting = course.sessions_agreements.filter(answer="").first()
    if waiting:
        agree_to_sessions(agreement=waiting, by=by, on=on)


@transaction.atomic
def agree_to_sessions(
    *, agreement: SessionsAgreement, by: User, on: str, words: str = ""
) -> SessionsAgreement:
    """Let the course have the number that both agree to, and ask what a session to come now needs."""
    agreed = courses.agree_to_sessions(agreement=agreement, by=by, on=on, words=words)
    course = Course.objects.get(pk=agreed.course_id)
    if not course.sessions.unsigned().exists():
        schedule_next(course=course, by=by)
    return agreed
