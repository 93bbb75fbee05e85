"""The timeline's page: life over the years, or the weeks of the course; and what lay near the onset."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.courses.models import Course, Participant
from clinic.formulation.scores import weeks_chart
from clinic.inventory.gathering import participant_of, today_in
from clinic.inventory.models import Circle, Placement, Relationship, RememberedMood, TimelineEvent
from clinic.inventory.timeline.told import (
    Told,
    chart_events,
    drawn_span,
    end_of,
    is_exact,
    onset_of,
    remembered,
    told,
)
from clinic.inventory.timeline.words import LANES
from clinic.inventory.words import listed
from clinic.ui.life import LifeChart, LifeEvent, Mood
from clinic.ui.templatetags.ui import day
from ipt.therapy.onset import window

SCALES: dict[str, str | Promise] = {"years": gettext_lazy("Years"), "weeks": gettext_lazy("Weeks")}
CONFLICT: dict[str, str | Promise] = {
    "open": gettext_lazy("in open conflict"),
    "silent": gettext_lazy("in silent conflict"),
}


@dataclass(frozen=True, slots=True)
class Between:
    """Somebody whom something near the onset was about, and how they stood in the first circle."""

    person: Relationship
    events: tuple[Told, ...]
    stood: str


def timeline_page(course: Course, asked: Mapping[str, str]) -> dict[str, Any]:
    """Everything the page says; ``asked`` chooses the scale, and names what has just been taken off."""
    participant = participant_of(course)
    events = list(participant.timeline.with_people())
    moods = list(participant.remembered_moods.all())
    standing = [one for one in events if one.withdrawn_at is None]
    remembering = [one for one in moods if one.withdrawn_at is None]
    them = told(standing)
    began = [one for one in reversed(them) if one.onset]
    scale = asked.get("scale") if asked.get("scale") in SCALES else "years"
    return {
        "course": course,
        "participant": participant,
        "scales": [(key, name, key == scale) for key, name in SCALES.items()],
        "told": them,
        "moods": remembered(remembering),
        "withdrawn": _just_withdrawn(events, asked.get("withdrawn", "")),
        "withdrawn_mood": _just_withdrawn(moods, asked.get("withdrawn", "")),
        "near": [one for one in them if one.near],
        "onset": next(iter(began), None),
        "earlier_onsets": _each_once(began[1:]),
        "between": between(participant, them),
        **drawing(course, participant, scale, standing, remembering),
    }


def _each_once(began: list[Told]) -> str:
    """When it began before: a time that is named twice stands once, and says how often."""
    times = Counter(one.when for one in began)
    said = _("%(when)s (%(n)d times)")
    return listed([when if n == 1 else said % {"when": when, "n": n} for when, n in times.items()])


def drawing(
    course: Course,
    participant: Participant,
    scale: str | None,
    standing: list[TimelineEvent],
    remembering: list[RememberedMood],
) -> dict[str, Any]:
    """The one drawing that is shown."""
    today = today_in(participant)
    them = told(standing)
    if scale == "weeks":
        sessions = list(course.sessions.all())
        return {"chart": weeks_chart(course, sessions, today=today, events=chart_events(them))}
    if not standing and not remembering:
        return {"life": None}
    begun = onset_of(standing)
    life = LifeChart(
        lanes=[(key, str(name)) for key, name in LANES.items()],
        events=[life_event(one) for one in them],
        today=today,
        moods=[_mood(one) for one in remembering],
        near=window(begun) if begun else None,
        began=course.began_on if course.began_on <= today else None,
    )
    return {"life": life}


def life_event(one: Told) -> LifeEvent:
    """An event as it is drawn over the years."""
    first, last = drawn_span(one.event)
    kind = one.event.kind
    return LifeEvent(
        first, last, one.event.what, kind, one.when, end_of(one.event), one.state, is_exact(one.event)
    )


def _mood(one: RememberedMood) -> Mood:
    (told_,) = remembered([one])
    return Mood(*drawn_span(one), one.level, one.word, told_.when)


def between(participant: Participant, them: list[Told]) -> list[Between]:
    """What changed between people near the onset: whom it was about, and how they stood afterwards."""
    events: dict[Relationship, list[Told]] = {}
    for one in them:
        for person in one.people if one.near or one.onset else ():
            events.setdefault(person, []).append(one)
    first = (
        Circle.objects.filter(participant=participant).standing().with_people().order_by("version").first()
    )
    places = {place.relationship_id: place for place in first.placements.all()} if first else {}
    return [Between(person, tuple(of), _stood(places.get(person.pk), first)) for person, of in events.items()]


def _stood(place: Placement | None, circle: Circle | None) -> str:
    """How somebody stood in a circle: in ring 3 on 17 September, in silent conflict."""
    if place is None or circle is None:
        return ""
    said = _("in ring %(ring)s on %(day)s") % {"ring": place.ring, "day": day(circle.drawn_on)}
    conflict = CONFLICT.get(place.conflict)
    return ", ".join(filter(None, [said, str(conflict) if conflict else ""]))


def _just_withdrawn(rows: list[Any], asked: str) -> Any:
    return next((one for one in rows if str(one.pk) == asked and one.withdrawn_at), None)
