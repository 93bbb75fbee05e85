"""The sectors of a drawn circle and the places in them, each a room apart from the next.

A mark that moves reads as somebody who moved. So each sector has its place on the rim whether anybody stands
in it or not, and one that needs more takes it from its neighbours only.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import asin, ceil, cos, pi, sin

from ipt.relationships.sheet import Point, Sheet

SECTORS = {  # the rim, clockwise from the top: categories and share of the circle
    "family": (("family", "partner"), 1.7),
    "friends": (("friend", "online"), 1.3),
    "work": (("work",), 0.9),
    "groups": (("neighbour", "faith", "group"), 0.9),
    "professionals": (("professional",), 0.8),
    "others": (("pet", "deceased", "other"), 0.65),
}
NARROWEST = 0.35  # radians: room for the sector's name on the rim
SPACINGS = (3.4, 2.8, 2.3, 2.15)  # marks from one person to the next, the roomiest that fits
SWEEPS = 60  # how often sectors that need more push their neighbours aside

Cells = dict[tuple[int, str], list[str]]  # those of one ring and sector, in order


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


def sector_of(category: str) -> str:
    """Return the sector in which a category is drawn."""
    for name, (categories, _) in SECTORS.items():
        if category in categories:
            return name
    raise ValueError(f"no sector for the category {category!r}")


def fit(cells: Cells, usual: dict[str, Sector], sheet: Sheet) -> tuple[dict[str, Sector], list[float]]:
    """Find the sectors and the rooms for one person to choose from: usual sectors, wider ones, less room."""
    sectors = usual
    rooms = [sheet.mark * spacing for spacing in SPACINGS]
    least = rooms[-1]
    while not all(
        room_for(len(ids), ring, sectors[name], rooms, sheet) for (ring, name), ids in cells.items()
    ):
        need = {name: _angle_needed(name, cells, least, sheet) for name in SECTORS}
        if sum(need.values()) <= 2 * pi:
            sectors, rooms = _push(usual, need), [*rooms[: len(SPACINGS)], least]
        least *= 0.94
    return sectors, rooms


def usual_sectors() -> dict[str, Sector]:
    """Lay the sectors round the rim, the first centred at the top."""
    whole = sum(share for _, share in SECTORS.values())
    angle = -pi * SECTORS["family"][1] / whole
    sectors = {}
    for name, (_, share) in SECTORS.items():
        sectors[name] = Sector(name, angle, angle + 2 * pi * share / whole)
        angle = sectors[name].end
    return sectors


def _push(usual: dict[str, Sector], need: dict[str, float]) -> dict[str, Sector]:
    """Widen what is too narrow at both ends, again and again, so that sectors further off stay in place."""
    names = list(usual)
    starts = [usual[name].start for name in names]
    for _ in range(SWEEPS):
        for i, name in enumerate(names):
            end = starts[i + 1] if i + 1 < len(names) else starts[0] + 2 * pi
            short = need[name] * 1.001 - (end - starts[i])
            if short > 0:
                starts[i] -= short / 2
                starts[(i + 1) % len(names)] += short / 2
    ends = [*starts[1:], starts[0] + 2 * pi]
    return {name: Sector(name, start, end) for name, start, end in zip(names, starts, ends, strict=True)}


def room_for(count: int, ring: int, sector: Sector, rooms: Sequence[float], sheet: Sheet) -> float | None:
    """Return the first room with which so many people fit."""
    return next((room for room in rooms if len(slots(ring, sector, room, sheet)) >= count), None)


def _angle_needed(name: str, cells: Cells, room: float, sheet: Sheet) -> float:
    needs = [NARROWEST]
    for (ring, sector), ids in cells.items():
        rows = _rows(ring, room, sheet)
        if sector == name and rows:
            needs.append((ceil(len(ids) / len(rows)) + 0.01) * 2 * asin(min(1, room / 2 / rows[0])))
        elif sector == name:
            needs.append(2 * pi)
    return max(needs)


def _rows(ring: int, room: float, sheet: Sheet) -> list[float]:
    """Return the radii on which people can stand, half a room from the ring's edges, a room apart.

    A single row is the outermost, where a sector is widest.
    """
    inside, outside = sheet.ring(ring)
    depth = outside - inside - room
    if depth < 0:
        return []
    gaps = int(depth // room)
    if gaps == 0:
        return [outside - room / 2]
    return [inside + room / 2 + depth * step / gaps for step in range(gaps + 1)]


def slots(ring: int, sector: Sector, room: float, sheet: Sheet) -> list[Point]:
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
        slots += [at(radius, angle) for angle in angles]
    return slots


def at(radius: float, angle: float) -> Point:
    return radius * sin(angle), -radius * cos(angle)
