"""Keeps the people, draws the circle, and ties mood to what happened."""

from django.db import transaction
from django.utils import timezone

from clinic.access.models import User
from clinic.audit.actions import record
from clinic.courses.models import Session
from clinic.inventory.actions.circles import (
    DrawnMeanwhile,
    MovedMeanwhile,
    draw_circle,
    move_person,
    redo,
    take_out,
    undo,
)
from clinic.inventory.actions.people import add_person, revise_person, tie
from clinic.inventory.actions.together import look_at_proposal, share, stop_sharing
from clinic.inventory.models import MoodEventLink, Relationship

__all__ = [
    "DrawnMeanwhile", "MovedMeanwhile", "add_person", "draw_circle", "link_mood_to_event",
    "look_at_proposal", "move_person", "put_link_back", "redo", "revise_person",
    "share", "stop_sharing", "take_out", "tie", "undo", "withdraw_link",
]  # fmt: skip


@transaction.atomic
def link_mood_to_event(
    *,
    session: Session,
    what: str,
    feeling: str,
    direction: str,
    by: User,
    when: str = "",
    relationship: Relationship | None = None,
    fits_focus: bool = False,
) -> MoodEventLink:
    """Tie a change of mood to what happened between people."""
    link = MoodEventLink.objects.create(
        service_id=session.service_id,
        session=session,
        when=when,
        relationship=relationship,
        what=what,
        feeling=feeling,
        direction=direction,
        fits_focus=fits_focus,
        added_by=by,
    )
    record(by=by, did="linked mood to an event", on=link, course_id=session.course_id)
    return link


@transaction.atomic
def withdraw_link(*, link: MoodEventLink, by: User) -> None:
    """Take a link back; it stays in the record."""
    if link.withdrawn_at is not None:
        return
    link.withdrawn_at = timezone.now()
    link.save(update_fields=["withdrawn_at"])
    record(by=by, did="took a mood-event link back", on=link, course_id=link.session.course_id)


@transaction.atomic
def put_link_back(*, link: MoodEventLink, by: User) -> None:
    """Undo taking a link back."""
    if link.withdrawn_at is None:
        return
    link.withdrawn_at = None
    link.save(update_fields=["withdrawn_at"])
    record(by=by, did="put a mood-event link back", on=link, course_id=link.session.course_id)
