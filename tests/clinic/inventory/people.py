"""Rowan's people, as they stood at the start and stand now."""

from datetime import date

from clinic.inventory import actions
from clinic.inventory.models import Relationship
from tests.factories import Case

START, NOW = date(2026, 9, 17), date(2026, 11, 12)
STOOD = {"Ada": ("family", 3), "Sam": ("partner", 3), "Dad": ("family", 2), "Jo": ("friend", 4)}


def rowans(case: Case) -> dict[str, Relationship]:
    """Four people at the start; since then Ada and Jo came in, Jo can be confided in, and Lin is new."""
    people = {name: add(case, name, category) for name, (category, _ring) in STOOD.items()}
    draw(case, {people[name]: ring for name, (_category, ring) in STOOD.items()}, START)
    actions.revise_person(relationship=people["Jo"], can_confide=True, by=case.therapist)
    actions.revise_person(relationship=people["Dad"], died_year=2021, by=case.therapist)
    people["Lin"] = add(case, "Lin", "faith", role="choir")
    draw(case, dict(zip(people.values(), (1, 2, 2, 2, 3), strict=True)), NOW)
    return people


def add(case: Case, name: str, category: str, **facts: object) -> Relationship:
    return actions.add_person(
        participant=case.participant, pseudonym=name, category=category, by=case.therapist, **facts
    )


def draw(case: Case, rings: dict[Relationship, int], on: date) -> None:
    actions.draw_circle(
        participant=case.participant,
        placements=[(person, ring, None) for person, ring in rings.items()],
        drawn_on=on,
        by=case.therapist,
    )
