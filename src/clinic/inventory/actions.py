"""Keeps the people, draws the circle, and ties mood to what happened."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from clinic.access.models import User
from clinic.audit.actions import record
from clinic.courses.models import Participant, Session
from clinic.inventory.models import (
    AS_FELT,
    Circle,
    MoodEventLink,
    Place,
    Placement,
    Relationship,
)


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
    **facts: Any,
) -> Relationship:
    """Add a person to the inventory; with a ring and a day, also to the circle as its next version."""
    person = Relationship.objects.create(
        service_id=participant.service_id,
        participant=participant,
        pseudonym=pseudonym,
        category=category,
        added_by=by,
        **facts,
    )
    record(by=by, did="added a person to the inventory", on=person, course_id=participant.course_id)
    if ring and drawn_on:
        placements = [*_standing(participant), (person, ring, ideal_ring)]
        draw_circle(
            participant=participant,
            placements=placements,
            drawn_on=drawn_on,
            session_number=session_number,
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
    """Change what is known of a person; given a day, a change in how things are draws the circle again."""
    felt_before = [getattr(relationship, name) for name in AS_FELT]
    for name, value in facts.items():
        setattr(relationship, name, value)
    relationship.save(update_fields=list(facts))
    participant = relationship.participant
    record(
        by=by,
        did="changed a person in the inventory",
        on=relationship,
        course_id=participant.course_id,
        what=sorted(facts),
    )
    standing = _standing(participant)
    changed = felt_before != [getattr(relationship, name) for name in AS_FELT]
    if changed and drawn_on and any(person == relationship for person, *_ in standing):
        draw_circle(
            participant=participant,
            placements=standing,
            drawn_on=drawn_on,
            session_number=session_number,
            by=by,
        )
    return relationship


@transaction.atomic
def draw_circle(
    *,
    participant: Participant,
    placements: Iterable[Place],
    drawn_on: date,
    by: User,
    session_number: int | None = None,
) -> Circle:
    """Keep the whole circle of one sitting as its next version; nothing drawn before is touched."""
    Participant.objects.select_for_update().get(pk=participant.pk)  # two at once become two versions
    last = Circle.objects.filter(participant=participant).first()
    circle = Circle.objects.create(
        service_id=participant.service_id,
        participant=participant,
        version=last.version + 1 if last else 1,
        drawn_on=drawn_on,
        session_number=session_number,
        written_by=by,
        written_at=timezone.now(),
    )
    Placement.objects.bulk_create(_placement(circle, *place) for place in placements)
    record(by=by, did="drew the circle", on=circle, course_id=participant.course_id, version=circle.version)
    return circle


@transaction.atomic
def move_person(
    *,
    relationship: Relationship,
    towards: str,
    by: User,
    drawn_on: date,
    session_number: int | None = None,
) -> Circle | None:
    """Draw the circle again with one person a ring ``nearer`` or ``further``; at the edge nothing changes."""
    step = -1 if towards == "nearer" else 1
    places = [
        (person, ring + step if person == relationship else ring, wished)
        for person, ring, wished in _standing(relationship.participant)
    ]
    if not all(1 <= ring <= 4 for _person, ring, _wished in places):
        return None
    return draw_circle(
        participant=relationship.participant,
        placements=places,
        drawn_on=drawn_on,
        session_number=session_number,
        by=by,
    )


def _placement(circle: Circle, person: Relationship, ring: int, ideal_ring: int | None) -> Placement:
    felt = {name: getattr(person, name) for name in AS_FELT}
    return Placement(
        service_id=circle.service_id,
        circle=circle,
        relationship=person,
        ring=ring,
        ideal_ring=ideal_ring,
        **felt,
    )


def _standing(participant: Participant) -> list[Place]:
    """Everyone in the newest circle, as they stand, with what is known of them now."""
    newest = Circle.objects.filter(participant=participant).with_people().first()
    if newest is None:
        return []
    return [(place.relationship, place.ring, place.ideal_ring) for place in newest.placements.all()]


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
    link.withdrawn_at = timezone.now()
    link.save(update_fields=["withdrawn_at"])
    record(by=by, did="took a mood-event link back", on=link, course_id=link.session.course_id)


@transaction.atomic
def put_link_back(*, link: MoodEventLink, by: User) -> None:
    """Undo taking a link back."""
    link.withdrawn_at = None
    link.save(update_fields=["withdrawn_at"])
    record(by=by, did="put a mood-event link back", on=link, course_id=link.session.course_id)
