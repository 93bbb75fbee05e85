"""What a patient alone would change in the circle, until it has been looked at together."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from clinic.courses.models import Participant
from clinic.inventory.models import Circle, CircleQuerySet, Place, Relationship


@dataclass(frozen=True, slots=True)
class Difference:
    """A person whom the patient would move: the ring before, after and by now; ``None``: outside."""

    person: Relationship
    before: int | None
    after: int | None
    now: int | None

    @property
    def moved_meanwhile(self) -> bool:
        """Whether the circle was drawn again in another way after the patient began from it."""
        return self.now not in (self.before, self.after)


def pending(participant: Participant) -> CircleQuerySet:
    """What the patient proposed and nobody has looked at, the newest first; it holds all that came before."""
    return Circle.objects.filter(participant=participant, looked_at=None).proposed()


def differences(base: Circle | None, proposal: Circle, standing: Circle | None) -> list[Difference]:
    """What a proposal would change of the circle it began from, and how that person stands by now."""
    before, after, now = _by_person(base), _by_person(proposal), _by_person(standing)
    people = {place.relationship_id: place.relationship for place in _places(base) + _places(proposal)}
    return [
        Difference(person, before.get(key), after.get(key), now.get(key))
        for key, person in people.items()
        if before.get(key) != after.get(key)
    ]


def taken_over(
    base: Circle | None, proposal: Circle, standing: list[Place], people: Collection[Any]
) -> list[Place]:
    """The standing circle with the differences of these people applied; the others stay where they are."""
    chosen = {
        one.person.pk: (one.person, one.after)
        for one in differences(base, proposal, None)
        if one.person.pk in people
    }
    kept = [place for place in standing if place[0].pk not in chosen]
    wishes = {person.pk: wish for person, _ring, wish in standing}
    return kept + [(person, ring, wishes.get(key)) for key, (person, ring) in chosen.items() if ring]


def _places(circle: Circle | None) -> list[Any]:
    return list(circle.placements.all()) if circle else []


def _by_person(circle: Circle | None) -> dict[Any, int]:
    return {place.relationship_id: place.ring for place in _places(circle)}
