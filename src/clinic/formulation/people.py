"""A person of the inventory and the circle over time, beside what happened and the score."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby, pairwise
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.courses.models import Course
from clinic.formulation.scores import main_chart
from clinic.incidents.models import Account, Incident
from clinic.inventory import versions
from clinic.inventory.facts import AGES, CONFLICTS, CONTACT, HELP, INITIATES, KNOWS, MODES, TRUST
from clinic.inventory.gathering import known_to, participant_of, ring_of
from clinic.inventory.listing import listing, ring_name
from clinic.inventory.models import Circle, Description, MoodEventLink, Placement, Relationship
from clinic.inventory.picture import Picture, picture, side_by_side
from clinic.inventory.timeline.told import when
from clinic.inventory.words import inventory_of, listed, listed_answers, movement
from clinic.ui.charts import ScoreChart, whole
from clinic.ui.lanes import Event
from clinic.ui.templatetags.ui import short_day
from ipt.relationships.drawing import PHONE

FACTS: tuple[tuple[str, str | Promise], ...] = (  # in the order in which a person's page tells them
    ("since", gettext_lazy("Known since")),
    ("age_band", gettext_lazy("Age")),
    ("contact", gettext_lazy("In touch")),
    ("contact_modes", gettext_lazy("How")),
    ("initiates", gettext_lazy("Makes the first move")),
    ("my_expectations", gettext_lazy("Expected of them")),
    ("mine_met", gettext_lazy("How far that is met")),
    ("their_expectations", gettext_lazy("What they expect")),
    ("theirs_met", gettext_lazy("How far the patient meets that")),
    ("satisfying", gettext_lazy("Good in it")),
    ("unsatisfying", gettext_lazy("Missing, or hard")),
    ("conflict", gettext_lazy("Conflict")),
    ("can_confide", gettext_lazy("Can be confided in")),
    ("support_received", gettext_lazy("Comes from them")),
    ("support_given", gettext_lazy("Goes to them")),
    ("knows_about_illness", gettext_lazy("Knows about the illness")),
    ("recent_change", gettext_lazy("Changed lately")),
    ("change_wanted", gettext_lazy("To change")),
)
WORDS: dict[str, dict[str, str | Promise]] = {
    "age_band": dict(AGES),
    "can_confide": dict(TRUST),
    "conflict": dict(CONFLICTS),
    "contact": CONTACT,
    "contact_modes": dict(MODES),
    "initiates": dict(INITIATES),
    "knows_about_illness": dict(KNOWS),
    "support_received": HELP,
    "support_given": HELP,
}
HELP_ASKED = ("support_received", "support_given")  # where an empty list is an answer


@dataclass(frozen=True, slots=True)
class Moment:
    """Something in the history of a relationship: the day, what kind of thing, and what is said of it."""

    on: date
    kind: str
    words: str
    when: str = ""
    path: str = ""
    steps: tuple[str, ...] = ()  # each move of a day on which there were several


def person_page(person: Relationship) -> dict[str, Any]:
    """What is known of a person now, and everything about them in order, the newest first."""
    participant = person.participant
    descriptions = list(person.descriptions.select_related("written_by"))
    moments = [
        *_placements(person),
        *_events(person),
        *_links(person),
        *_expectations(descriptions),
        *_incidents(person),
    ]
    known = known_to(person)
    ring = ring_of(person)
    return {
        "course": participant.course,
        "participant": participant,
        "relationship": person,
        "ring": ring_name(ring) if ring else "",
        "facts": [(str(label), _told(person, name)) for name, label in FACTS if _told(person, name)],
        "knows": listed([one.pseudonym for one in participant.relationships.filter(pk__in=known)]),
        "moments": sorted(moments, key=lambda one: one.on, reverse=True),
        "descriptions": descriptions,
    }


def _told(person: Relationship, name: str) -> str:
    """A fact in words; nothing where it was not asked."""
    value = getattr(person, name)
    if value is None or value == "":
        return ""
    if value == []:
        return _("nothing") if name in HELP_ASKED else ""
    if isinstance(value, list):
        return listed_answers([WORDS[name][one] for one in value])
    if isinstance(value, int) and not isinstance(value, bool):
        return _("%(n)s of 10") % {"n": value}
    return str(WORDS[name][str(value)]) if name in WORDS else str(value)


def _placements(person: Relationship) -> Iterator[Moment]:
    """Where the person stood, once for each day on which that changed, with the moves of that day."""
    stood = Placement.objects.filter(relationship=person, circle__would_change=None)
    drawn = stood.select_related("circle").order_by("circle__version")
    before: int | None = None
    for on, places in groupby(drawn, lambda place: place.circle.drawn_on):
        rings = [before, *(place.ring for place in places)]
        steps = [_moved(was, ring) for was, ring in pairwise(rings) if ring and was != ring]
        last = rings[-1]
        if last and steps:
            words = (
                _moved(before, last)
                if last != before
                else _("Moved, and back in ring %(ring)s") % {"ring": last}
            )
            yield Moment(on, "circle", words, steps=tuple(steps) if len(steps) > 1 else ())
        before = last


def _moved(before: int | None, ring: int) -> str:
    if before is None:
        return _("First placed: ring %(ring)s") % {"ring": ring}
    words = _("Nearer: from ring %(before)s to %(ring)s") if ring < before else _(
        "Further: from ring %(before)s to %(ring)s"
    )  # fmt: skip
    return words % {"before": before, "ring": ring}


def _events(person: Relationship) -> Iterator[Moment]:
    for event in person.timeline.standing():
        exact = event.precision == "day" and not event.about and event.until is None
        yield Moment(event.on, "event", event.what, "" if exact else when(event))


def _links(person: Relationship) -> Iterator[Moment]:
    links = MoodEventLink.objects.filter(relationship=person).standing().select_related("session")
    for link in links:
        mood = {"up": _("mood went up"), "down": _("mood went down"), "same": _("mood stayed the same")}
        felt = _("Felt %s, ") % link.feeling if link.feeling else ""
        words = f"{link.what}. {felt}{mood[link.direction]}" if link.what else f"{felt}{mood[link.direction]}"
        yield Moment(timezone.localdate(link.session.began_at), "mood", words)


def _expectations(descriptions: list[Description]) -> Iterator[Moment]:
    """How far expectations were met, once for each change of what was said."""
    before: tuple[Any, ...] = (None, None)
    for one in reversed(descriptions):
        met = (one.facts.get("mine_met"), one.facts.get("theirs_met"))
        if met != before and any(value is not None for value in met):
            yield Moment(timezone.localdate(one.written_at), "expectations", _met(*met))
        before = met


def _met(mine: int | None, theirs: int | None) -> str:
    said = [
        _("expected of them: met %(n)s of 10") % {"n": mine} if mine is not None else "",
        _("expected of the patient: met %(n)s of 10") % {"n": theirs} if theirs is not None else "",
    ]
    words = "; ".join(filter(None, said))
    return words[:1].upper() + words[1:]


def _incidents(person: Relationship) -> Iterator[Moment]:
    """Moments with this person that were gone through line by line."""
    here = Account.objects.newest().filter(incident__in=Incident.objects.with_person(person))
    for account in here.prefetch_related("turns"):
        first = next(iter(account.turns.all()), None)
        said = f"“{first.said}”" if first else account.place
        path = reverse("incidents:incident", args=[person.participant.course_id, account.incident_id])
        yield Moment(account.on, "incident", _("Gone through line by line: %s") % said, path=path)


def over_time(course: Course, asked: QueryDict) -> dict[str, Any]:
    """Two circles side by side, or one with arrows, beside the score; a slider goes through all."""
    participant = participant_of(course)
    circles = versions.by_day(list(participant.circles.standing().with_people()))[::-1]
    if not circles:
        return {"course": course, "participant": participant, "circles": []}
    at = _place(asked.get("at"), circles, len(circles) - 1)
    since = min(_place(asked.get("since"), circles, 0), at)
    now, then = circles[at], circles[since] if since < at else None
    hidden = asked.get("names") == "hidden"
    names = {str(place.relationship_id): place.relationship.pseudonym for one in (now, then) if one
             for place in one.placements.all()}  # fmt: skip
    draw = {"centre": participant.patient.preferred_name, "hidden": hidden}
    return {
        "course": course,
        "participant": participant,
        "circles": list(enumerate(circles)),
        "last": len(circles) - 1,
        "at": at,
        "since": since,
        "side": asked.get("see") == "side" and then is not None,
        "now": now,
        "then": then,
        "hidden": hidden,
        "arrows": picture(now, since=then, id="now", **draw),
        "arrows_small": picture(now, since=then, id="small", sheet=PHONE, roles=False, **draw),
        "pictures": _side_by_side(then, now, draw) if then else [],
        "movement": movement(inventory_of(then), inventory_of(now)) if then else "",
        "listing": listing(now, then, names),
        "chart": _chart(course, circles, now),
    }


def _side_by_side(then: Circle, now: Circle, draw: dict[str, Any]) -> list[tuple[Circle, Picture, Picture]]:
    """Both circles, each drawn for a desk and for a phone or paper."""
    wide = side_by_side(then, now, **draw)
    small = side_by_side(then, now, sheet=PHONE, roles=False, id="-small", **draw)
    return list(zip((then, now), wide, small, strict=True))


def _place(given: str | None, circles: list[Circle], otherwise: int) -> int:
    """The place in the row of circles that an address names."""
    return {str(place): place for place in range(len(circles))}.get(given or "", otherwise)


def _chart(course: Course, circles: list[Circle], now: Circle) -> Any:
    """The scores, with the days on which the circle was drawn in the lane of events.

    Beside an earlier circle the heading names the score of its time, not the last one.
    """
    drawn = [
        Event(
            one.drawn_on,
            _("circle of %(on)s") % {"on": short_day(one.drawn_on)} if one == now else _("circle"),
        )
        for one in circles
    ]
    chart = main_chart(course, list(course.sessions.all()), today=None, events=drawn)
    if chart is None:
        return None
    heading = {} if now == circles[-1] else {"finding": _score_by(chart, now.drawn_on), "words": ""}
    return replace(chart, events_title=_("Circle drawn"), **heading)


def _score_by(chart: ScoreChart, day: date) -> str:
    """The last score given by a day, as a sentence."""
    known = [one for one in chart.points if one.value is not None and one.on <= day]
    if not known:
        return _("%(measure)s: no score by %(day)s") % {"measure": chart.measure_title, "day": short_day(day)}
    return _("%(measure)s: %(score)s on %(day)s, the last by this circle") % {
        "measure": chart.measure_title,
        "score": whole(known[-1].value or 0),
        "day": short_day(known[-1].on),
    }
