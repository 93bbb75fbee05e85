"""Notes what happened in a life and how the mood was; what is taken off stays, and can be put back."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction

from clinic.access.models import User
from clinic.audit.actions import record
from clinic.courses.models import Participant
from clinic.inventory.actions.standing import put_back, withdraw
from clinic.inventory.models import Relationship, RememberedMood, TimelineEvent


@transaction.atomic
def add_event(
    *,
    participant: Participant,
    what: str,
    on: date,
    by: User,
    precision: str = "day",
    about: bool = False,
    until: date | None = None,
    until_precision: str = "",
    kind: str = "other",
    people: Iterable[Relationship] = (),
) -> TimelineEvent:
    """Put something that happened on the timeline."""
    event = TimelineEvent.objects.create(
        service_id=participant.service_id,
        participant=participant,
        what=what,
        on=on,
        precision=precision,
        about=about,
        until=until,
        until_precision=until_precision,
        kind=kind,
        added_by=by,
    )
    event.people.set(people)
    record(by=by, did="added an event to the timeline", on=event, course_id=participant.course_id)
    return event


@transaction.atomic
def revise_event(*, event: TimelineEvent, by: User, **fields: Any) -> TimelineEvent:
    """Withdraw an event and put the corrected one in its place; of one corrected before, the newest."""
    # twice at once stands once
    Participant.objects.select_for_update(no_key=True).get(pk=event.participant_id)
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
    withdraw(event, did="took an event off the timeline", by=by, course_id=event.participant.course_id)


@transaction.atomic
def put_event_back(*, event: TimelineEvent, by: User) -> None:
    """Undo a withdrawal, or a correction: then the corrected event is withdrawn instead."""
    about = {"by": by, "course_id": event.participant.course_id}
    if not put_back(event, did="put an event back on the timeline", **about):
        return
    corrected, event.replaced_by = event.replaced_by, None
    event.save(update_fields=["replaced_by"])
    if corrected:
        withdraw_event(event=corrected, by=by)


@transaction.atomic
def remember_mood(
    *,
    participant: Participant,
    on: date,
    level: int,
    by: User,
    precision: str = "year",
    about: bool = False,
    word: str = "",
) -> RememberedMood:
    """Keep how the mood was at a time in life, 0 to 10, as the patient remembers it."""
    mood = RememberedMood.objects.create(
        service_id=participant.service_id,
        participant=participant,
        on=on,
        precision=precision,
        about=about,
        level=level,
        word=word,
        added_by=by,
    )
    record(by=by, did="noted a remembered mood", on=mood, course_id=participant.course_id)
    return mood


@transaction.atomic
def withdraw_mood(*, mood: RememberedMood, by: User) -> None:
    """Take a remembered mood off the line; it stays in the record and can be put back."""
    withdraw(mood, did="took a remembered mood back", by=by, course_id=mood.participant.course_id)


@transaction.atomic
def put_mood_back(*, mood: RememberedMood, by: User) -> None:
    """Undo taking a remembered mood off."""
    put_back(mood, did="put a remembered mood back", by=by, course_id=mood.participant.course_id)
