"""The people of a story, the circle as it was drawn, and what happened in their lives."""

from datetime import date, timedelta
from typing import Any

from clinic.demo.described import STAGES, Described, Person, Proposed, at_stage
from clinic.demo.story import Event
from clinic.demo.tale import Tale
from clinic.inventory import actions as inventory
from clinic.inventory.timeline import actions as timeline


def sittings(tale: Tale) -> tuple[int, ...]:
    """The sessions in which the circle is drawn: at the start, half way and near the end."""
    manual = tale.manual
    return tale.story.circles or (
        tale.last_due("circle_start"),
        manual.midpoint_review,
        tale.first_due("circle_end"),
    )


def meet_everybody(tale: Tale) -> None:
    """Begin the inventory: who is there at the start, and who of them know each other."""
    _meet_those_there(tale, 0)


def draw(tale: Tale, number: int) -> None:
    """Add whoever is new, note how things are with everybody, and draw the circle."""
    stage = sittings(tale).index(number)
    _meet_those_there(tale, stage)
    inventory.draw_circle(
        participant=tale.participant,
        placements=[
            (tale.people[person.name], person.rings[stage], person.wish)
            for person in tale.story.people
            if person.rings[stage]
        ],
        drawn_on=tale.days[number],
        session_number=number,
        by=tale.therapist,
    )


def propose(tale: Tale) -> None:
    """The patient alone would move somebody; it waits until both have looked at it."""
    proposed = tale.story.proposed
    if proposed:
        inventory.move_person(
            relationship=tale.people[proposed.who],
            ring=proposed.ring,
            drawn_on=proposed_on(tale, proposed),
            proposed=True,
            by=tale.patient.user,
        )


def proposed_on(tale: Tale, proposed: Proposed) -> date:
    return tale.days[tale.held] + timedelta(days=proposed.days)


def _meet_those_there(tale: Tale, stage: int) -> None:
    for person in tale.story.people:
        if person.rings[stage]:
            _meet(tale, person, stage)
    for name, person in tale.people.items():
        known = {other for group in tale.story.ties if name in group for other in group}
        inventory.tie(
            person=person, known=[tale.people[one] for one in known & tale.people.keys()], by=tale.therapist
        )


def _meet(tale: Tale, person: Person, stage: int) -> None:
    facts = _facts(tale, person, stage)
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
            **facts,
        )
    elif changed := {name: value for name, value in facts.items() if getattr(known, name) != value}:
        inventory.revise_person(relationship=known, by=tale.therapist, **changed)


def _facts(tale: Tale, person: Person, stage: int) -> dict[str, Any]:
    """What is known of somebody at a stage; what the story does not tell was not asked."""
    told = next((one for one in tale.story.described if one.who == person.name), None)
    return {
        "can_confide": _confided_in(person, stage),
        "conflict": person.conflict[stage],
        **(_in_detail(told, stage) if told else {}),
    }


def _in_detail(told: Described, stage: int) -> dict[str, Any]:
    facts = {
        "since": told.since,
        "age_band": told.age,
        "estranged": at_stage(told.estranged, stage),
        "contact": at_stage(told.contact, stage),
        "contact_modes": list(told.ways),
        "initiates": at_stage(told.first_move, stage),
        "my_expectations": told.mine,
        "mine_met": at_stage(told.mine_met, stage),
        "their_expectations": told.theirs,
        "theirs_met": at_stage(told.theirs_met, stage),
        "support_given": list(told.gets),
        "satisfying": told.good,
        "unsatisfying": at_stage(told.missing, stage),
        "change_wanted": told.wanted,
        "recent_change": at_stage(told.changed, stage),
        "knows_about_illness": at_stage(told.knows, stage),
    }
    return {name: value for name, value in facts.items() if value is not None}


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
