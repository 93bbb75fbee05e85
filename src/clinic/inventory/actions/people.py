"""Keeps the people of the inventory: each description as a version, and who of them know each other."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from clinic.access.models import User
from clinic.audit.actions import record
from clinic.courses.models import Participant
from clinic.inventory.actions.circles import draw_circle, places_of, standing_or_proposed
from clinic.inventory.models import AS_FELT, DESCRIBED, Description, Relationship, Tie


@transaction.atomic
def add_person(
    *,
    participant: Participant,
    pseudonym: str,
    category: str,
    by: User,
    ring: int | None = None,
    ideal_ring: int | None = None,
    drawn_on: date | None = None,
    session_number: int | None = None,
    proposed: bool = False,
    **facts: Any,
) -> Relationship:
    """Add a person to the inventory; with a ring and a day, also to the circle as its next version."""
    Participant.objects.select_for_update(no_key=True).get(pk=participant.pk)
    person = Relationship.objects.create(
        service_id=participant.service_id,
        participant=participant,
        pseudonym=pseudonym,
        category=category,
        added_by=by,
        **facts,
    )
    _describe(person, by)
    record(by=by, did="added a person to the inventory", on=person, course_id=participant.course_id)
    if ring and drawn_on:
        newest = standing_or_proposed(participant, proposed=proposed)
        draw_circle(
            participant=participant,
            placements=[*places_of(newest), (person, ring, ideal_ring)],
            drawn_on=drawn_on,
            session_number=session_number,
            proposed=proposed,
            by=by,
        )
    return person


@transaction.atomic
def revise_person(
    *,
    relationship: Relationship,
    by: User,
    drawn_on: date | None = None,
    session_number: int | None = None,
    **facts: Any,
) -> Relationship:
    """Keep what is known of a person as the next description.

    Given a day, a change in how things are draws the circle again, when the person stands in it.
    """
    participant = relationship.participant
    Participant.objects.select_for_update(no_key=True).get(pk=participant.pk)
    felt_before = [getattr(relationship, name) for name in AS_FELT]
    for name, value in facts.items():
        setattr(relationship, name, value)
    relationship.save(update_fields=list(facts))
    _describe(relationship, by)
    record(
        by=by,
        did="changed a person in the inventory",
        on=relationship,
        course_id=participant.course_id,
        what=sorted(facts),
    )
    places = places_of(standing_or_proposed(participant))
    changed = felt_before != [getattr(relationship, name) for name in AS_FELT]
    if changed and drawn_on and any(person == relationship for person, *_ in places):
        draw_circle(
            participant=participant,
            placements=places,
            drawn_on=drawn_on,
            session_number=session_number,
            by=by,
        )
    return relationship


def _describe(person: Relationship, by: User) -> Description:
    """Write down all that is known of a person now as the next version."""
    last = person.descriptions.first()
    return Description.objects.create(
        service_id=person.service_id,
        relationship=person,
        version=last.version + 1 if last else 1,
        facts={name: getattr(person, name) for name in DESCRIBED},
        written_by=by,
        written_at=timezone.now(),
    )


@transaction.atomic
def tie(*, person: Relationship, known: Iterable[Relationship], by: User) -> None:
    """Say which other people of the inventory this person knows; who is no longer named is untied."""
    Participant.objects.select_for_update(no_key=True).get(pk=person.participant_id)
    wanted = {_pair(person, other) for other in known if other != person}
    standing = {(one.one_id, one.other_id): one for one in Tie.objects.of(person).standing()}
    for one_id, other_id in wanted - standing.keys():
        made = Tie.objects.create(
            service_id=person.service_id,
            one_id=one_id,
            other_id=other_id,
            added_by=by,
            created_at=timezone.now(),  # by the same clock as a circle, which counts who was tied by then
        )
        _record_tie(made, "tied two people", person, by)
    for pair in standing.keys() - wanted:
        standing[pair].withdrawn_at = timezone.now()
        standing[pair].save(update_fields=["withdrawn_at"])
        _record_tie(standing[pair], "untied two people", person, by)


def _pair(person: Relationship, other: Relationship) -> tuple[Any, Any]:
    first, second = sorted((person.pk, other.pk))
    return first, second


def _record_tie(tied: Tie, did: str, person: Relationship, by: User) -> None:
    record(by=by, did=did, on=tied, course_id=person.participant.course_id)
