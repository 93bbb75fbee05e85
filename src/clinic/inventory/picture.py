"""The circle as a picture: marks, names, badges and arrows, ready for the template."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import atan2, cos, hypot, pi, sin

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.inventory.models import Circle, Placement
from clinic.ui.templatetags.ui import initials
from ipt.relationships import drawing
from ipt.relationships.drawing import Sector, Sheet, Someone, Spot

RIM: dict[str, str | Promise] = {
    "family": gettext_lazy("Family"),
    "friends": gettext_lazy("Friends"),
    "work": gettext_lazy("Work"),
    "groups": gettext_lazy("Neighbours, groups"),
    "professionals": gettext_lazy("Professionals"),
    "others": gettext_lazy("Others"),
}
SMALL = Sheet(radius=76, mark=4.6, middle=8, letter=6, line=1)  # the keepsake's, without words
BADGE = 0.72  # of a mark's radius: how far a badge's middle sits from the mark's rim, left or right and up


@dataclass(frozen=True, slots=True)
class Text:
    """One line beside a mark."""

    words: str
    y: float
    first: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """A person as drawn."""

    id: str
    ring: int
    kind: str  # living, confidant, died, professional, pet
    x: float
    y: float
    size: float
    initials: str  # written inside when there is no room beside, or names are hidden
    anchor: str
    text_x: float
    texts: tuple[Text, ...]
    conflict: str
    badge: tuple[float, float]
    selected: bool

    @property
    def chosen(self) -> float:
        """The radius of the second ring around whoever is selected."""
        return self.size + 5

    @property
    def side(self) -> float:
        return 2 * self.size

    @property
    def left(self) -> float:
        return round(self.x - self.size, 1)

    @property
    def top(self) -> float:
        return round(self.y - self.size, 1)

    @property
    def corner(self) -> float:
        return round(self.size * 0.4, 1)


@dataclass(frozen=True, slots=True)
class Arrow:
    """A movement: from the hollow dot where somebody was to just outside their mark."""

    from_x: float
    from_y: float
    to_x: float
    to_y: float
    head: str


@dataclass(frozen=True, slots=True)
class Lost:
    """Where somebody stood who is no longer in the circle."""

    x: float
    y: float
    name: str


@dataclass(frozen=True, slots=True)
class Rim:
    """A sector's name on the rim: the arc it follows."""

    id: str
    name: str | Promise
    arc: str


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything the template draws."""

    id: str
    sheet: Sheet
    box: str
    rings: tuple[tuple[int, float, float, float], ...]  # number, radius, and where the number stands
    borders: tuple[tuple[float, float, float, float], ...]
    rims: tuple[Rim, ...]
    marks: tuple[Mark, ...]
    arrows: tuple[Arrow, ...]
    lost: tuple[Lost, ...]
    centre: str

    @property
    def dot(self) -> float:
        """The radius of the patient's own dot."""
        return round(self.sheet.mark * 0.62, 1)

    @property
    def corner(self) -> float:
        """Where the drawing begins, to the left and above its middle."""
        return -_reach(self.sheet)

    @property
    def across(self) -> float:
        return 2 * _reach(self.sheet)

    @property
    def centre_y(self) -> float:
        return round(self.dot + self.sheet.line, 1)


def picture(
    circle: Circle,
    *,
    since: Circle | None = None,
    sheet: Sheet = drawing.DESK,
    centre: str = "",
    hidden: bool = False,
    selected: str = "",
    roles: bool = True,
    id: str = "circle",
) -> Picture:
    """Draw a circle; with ``since``, also who moved, came and went."""
    now = {str(place.relationship_id): place for place in circle.placements.all()}
    before = {str(place.relationship_id): place for place in since.placements.all()} if since else {}
    asked = [_someone(place, before, since, hidden=hidden, roles=roles) for place in now.values()]
    asked += _ghosts(now, before)
    drawn = drawing.draw(asked, sheet)
    spots = {spot.id: spot for spot in drawn.spots}
    arrows = {key: _arrow(spots[f"was {key}"], spots[key]) for key in now if f"was {key}" in spots}
    lines = {one.id: one.lines for one in asked}
    marks = [
        _mark(place, spots[key], lines[key], arrows.get(key), key == selected, sheet)
        for key, place in now.items()
    ]
    lost = [
        Lost(round(spots[f"was {key}"].x, 1), round(spots[f"was {key}"].y, 1), place.relationship.pseudonym)
        for key, place in before.items()
        if key not in now
    ]
    return Picture(
        id=id,
        sheet=sheet,
        box=_box(sheet),
        rings=_rings(drawn.sectors, sheet),
        borders=tuple(_border(sector, sheet) for sector in drawn.sectors),
        rims=tuple(_rim(sector, sheet) for sector in drawn.sectors),
        marks=tuple(marks),
        arrows=tuple(arrows.values()),
        lost=tuple(lost),
        centre=initials(centre) if hidden else centre,
    )


def _someone(
    place: Placement, before: dict[str, Placement], since: Circle | None, *, hidden: bool, roles: bool
) -> Someone:
    person = place.relationship
    new = since is not None and str(person.pk) not in before
    second = under(place, new=new) if roles else ""
    lines = () if hidden else tuple(filter(None, (person.pseudonym, second)))
    return Someone(str(person.pk), place.ring, person.category, lines)


def under(place: Placement, *, new: bool) -> str:
    """What stands under a name: new, the role, or the year of death."""
    person = place.relationship
    if person.died_year:
        return _("died %(year)s") % {"year": person.died_year}
    return ", ".join(filter(None, (_("new") if new else "", person.role)))


def _ghosts(now: dict[str, Placement], before: dict[str, Placement]) -> list[Someone]:
    """Where people were who stand elsewhere now or no longer stand at all; last, so that they move nobody."""
    return [
        Someone(f"was {key}", place.ring, place.relationship.category)
        for key, place in before.items()
        if key not in now or now[key].ring != place.ring
    ]


def _mark(
    place: Placement,
    spot: Spot,
    lines: Sequence[str],
    arrow: Arrow | None,
    selected: bool,
    sheet: Sheet,
) -> Mark:
    label = spot.label
    texts = [
        Text(words, round(label.y + n * sheet.line, 1), n == 0) for n, words in enumerate(lines) if label
    ]
    return Mark(
        id=spot.id,
        ring=place.ring,
        kind=kind(place),
        x=round(spot.x, 1),
        y=round(spot.y, 1),
        size=round(spot.mark, 1),
        initials="" if label else initials(place.relationship.pseudonym),
        anchor=label.anchor if label else "middle",
        text_x=round(label.x, 1) if label else 0,
        texts=tuple(texts),
        conflict="" if place.conflict == "none" else place.conflict,
        badge=_badge(spot, arrow),
        selected=selected,
    )


def kind(place: Placement) -> str:
    """Which mark a person gets."""
    if place.relationship.died_year:
        return "died"
    if place.relationship.category in ("professional", "pet"):
        return place.relationship.category
    return "confidant" if place.can_confide else "living"


def _badge(spot: Spot, arrow: Arrow | None) -> tuple[float, float]:
    """Up and to the right, or to the left when an arrow arrives from the right."""
    away = -1 if arrow and arrow.from_x > spot.x else 1
    side = spot.mark * BADGE * 1.25
    return round(spot.x + away * side, 1), round(spot.y - side, 1)


def _arrow(was: Spot, now: Spot) -> Arrow:
    length = hypot(now.x - was.x, now.y - was.y) or 1
    gap = (now.mark + 4) / length
    tip = (now.x - (now.x - was.x) * gap, now.y - (now.y - was.y) * gap)
    angle = atan2(now.y - was.y, now.x - was.x)
    wings = [(tip[0] - 8 * cos(angle + turn), tip[1] - 8 * sin(angle + turn)) for turn in (0.45, -0.45)]
    head = " L".join(f"{x:.1f} {y:.1f}" for x, y in (wings[0], tip, wings[1]))
    return Arrow(round(was.x, 1), round(was.y, 1), round(tip[0], 1), round(tip[1], 1), f"M{head}")


def _reach(sheet: Sheet) -> float:
    """From the middle to the edge of the drawing: the rings and the names on the rim."""
    return round(sheet.radius + sheet.line * 1.8)


def _box(sheet: Sheet) -> str:
    reach = _reach(sheet)
    return f"{-reach:.0f} {-reach:.0f} {2 * reach:.0f} {2 * reach:.0f}"


def _rings(sectors: Sequence[Sector], sheet: Sheet) -> tuple[tuple[int, float, float, float], ...]:
    """The four rings, the outermost first, each with its number along one border."""
    along = next(sector.end for sector in sectors if sector.id == "work")
    spots = []
    for number in (4, 3, 2, 1):
        radius = sheet.radius / 4 * number
        x, y = _at(radius - sheet.line * 0.75, along)
        spots.append((number, radius, x, round(y + 4, 1)))
    return tuple(spots)


def _border(sector: Sector, sheet: Sheet) -> tuple[float, float, float, float]:
    return (*_at(sheet.middle + 4, sector.start), *_at(sheet.radius, sector.start))


def _rim(sector: Sector, sheet: Sheet) -> Rim:
    """The arc a sector's name follows; in the lower half it runs the other way, to be read upright."""
    middle = sector.middle % (2 * pi)
    upside_down = pi / 2 + 0.2 < middle < 3 * pi / 2 - 0.2
    radius = sheet.radius + sheet.line * (1.15 if upside_down else 0.6)
    reach = 0.8  # radians either side: room for the longest name
    ends = (middle + reach, middle - reach) if upside_down else (middle - reach, middle + reach)
    (x1, y1), (x2, y2) = (_at(radius, end) for end in ends)
    sweep = 0 if upside_down else 1
    return Rim(sector.id, RIM[sector.id], f"M{x1} {y1}A{radius:.1f} {radius:.1f} 0 0 {sweep} {x2} {y2}")


def _at(radius: float, angle: float) -> tuple[float, float]:
    return round(radius * sin(angle), 1), round(-radius * cos(angle), 1)
