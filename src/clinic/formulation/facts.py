"""Gathers the plain facts that can speak for or against a problem area, with the rows they are about."""

from dataclasses import dataclass, field
from datetime import date

from clinic.courses.models import Participant
from clinic.inventory.models import Circle, Placement, Relationship, TimelineEvent
from clinic.inventory.timeline.told import begin_of, onset_of
from clinic.inventory.words import inventory_of
from clinic.questionnaires.models import Response
from ipt.relationships.network import measure
from ipt.therapy.evidence_for_areas import Facts, Happening, Known, Scored
from ipt.therapy.onset import span

MEASURES = ("pg13r", "lsns6", "ucla3")  # those that bear on an area


@dataclass(frozen=True)
class Record:
    """The facts, and what each of their ids stands for."""

    facts: Facts
    events: dict[str, TimelineEvent] = field(default_factory=dict)
    people: dict[str, Relationship] = field(default_factory=dict)
    circle: Circle | None = None
    responses: dict[str, Response] = field(default_factory=dict)


def record_of(participant: Participant) -> Record:
    """Read all of it in six queries, however much there is."""
    events = list(participant.timeline.standing().with_people())
    people = list(participant.relationships.all())
    circle = Circle.objects.filter(participant=participant).standing().with_people().first()
    responses = last_scores(participant)
    facts = Facts(
        onset=onset_of(events),
        events=tuple(_happening(one) for one in events if one.kind != "onset"),
        people=tuple(_known(one, _place(circle, one)) for one in people),
        circle=measure(inventory_of(circle)) if circle else None,
        scores=tuple(_scored(one) for one in responses),
    )
    return Record(
        facts=facts,
        events={str(one.pk): one for one in events},
        people={str(one.pk): one for one in people},
        circle=circle,
        responses={str(one.pk): one for one in responses},
    )


def last_scores(participant: Participant) -> list[Response]:
    """The last score of each measure that bears on an area, in one query."""
    given = Response.objects.filter(participant=participant, measure__in=MEASURES, total__isnull=False)
    return list({one.measure: one for one in given.order_by("given_at")}.values())


def _happening(event: TimelineEvent) -> Happening:
    people = tuple(str(one.pk) for one in event.people.all())
    return Happening(str(event.pk), event.kind, begin_of(event), people)


def _place(circle: Circle | None, person: Relationship) -> Placement | None:
    placements = circle.placements.all() if circle else ()
    return next((place for place in placements if place.relationship_id == person.pk), None)


def _known(person: Relationship, place: Placement | None) -> Known:
    died = span(date(person.died_year, 1, 1), "year") if person.died_year else None
    conflict = place.conflict if place else person.conflict
    return Known(str(person.pk), person.died_year is None, died, conflict)


def _scored(response: Response) -> Scored:
    return Scored(str(response.pk), response.measure, float(response.total))
