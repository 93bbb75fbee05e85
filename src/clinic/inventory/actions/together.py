"""Brings together what two draw: a shared sitting, and what the patient proposed, looked at by both."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from clinic.access.models import User
from clinic.audit.actions import record
from clinic.courses.models import Participant
from clinic.inventory.actions.circles import (
    DrawnMeanwhile,
    draw_circle,
    lock,
    newest_version,
    places_of,
    standing_or_proposed,
)
from clinic.inventory.models import Circle, SharedSitting
from clinic.inventory.proposals import pending, taken_over

A_SITTING = timedelta(hours=2)  # how long two devices move one circle before it is asked again


@transaction.atomic
def look_at_proposal(
    *,
    proposal: Circle,
    people: Collection[Any],
    by: User,
    drawn_on: date,
    session_number: int | None = None,
    seen: int | None = None,
) -> Circle | None:
    """Take over what the patient proposed for these people (their keys), and note that it was looked at.

    ``seen`` is the version of the standing circle beside which it was looked at. Raises `DrawnMeanwhile` when
    another one stands by now, or the patient has proposed anew.
    """
    participant = proposal.participant
    lock(participant)
    if pending(participant).first() != proposal or seen not in (None, newest_version(participant)):
        raise DrawnMeanwhile
    standing = standing_or_proposed(participant)
    drawn = None
    if people:
        base = participant.circles.with_people().filter(version=proposal.would_change).first()
        places = taken_over(base, proposal, places_of(standing), people)
        drawn = draw_circle(
            participant=participant,
            placements=places,
            drawn_on=drawn_on,
            session_number=session_number,
            by=by,
        )
    pending(participant).update(looked_at=timezone.now(), looked_at_by=by)
    record(
        by=by,
        did="looked at a proposed circle",
        on=proposal,
        course_id=participant.course_id,
        taken_over=len(people),
    )
    return drawn


@transaction.atomic
def share(*, participant: Participant, by: User) -> SharedSitting:
    """Let the patient move the same circle on a device of their own for a while."""
    sitting = SharedSitting.objects.create(
        service_id=participant.service_id,
        participant=participant,
        opened_by=by,
        until=timezone.now() + A_SITTING,
    )
    record(by=by, did="shared the circle", on=sitting, course_id=participant.course_id)
    return sitting


@transaction.atomic
def stop_sharing(*, participant: Participant, by: User) -> None:
    """End every shared sitting now."""
    for sitting in participant.shared_sittings.filter(until__gt=timezone.now()):
        sitting.until = timezone.now()
        sitting.save(update_fields=["until"])
        record(by=by, did="stopped sharing the circle", on=sitting, course_id=participant.course_id)
