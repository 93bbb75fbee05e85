"""How things stand with each person on the private page, in a fixed number of queries."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from clinic.courses.models import Course
from clinic.inventory.models import Relationship
from clinic.safety import lock
from clinic.safety.models import PrivateEnquiry, Release
from clinic.safety.wording import ANSWERS
from ipt.relationships.fear_and_violence import WAYS_TO_ASK, Act


@dataclass(frozen=True, slots=True)
class Told:
    """One version of the enquiry, in words."""

    enquiry: PrivateEnquiry
    words: str | Promise


@dataclass(frozen=True, slots=True)
class Standing:
    """A person, what came of asking, newest first, and whether the work with them is closed."""

    person: Relationship
    told: tuple[Told, ...]
    releases: tuple[Release, ...]
    in_force: Release | None
    closed: bool

    @property
    def newest(self) -> Told | None:
        return next(iter(self.told), None)


def of_everybody(course: Course) -> dict[str, Any]:
    """Everybody who can be met; those with whom the work is closed come first."""
    people = Relationship.objects.filter(participant__course=course)
    found = [_standing(person) for person in lock.known(people)]
    return {"everybody": sorted(found, key=_first)}


def _first(one: Standing) -> tuple[bool, bool, bool]:
    """A doubt that was voiced comes first, then whoever is still to be asked about, conflicts before."""
    return (
        not (one.newest and one.closed),
        one.newest is not None,
        one.person.conflict not in ("open", "silent"),
    )


def of_one(person: Relationship) -> dict[str, Any]:
    """One person with all that was kept; also somebody who has died since."""
    [again] = lock.known(Relationship.objects.filter(pk=person.pk)) or [person]
    return {"one": _standing(again), "ways_to_ask": WAYS_TO_ASK}


def _standing(person: Relationship) -> Standing:
    told = [Told(one, ANSWERS[one.answer]) for one in person.private_enquiries.all()]
    return Standing(
        person=person,
        told=tuple(told),
        releases=tuple(person.releases.all()),
        in_force=lock.release_in_force(person),
        closed=lock.closed_with(Act.REHEARSE, person),
    )
