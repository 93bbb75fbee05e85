"""Where people stand in a drawn circle: rings by closeness, sectors by category, nobody upon another.

Ring and sector carry meaning; the exact spot inside them does not, so people are spread. The centre is
(0, 0), x grows to the right and y downwards, angles are radians clockwise from the top, lengths are the
drawing's own units.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import asin, ceil, cos, dist, hypot, pi, sin

SECTORS = {  # the rim, clockwise from the top: categories and share of the circle
    "family": (("family", "partner"), 1.7),
    "friends": (("friend", "online"), 1.3),
    "work": (("work",), 0.9),
    "groups": (("neighbour", "faith", "group"), 0.9),
    "professionals": (("professional",), 0.8),
    "others": (("pet", "deceased", "other"), 0.6),
}
ALWAYS = ("family", "friends", "work", "groups", "professionals")
NARROWEST = 0.35  # radians: room for the sector's name on the rim
PREFERRED = {1: 0.5, 2: 0.36, 3: 0.64, 4: 0.42}  # where in its sector the first person of a ring stands


@dataclass(frozen=True, slots=True)
class Sheet:
    """The size of a drawing: outer radius, a person's mark, the free middle, and the size of letters."""

    radius: float
    mark: float
    middle: float
    letter: float
    line: float

    def ring(self, number: int) -> tuple[float, float]:
        """Return the inner and outer radius of a ring; ring 1 leaves the middle free."""
        step = self.radius / 4
        return max(step * (number - 1), self.middle), step * number


DESK = Sheet(radius=284, mark=13, middle=28, letter=6.8, line=15)
PHONE = Sheet(radius=164, mark=9, middle=14, letter=6.4, line=14)


@dataclass(frozen=True, slots=True)
class Someone:
    """A person to be drawn; ``lines`` are what stands beside the mark, such as name and role."""

    id: str
    ring: int
    category: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sector:
    """A stretch of the rim from ``start`` to ``end``."""

    id: str
    start: float
    end: float

    @property
    def middle(self) -> float:
        """Return the angle at which the sector's name is centred."""
        return (self.start + self.end) / 2


@dataclass(frozen=True, slots=True)
class Label:
    """Where the first line of text goes: its baseline point and which part of the text is there."""

    x: float
    y: float
    anchor: str


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a person stands; no ``label`` means no free side: write initials inside the mark."""

    id: str
    x: float
    y: float
    mark: float
    label: Label | None


@dataclass(frozen=True, slots=True)
class Drawing:
    """A whole circle."""

    sectors: tuple[Sector, ...]
    spots: tuple[Spot, ...]


Point = tuple[float, float]
Box = tuple[float, float, float, float]


def draw(people: Sequence[Someone], sheet: Sheet = DESK) -> Drawing:
    """Place everyone, in the order given.

    Somebody added at the end of the list moves nobody, as long as everyone still fits at this size; with many
    people sectors widen where they are needed, then marks become smaller. ``ValueError`` on an unknown ring
    or category.
    """
    cells = _cells(people)
    sectors, room = _fit(cells, sheet)
    where: dict[str, Point] = {}
    for (ring, name), ids in cells.items():
        sector = next(s for s in sectors if s.id == name)
        where |= dict(zip(ids, _spread(_slots(ring, sector, room, sheet), ring, sector, ids), strict=True))
    mark = min(sheet.mark, room * 0.44)
    labels = _labels(people, where, mark, sheet)
    spots = tuple(Spot(one.id, *where[one.id], mark, labels[one.id]) for one in people)
    return Drawing(tuple(sectors), spots)


def sector_of(category: str) -> str:
    """Return the sector in which a category is drawn."""
    for name, (categories, _) in SECTORS.items():
        if category in categories:
            return name
    raise ValueError(f"no sector for the category {category!r}")


def _cells(people: Sequence[Someone]) -> dict[tuple[int, str], list[str]]:
    cells: dict[tuple[int, str], list[str]] = defaultdict(list)
    for one in people:
        if one.ring not in PREFERRED:
            raise ValueError(f"ring must be 1 to 4, not {one.ring!r}")
        cells[one.ring, sector_of(one.category)].append(one.id)
    return dict(cells)


def _fit(cells: dict[tuple[int, str], list[str]], sheet: Sheet) -> tuple[list[Sector], float]:
    """Find sectors and the room for one person: usual sectors, then wider ones, then less room."""
    names = [name for name in SECTORS if name in ALWAYS or any(name == cell[1] for cell in cells)]
    usual = _rim({name: SECTORS[name][1] for name in names})
    for room in (sheet.mark * 3.4, sheet.mark * 2.8, sheet.mark * 2.4):
        if _all_fit(cells, usual, room, sheet):
            return usual, room
    room = sheet.mark * 2.6
    while True:
        need = {name: _angle_needed(name, cells, room, sheet) for name in names}
        spare = 2 * pi - sum(need.values())
        if spare >= 0:
            shares = sum(SECTORS[name][1] for name in names)
            wider = _rim({name: need[name] + spare * SECTORS[name][1] / shares for name in names})
            if _all_fit(cells, wider, room, sheet):
                return wider, room
        room *= 0.94


def _rim(shares: dict[str, float]) -> list[Sector]:
    """Lay the sectors round the rim, the first centred at the top."""
    whole = sum(shares.values())
    angle = -pi * next(iter(shares.values())) / whole
    sectors = []
    for name, share in shares.items():
        width = 2 * pi * share / whole
        sectors.append(Sector(name, angle, angle + width))
        angle += width
    return sectors


def _all_fit(
    cells: dict[tuple[int, str], list[str]], sectors: list[Sector], room: float, sheet: Sheet
) -> bool:
    by_id = {sector.id: sector for sector in sectors}
    return all(len(_slots(ring, by_id[name], room, sheet)) >= len(ids) for (ring, name), ids in cells.items())


def _angle_needed(name: str, cells: dict[tuple[int, str], list[str]], room: float, sheet: Sheet) -> float:
    needs = [NARROWEST]
    for (ring, sector), ids in cells.items():
        rows = _rows(ring, room, sheet)
        if sector == name and rows:
            needs.append((ceil(len(ids) / len(rows)) + 0.01) * 2 * asin(min(1, room / 2 / rows[0])))
        elif sector == name:
            needs.append(2 * pi)
    return max(needs)


def _rows(ring: int, room: float, sheet: Sheet) -> list[float]:
    """Return the radii on which people can stand, half a room from the ring's edges, a room apart."""
    inside, outside = sheet.ring(ring)
    depth = outside - inside - room
    if depth < 0:
        return []
    gaps = int(depth // room)
    if gaps == 0:
        return [(inside + outside) / 2]
    return [inside + room / 2 + depth * step / gaps for step in range(gaps + 1)]


def _slots(ring: int, sector: Sector, room: float, sheet: Sheet) -> list[Point]:
    """Return places a room apart and half a room from every border, so that no two collide."""
    slots = []
    for radius in _rows(ring, room, sheet):
        step = 2 * asin(min(1, room / 2 / radius))
        free = sector.end - sector.start - step
        if free < 0:
            continue
        gaps = int(free / step + 1e-9)
        start = sector.start + step / 2
        angles = [start + free * n / gaps for n in range(gaps + 1)] if gaps else [sector.middle]
        slots += [_at(radius, angle) for angle in angles]
    return slots


def _at(radius: float, angle: float) -> Point:
    return radius * sin(angle), -radius * cos(angle)


def _spread(slots: list[Point], ring: int, sector: Sector, ids: list[str]) -> list[Point]:
    """Take a slot for each, every next one as far from those already taken as can be."""
    angle = sector.start + PREFERRED[ring] * (sector.end - sector.start)
    heart = _at(sum(hypot(*slot) for slot in slots) / len(slots), angle)
    taken = [min(slots, key=lambda slot: dist(slot, heart))]
    while len(taken) < len(ids):
        free = [slot for slot in slots if slot not in taken]
        taken.append(max(free, key=lambda slot: min(dist(slot, other) for other in taken)))
    return taken


def _labels(
    people: Sequence[Someone], where: dict[str, Point], mark: float, sheet: Sheet
) -> dict[str, Label | None]:
    """Give each person the first free side for the text: below, above, right, left."""
    busy = [(x - mark, y - mark, x + mark, y + mark) for x, y in where.values()]
    busy.append((-sheet.middle, -sheet.middle / 2, sheet.middle, sheet.middle))
    labels: dict[str, Label | None] = {}
    for one in people:
        labels[one.id] = None
        for label, box in _sides(one, where[one.id], mark, sheet):
            if _inside(box, sheet) and not any(_touch(box, other) for other in busy):
                labels[one.id] = label
                busy.append(box)
                break
    return labels


def _sides(one: Someone, at: Point, mark: float, sheet: Sheet) -> list[tuple[Label, Box]]:
    if not one.lines:
        return []
    x, y = at
    wide = max(len(line) for line in one.lines) * sheet.letter
    high = len(one.lines) * sheet.line
    gap = mark + 3
    tops = [(x, y + gap, "middle"), (x, y - gap - high, "middle")]
    tops += [(x + gap, y - high / 2, "start"), (x - gap, y - high / 2, "end")]
    left = {"start": 0.0, "middle": wide / 2, "end": wide}
    return [
        (
            Label(ax, top + sheet.line * 0.8, anchor),
            (ax - left[anchor], top, ax - left[anchor] + wide, top + high),
        )
        for ax, top, anchor in tops
    ]


def _inside(box: Box, sheet: Sheet) -> bool:
    return all(hypot(x, y) <= sheet.radius + 4 for x in box[::2] for y in box[1::2])


def _touch(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
