"""Keeps the people, draws the circle, and notes what happened and what mood did."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from clinic.access.models import User
from clinic.audit.actions import record
from clinic.courses.models import Participant, Session
from clinic.inventory.actions.circles import (
    MovedMeanwhile,
    draw_circle,
    look_at_proposal,
    move_person,
    redo,
    share,
    stop_sharing,
    take_out,
    undo,
)
from clinic.inventory.actions.people import add_person, revise_person, tie
from clinic.inventory.models import MoodEventLink, Relationship, TimelineEvent

__all__ = [
    "MovedMeanwhile", "add_event", "add_person", "draw_circle", "link_mood_to_event", "look_at_proposal",
    "move_person", "put_event_back", "put_link_back", "redo", "revise_event", "revise_person", "share",
    "stop_sharing", "take_out", "tie", "undo", "withdraw_event", "withdraw_link",
]  # fmt: skip


@transaction.atomic
def add_event(
    *,
    participant: Participant,
    what: str,
    on: date,
    by: User,
    precision: str = "day",
    kind: str = "event",
    relationship: Relationship | None = None,
) -> TimelineEvent:
    """Put something that happened on the timeline."""
    event = TimelineEvent.objects.create(
        service_id=participant.service_id,
        participant=participant,
        what=what,
        on=on,
        precision=precision,
        kind=kind,
        relationship=relationship,
        added_by=by,
    )
    record(by=by, did="added an event to the timeline", on=event, course_id=participant.course_id)
    return event


@transaction.atomic
def revise_event(*, event: TimelineEvent, by: User, **fields: Any) -> TimelineEvent:
    """Withdraw an event and put the corrected one in its place; of one corrected before, the newest."""
    Participant.objects.select_for_update().get(pk=event.participant_id)  # twice at once stands once
    event.refresh_from_db()
    while event.replaced_by is not None:
        event = event.replaced_by
    corrected = add_event(participant=event.participant, by=by, **fields)
    event.replaced_by = corrected
    event.save(update_fields=["replaced_by"])
    withdraw_event(event=event, by=by)
    return corrected


@transaction.atomic
def withdraw_event(*, event: TimelineEvent, by: User) -> None:
    """Take an event off the timeline; it stays in the record and can be put back."""
    if event.withdrawn_at is not None:
        return
    event.withdrawn_at = timezone.now()
    event.save(update_fields=["withdrawn_at"])
    record(by=by, did="took an event off the timeline", on=event, course_id=event.participant.course_id)


@transaction.atomic
def put_event_back(*, event: TimelineEvent, by: User) -> None:
    """Undo a withdrawal, or a correction: then the corrected event is withdrawn instead."""
    if event.withdrawn_at is None:
        return
    corrected = event.replaced_by
    event.withdrawn_at, event.replaced_by = None, None
    event.save(update_fields=["withdrawn_at", "replaced_by"])
    record(by=by, did="put an event back on the timeline", on=event, course_id=event.participant.course_id)
    if corrected and corrected.withdrawn_at is None:
        withdraw_event(event=corrected, by=by)


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
