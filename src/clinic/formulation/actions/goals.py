"""Sets goals, rates them and lets them rest."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.access.models import User
from clinic.audit.actions import record
from clinic.courses.models import Participant
from clinic.formulation.models import Goal, GoalRating

MOST_GOALS = 3


class NoRoom(ValueError):
    """There are as many goals as a course may have at a time."""


@transaction.atomic
def set_goal(*, participant: Participant, text: str, by: User) -> Goal:
    """Add a goal in the patient's words; there are at most three at a time."""
    Participant.objects.select_for_update(no_key=True).get(pk=participant.pk)
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
