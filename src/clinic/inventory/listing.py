"""The circle as a list, which carries every fact that the drawing shows."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from clinic.inventory.marks import kind, under
from clinic.inventory.models import Circle, Placement
from clinic.inventory.words import HELP, listed
from clinic.ui.templatetags.ui import short_day
from ipt.relationships.inventory import RINGS


@dataclass(frozen=True, slots=True)
class Row:
    """A person in the list."""

    id: str
    name: str
    under: str
    kind: str
    moved: str
    facts: str
    ring: int
    selected: bool

    @property
    def ring_name(self) -> str:
        return ring_name(self.ring)

    @property
    def said(self) -> str:
        """Everything else about this person, as one sentence."""
        words = "; ".join(filter(None, (self.moved, self.facts)))
        return f"{words[:1].upper()}{words[1:]}." if words else ""


@dataclass(frozen=True, slots=True)
class Ring:
    """A ring and who stands in it."""

    number: int
    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """The four rings, empty ones too, and who is no longer there."""

    rings: tuple[Ring, ...]
    lost: tuple[tuple[str, int], ...]


Wishes = dict[tuple[UUID, int], date]  # by person and ring, the day it was wished for


def listing(
    circle: Circle,
    since: Circle | None,
    names: dict[str, str],
    selected: str = "",
    wishes: Wishes | None = None,
) -> Listing:
    """List a circle ring by ring; with ``since``, also what changed."""
    before = {place.relationship_id: place for place in since.placements.all()} if since else None
    places = list(circle.placements.all())
    rings = [
        Ring(
            ring,
            ring_name(ring),
            tuple(
                _row(place, before, names, selected, wishes or {}) for place in places if place.ring == ring
            ),
        )
        for ring in RINGS
    ]
    here = {place.relationship_id for place in places}
    lost = [(names[str(key)], place.ring) for key, place in (before or {}).items() if key not in here]
    return Listing(tuple(rings), tuple(lost))


def ring_name(ring: int) -> str:
    """Name a ring by its number, the ends in words too."""
    return {1: _("1, closest"), 4: _("4, furthest")}.get(ring, str(ring))


def _row(
    place: Placement,
    before: dict[object, Placement] | None,
    names: dict[str, str],
    selected: str,
    wishes: Wishes,
) -> Row:
    key = str(place.relationship_id)
    return Row(
        id=key,
        name=names[key],
        under=under(place, new=False),
        kind=kind(place),
        moved=moved(place, before),
        facts=facts(place, wishes),
        ring=place.ring,
        selected=key == selected,
    )


def moved(place: Placement, before: dict[object, Placement] | None) -> str:
    """Say how a person moved since the version compared with, and whether there is conflict."""
    said = [] if before is None else [_movement(place, before.get(place.relationship_id))]
    conflict = {"open": _("open conflict"), "silent": _("silent conflict")}.get(place.conflict, "")
    return "; ".join(filter(None, [*said, conflict]))


def _movement(place: Placement, was: Placement | None) -> str:
    if was is None:
        return _("new")
    if was.ring == place.ring:
        return _("no change")
    words = _("came in from %(ring)s") if place.ring < was.ring else _("moved out from %(ring)s")
    return words % {"ring": was.ring}


def facts(place: Placement, wishes: Wishes) -> str:
    """What else is known of a person."""
    person = place.relationship
    help_given = listed([str(HELP[kind]).lower() for kind in place.support_received or () if kind in HELP])
    said = [
        _("can confide in") if place.can_confide else "",
        _("professional") if person.professional else "",
        _("gives %(help)s") % {"help": help_given} if help_given else "",
        _("would help in a crisis") if person.help_in_crisis else "",
        _wished(place, wishes),
    ]
    return ", ".join(filter(None, said))


def _wished(place: Placement, wishes: Wishes) -> str:
    """The ring wished for and the day of the wish, also where it is the ring they stand in."""
    if place.ideal_ring is None:
        return ""
    said = {"ring": place.ideal_ring}
    on = wishes.get((place.relationship_id, place.ideal_ring))
    if place.ideal_ring == place.ring:
        words = _("as wished on %(on)s") if on else _("as wished")
    else:
        words = _("wished for on %(on)s: ring %(ring)s") if on else _("wished for: ring %(ring)s")
    return words % (said | {"on": short_day(on)} if on else said)
