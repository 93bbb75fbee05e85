"""The people of a story, the circle as it was drawn, and what happened in their lives."""

from datetime import date, timedelta

from clinic.demo.story import Event, Person
from clinic.demo.tale import Tale
from clinic.inventory import actions as inventory
from clinic.inventory.timeline import actions as timeline

STAGES = ("start", "middle", "end")


def sittings(tale: Tale) -> tuple[int, ...]:
    """The sessions in which the circle is drawn: at the start, half way and near the end."""
    manual = tale.manual
    return tale.story.circles or (
        tale.last_due("circle_start"),
        manual.midpoint_review,
        tale.first_due("circle_end"),
    )


def meet_everybody(tale: Tale) -> None:
    """Begin the inventory: who is there at the start."""
    for person in tale.story.people:
        if person.rings[0]:
            _meet(tale, person, 0)


def draw(tale: Tale, number: int) -> None:
    """Add whoever is new, note how things are with everybody, and draw the circle."""
    stage = sittings(tale).index(number)
    for person in tale.story.people:
        if person.rings[stage]:
            _meet(tale, person, stage)
    inventory.draw_circle(
        participant=tale.participant,
        placements=[
            (tale.people[person.name], person.rings[stage], None)
            for person in tale.story.people
            if person.rings[stage]
        ],
        drawn_on=tale.days[number],
        session_number=number,
        by=tale.therapist,
    )


def _meet(tale: Tale, person: Person, stage: int) -> None:
    felt = {"can_confide": _confided_in(person, stage), "conflict": person.conflict[stage]}
    known = tale.people.get(person.name)
    if known is None:
        tale.people[person.name] = inventory.add_person(
            participant=tale.participant,
            pseudonym=person.name,
            category=person.kind,
            role=person.role or "",
            died_year=tale.today.year - person.died_years_ago if person.died_years_ago else None,
            help_in_crisis=person.crisis,
            support_received=list(person.gives),
            by=tale.therapist,
            **felt,
        )
    elif any(getattr(known, name) != value for name, value in felt.items()):
        inventory.revise_person(relationship=known, by=tale.therapist, **felt)


def _confided_in(person: Person, stage: int) -> bool:
    return person.confide != "never" and STAGES.index(person.confide) <= stage


def day_of(tale: Tale, event: Event) -> date:
    return tale.days[1] + timedelta(days=round(event.weeks * 7))


def put_on_timeline(tale: Tale, event: Event) -> None:
    timeline.add_event(
        participant=tale.participant,
        what=event.what,
        on=day_of(tale, event),
        precision=event.exact,
        kind=event.kind,
        people=[tale.people[event.who]] if event.who in tale.people else [],
        by=tale.therapist,
    )
