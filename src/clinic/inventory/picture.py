"""The circle as a picture: marks, names, badges and arrows, ready for the template."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, pi, sin

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from clinic.inventory.marks import Arrow, Mark, arrow, in_conflict, mark, short_names, told_apart, under
from clinic.inventory.models import Circle, Placement
from clinic.ui.templatetags.ui import initials
from ipt.relationships import drawing
from ipt.relationships.drawing import Drawing, Sector, Sheet, Someone

RIM: dict[str, str | Promise] = {
    "family": gettext_lazy("Family"),
    "friends": gettext_lazy("Friends"),
    "work": gettext_lazy("Work"),
    "groups": gettext_lazy("Neighbours, groups"),
    "professionals": gettext_lazy("Professionals"),
    "others": gettext_lazy("Others"),
}
SMALL = Sheet(radius=76, mark=4.6, middle=8, letter=6, line=1)  # the keepsake's, without words


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
    rings: tuple[tuple[int, float, float, float], ...]  # number, radius, and where the number is centred
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
    ghosts = _ghosts(now, before)
    moves = [(one.id, key) for one in ghosts if (key := one.id.removeprefix("was ")) in now]
    drawn = drawing.draw([*asked, *ghosts], sheet, moves)
    spots = {spot.id: spot for spot in drawn.spots}
    arrows = {key: arrow(spots[was], spots[key]) for was, key in moves}
    everybody = [place.relationship for place in {**before, **now}.values()]
    letters = told_apart(everybody) if hidden else short_names(everybody)
    marks = [
        mark(place, spots[key], arrows.get(key), key == selected, sheet, letters=letters[key])
        for key, place in now.items()
    ]
    lost = [
        Lost(round(spots[f"was {key}"].x, 1), round(spots[f"was {key}"].y, 1), place.relationship.pseudonym)
        for key, place in before.items()
        if key not in now
    ]
    return _picture(id, drawn, sheet, marks, initials(centre) if hidden else centre, arrows.values(), lost)


def side_by_side(
    then: Circle,
    now: Circle,
    *,
    sheet: Sheet = drawing.DESK,
    centre: str = "",
    hidden: bool = False,
    roles: bool = True,
    id: str = "",
) -> tuple[Picture, Picture]:
    """Draw two circles to be compared: who did not move between them stands on the same spot in both."""
    places = [list(one.placements.all()) for one in (then, now)]
    asked = [[_someone(place, {}, None, hidden=hidden, roles=roles) for place in one] for one in places]
    everybody = dict.fromkeys(place.relationship for one in places for place in one)
    letters = told_apart(everybody) if hidden else short_names(everybody)
    middle = initials(centre) if hidden else centre
    pictures = []
    both = drawing.draw_both(asked[0], asked[1], sheet)
    for circle, stand, drawn in zip((then, now), places, both, strict=True):
        marks = [
            mark(place, spot, None, False, sheet, letters=letters[spot.id])
            for place, spot in zip(stand, drawn.spots, strict=True)
        ]
        pictures.append(_picture(f"v{circle.version}{id}", drawn, sheet, marks, middle))
    return pictures[0], pictures[1]


def _picture(
    id: str,
    drawn: Drawing,
    sheet: Sheet,
    marks: Iterable[Mark],
    centre: str,
    arrows: Iterable[Arrow] = (),
    lost: Iterable[Lost] = (),
) -> Picture:
    return Picture(
        id=id,
        sheet=sheet,
        box=_box(sheet),
        rings=_rings(drawn, sheet),
        borders=tuple(_border(sector, sheet) for sector in drawn.sectors),
        rims=tuple(_rim(sector, sheet) for sector in drawn.sectors),
        marks=tuple(marks),
        arrows=tuple(arrows),
        lost=tuple(lost),
        centre=centre,
    )


def _someone(
    place: Placement, before: dict[str, Placement], since: Circle | None, *, hidden: bool, roles: bool
) -> Someone:
    person = place.relationship
    new = since is not None and str(person.pk) not in before
    second = under(place, new=new) if roles else ""
    lines = () if hidden else tuple(filter(None, (person.pseudonym, second)))
    return Someone(str(person.pk), place.ring, person.category, lines, badge=in_conflict(place))


def _ghosts(now: dict[str, Placement], before: dict[str, Placement]) -> list[Someone]:
    """Where people were who stand elsewhere now or no longer stand at all; last, so that they move nobody."""
    return [
        Someone(f"was {key}", place.ring, place.relationship.category)
        for key, place in before.items()
        if key not in now or now[key].ring != place.ring
    ]


def _reach(sheet: Sheet) -> float:
    """From the middle to the edge of the drawing: the rings and the names on the rim."""
    return round(sheet.radius + sheet.line * 1.8)


def _box(sheet: Sheet) -> str:
    reach = _reach(sheet)
    return f"{-reach:.0f} {-reach:.0f} {2 * reach:.0f} {2 * reach:.0f}"


def _rings(drawn: Drawing, sheet: Sheet) -> tuple[tuple[int, float, float, float], ...]:
    """The four rings, the outermost first, each with its number along one border."""
    return tuple(
        (number, sheet.radius / 4 * number, round(x, 1), round(y + 4, 1))
        for number, (x, y) in sorted(drawn.numbers.items(), reverse=True)
    )


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
