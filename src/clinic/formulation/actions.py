"""Agrees what it all means: focus, formulation, goals, contract and ending, each time as the next version."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.access.models import User
from clinic.appointments.actions import cancel_to_come
from clinic.audit.actions import record
from clinic.courses.actions import agree_sessions, end_course
from clinic.courses.models import Course, Participant
from clinic.formulation.models import Contract, Ending, Focus, Formulation, Goal, GoalRating
from clinic.formulation.wording import ENDING_TITLES
from clinic.inventory.models import Relationship
from clinic.questionnaires.actions import withdraw_open
from ipt.therapy import areas

MOST_GOALS = 3


class NoRoom(ValueError):
    """There are as many goals as a course may have at a time."""


@transaction.atomic
def agree_focus(
    *,
    course: Course,
    area: str,
    own_words: str,
    reason: str,
    patient_agrees: bool,
    by: User,
    sub_state: str = "",
    relationship: Relationship | None = None,
    rivals: str = "",
    why_changed: str = "",
    session_number: int | None = None,
) -> Focus:
    """Keep the area chosen, with the reason; another area than before needs a reason of its own."""
    if area not in areas.ids():
        raise ValueError(f"no problem area {area!r}")
    before = course.focuses.first()
    if before and before.area != area and not why_changed:
        raise ValueError("a change of focus needs a reason")
    return _next(
        Focus,
        "agreed a focus",
        by,
        course=course,
        area=area,
        own_words=own_words,
        reason=reason,
        patient_agrees=patient_agrees,
        sub_state=sub_state,
        relationship=relationship,
        rivals=rivals,
        why_changed=why_changed,
        session_number=session_number,
    )


@transaction.atomic
def write_formulation(
    *, course: Course, crisis: str, story: str, by: User, vulnerability: str = "", support: str = ""
) -> Formulation:
    """Keep the shared story."""
    return _next(
        Formulation,
        "wrote the formulation",
        by,
        course=course,
        crisis=crisis,
        vulnerability=vulnerability,
        support=support,
        story=story,
    )


@transaction.atomic
def set_goal(*, participant: Participant, text: str, by: User) -> Goal:
    """Add a goal in the patient's words; there are at most three at a time."""
    Participant.objects.select_for_update().get(pk=participant.pk)
    if Goal.objects.current(participant).count() >= MOST_GOALS:
        raise NoRoom(_("Three goals are the most at a time. Let one rest to make room."))
    goal = Goal.objects.create(
        service_id=participant.service_id, participant=participant, text=text, set_by=by
    )
    record(by=by, did="set a goal", on=goal, course_id=participant.course_id)
    return goal


@transaction.atomic
def retire_goal(*, goal: Goal, by: User) -> None:
    """Let a goal rest; it and its ratings stay in the record."""
    if goal.retired_at is not None:
        return
    goal.retired_at = timezone.now()
    goal.save(update_fields=["retired_at"])
    record(by=by, did="let a goal rest", on=goal, course_id=goal.participant.course_id)


@transaction.atomic
def rate_goal(*, goal: Goal, rating: int, by: User, rated_at: datetime | None = None) -> GoalRating:
    """Keep how far a goal is reached, 0 to 10, as the patient says."""
    given = GoalRating.objects.create(
        service_id=goal.service_id,
        goal=goal,
        rating=rating,
        rated_at=rated_at or timezone.now(),
        rated_by=by,
    )
    record(by=by, did="rated a goal", on=given, course_id=goal.participant.course_id)
    return given


@transaction.atomic
def agree_contract(
    *,
    course: Course,
    sessions: int,
    by: User,
    minutes: int = 50,
    rhythm: str = "",
    missed_count: bool = True,
    between_sessions: str = "",
    why_changed: str = "",
) -> Contract:
    """Keep what was agreed and let the course follow it; another number of sessions needs a reason."""
    before = course.contracts.first()
    if before and before.sessions != sessions and not why_changed:
        raise ValueError("another number of sessions needs a reason")
    agree_sessions(course=course, planned_sessions=sessions, missed_count=missed_count, by=by)
    return _next(
        Contract,
        "agreed a contract",
        by,
        course=course,
        sessions=sessions,
        minutes=minutes,
        rhythm=rhythm,
        missed_count=missed_count,
        between_sessions=between_sessions,
        why_changed=why_changed,
        signed_by_therapist_at=timezone.now(),
    )


@transaction.atomic
def sign_contract(*, contract: Contract, by: User, on: str) -> Contract:
    """Keep the patient's signature, given on their own ``phone`` or in the ``room``."""
    if contract.signed_by_patient_at is None:
        contract.signed_by_patient_at = timezone.now()
        contract.patient_signed_on = on
        contract.save(update_fields=["signed_by_patient_at", "patient_signed_on"])
        record(by=by, did="signed the contract", on=contract, signed_on=on)
    return contract


@transaction.atomic
def write_ending(*, course: Course, by: User, **parts: str) -> Ending:
    """Keep the ending as far as it is written; what is not given stays as it was."""
    before = course.endings.first()
    kept = {name: getattr(before, name) for name in ENDING_TITLES} if before else {}
    return _next(Ending, "wrote the ending", by, course=course, **{**kept, **parts})


@transaction.atomic
def end(*, course: Course, on: date, how: str, by: User) -> Course:
    """End the course; questions that still wait and meetings to come are taken back with it."""
    ended = end_course(course=course, on=on, how=how, by=by)
    withdraw_open(course=ended, by=by)
    cancel_to_come(course=ended, by=by)
    return ended


def _next(model: Any, act: str, by: User, *, course: Course, **content: Any) -> Any:
    """Write the next version of something that a course has one of."""
    Course.objects.select_for_update().get(pk=course.pk)  # two at once become two versions, none is lost
    last = model.objects.filter(course=course).first()
    row = model.objects.create(
        service_id=course.service_id,
        course=course,
        version=last.version + 1 if last else 1,
        written_by=by,
        written_at=timezone.now(),
        **content,
    )
    record(by=by, did=act, on=row, version=row.version)
    return row
