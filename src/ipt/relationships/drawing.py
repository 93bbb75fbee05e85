"""Where people stand in a drawn circle: rings by closeness, sectors by category, nobody upon another.

Ring and sector carry meaning; the exact spot inside them does not, so people are spread. The centre is
(0, 0), x grows to the right and y downwards, angles are radians clockwise from the top, lengths are the
drawing's own units.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import combinations
from math import asin, atan2, dist, hypot, pi

from ipt.relationships.names import place_names, runs_through
from ipt.relationships.sectors import Cells, Sector, at, fit, room_for, sector_of, slots, usual_sectors
from ipt.relationships.sheet import DESK, PHONE, Label, Point, Sheet, Someone

__all__ = [
    "DESK",
    "PHONE",
    "Drawing",
    "Label",
    "Sector",
    "Sheet",
    "Someone",
    "Spot",
    "draw",
    "draw_both",
    "sector_of",
]

PREFERRED = {1: 0.5, 2: 0.36, 3: 0.64, 4: 0.42}  # where in its sector the first person of a ring stands
CLOSE = 1e-6  # of a length: two places may be nearer than a room by a rounding
MARK = 0.44  # of the room for one person: how large a mark can be

Beside = Mapping[
    str, tuple[Point, Sequence[Point]]
]  # where an arrow leads, and who it should not run through


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
    """A whole circle; ``numbers`` is where each ring's number is centred, along one border."""

    sectors: tuple[Sector, ...]
    spots: tuple[Spot, ...]
    numbers: dict[int, Point]


@dataclass(frozen=True, slots=True)
class _Cell:
    """Those of one ring and sector, in order; the sector as wide as usual, and as it is now."""

    ring: int
    ids: list[str]
    usual: Sector
    now: Sector
    rooms: Sequence[float]
    sheet: Sheet


@dataclass(frozen=True, slots=True)
class _Laid:
    """Where everybody stands, before anybody has a name beside them."""

    sectors: dict[str, Sector]
    where: dict[str, Point]
    mark: float


def draw(people: Sequence[Someone], sheet: Sheet = DESK, moves: Sequence[tuple[str, str]] = ()) -> Drawing:
    """Place everyone, in the order given; ``moves`` are pairs of ids with an arrow from one to the other.

    Somebody added at the end of the list moves nobody while there is room. Where it is close, those in the
    same ring and sector stand nearer; then the sector takes from its neighbours; then marks become smaller.
    ``ValueError`` on an unknown ring or category.
    """
    return _named(people, _lay(people, sheet, moves), sheet, moves)


def draw_both(
    then: Sequence[Someone], now: Sequence[Someone], sheet: Sheet = DESK
) -> tuple[Drawing, Drawing]:
    """Draw two circles that are looked at side by side: who did not move stands on the same spot in both.

    Everybody of both is placed at once. Who moved stands straight further out or in, where there is room.
    ``ValueError`` on an unknown ring or category.
    """
    stay = {(one.id, one.ring) for one in now}
    ids = {one.id: one.id if (one.id, one.ring) in stay else f"was {one.id}" for one in then}
    were = [replace(one, id=ids[one.id]) for one in then]
    here = {one.id for one in now}
    moves = [(was, id) for id, was in ids.items() if was != id and id in here]
    laid = _lay([*now, *(one for one in were if one.id not in here)], sheet, moves)
    first = _named(were, replace(laid, where=laid.where | _straight_back(were, moves, laid, sheet)), sheet)
    spots = tuple(replace(spot, id=one.id) for spot, one in zip(first.spots, then, strict=True))
    return replace(first, spots=spots), _named(now, laid, sheet)


def _straight_back(
    were: Sequence[Someone], moves: Sequence[tuple[str, str]], laid: _Laid, sheet: Sheet
) -> dict[str, Point]:
    """Place those who moved since as straight as can be from where they stand, off those of their time."""
    room, towards = laid.mark / MARK, dict(moves)
    where: dict[str, Point] = {}
    for (ring, name), ids in _cells(were).items():
        cell = _Cell(ring, ids, laid.sectors[name], laid.sectors[name], [room], sheet)
        movers = [id for id in ids if id in towards]
        taken = [laid.where[id] for id in ids if id not in towards]
        rows = slots(ring, cell.now, room, sheet)
        found: dict[str, Point] = {}
        for id in movers:
            now = laid.where[towards[id]]
            places = [*rows, *(at(hypot(*slot), atan2(now[0], -now[1])) for slot in rows)]
            clear = [place for place in places if _is_clear(place, cell.now, room, taken)]
            if clear:
                found[id] = min(clear, key=partial(_detour, now, [], cell))
                taken.append(found[id])
        where |= found if len(found) == len(movers) else {}
    return where


def _is_clear(place: Point, sector: Sector, room: float, others: Sequence[Point]) -> bool:
    return _holds(sector, place, room) and all(dist(place, other) >= room - CLOSE for other in others)


def _lay(people: Sequence[Someone], sheet: Sheet, moves: Sequence[tuple[str, str]]) -> _Laid:
    cells = _cells(people)
    usual = usual_sectors()
    sectors, rooms = fit(cells, usual, sheet)
    where: dict[str, Point] = {}
    for _ in range(2 if moves else 1):  # once more, so that arrows begin beside where they lead
        beside = {was: (where[now], _others(where, was, now, moves)) for was, now in moves if now in where}
        mark = sheet.mark
        for (ring, name), ids in cells.items():
            cell = _Cell(ring, ids, usual[name], sectors[name], rooms, sheet)
            places, room = _stand(cell, beside)
            where |= dict(zip(ids, places, strict=True))
            mark = min(mark, room * MARK)
    return _Laid(sectors, where, mark)


def _named(
    people: Sequence[Someone], laid: _Laid, sheet: Sheet, moves: Sequence[tuple[str, str]] = ()
) -> Drawing:
    sectors, where = laid.sectors, laid.where
    numbers = {ring: at(sheet.ring(ring)[1] - sheet.line * 0.75, sectors["work"].end) for ring in PREFERRED}
    labels = place_names(
        people,
        where,
        laid.mark,
        sheet,
        taken=[(x - 6, y - 7, x + 6, y + 7) for x, y in numbers.values()],
        arrows=[(where[was], where[now]) for was, now in moves],
        borders=[(at(sheet.middle, s.start), at(sheet.radius, s.start)) for s in sectors.values()],
    )
    spots = tuple(Spot(one.id, *where[one.id], laid.mark, labels[one.id]) for one in people)
    return Drawing(tuple(sectors.values()), spots, numbers)


def _cells(people: Sequence[Someone]) -> Cells:
    cells: dict[tuple[int, str], list[str]] = defaultdict(list)
    for one in people:
        if one.ring not in PREFERRED:
            raise ValueError(f"ring must be 1 to 4, not {one.ring!r}")
        cells[one.ring, sector_of(one.category)].append(one.id)
    return dict(cells)


def _stand(cell: _Cell, beside: Beside) -> tuple[list[Point], float]:
    """Place those of a cell, with their room: where they usually stand, closer together, or anew."""
    count = len(cell.ids)
    if room := room_for(count, cell.ring, cell.usual, cell.rooms, cell.sheet):
        places = _spread(cell, cell.usual, room, beside)
        if all(_holds(cell.now, place, room) for place in places):
            return places, room
        places = [_squeezed(place, cell.usual, cell.now, room) for place in places]
        apart = min([room, *(dist(one, other) for one, other in combinations(places, 2))])
        if apart >= cell.rooms[-1] and all(_holds(cell.now, place, room) for place in places):
            return places, apart
    room = room_for(count, cell.ring, cell.now, cell.rooms, cell.sheet)
    assert room is not None, "sectors are fitted before anybody stands in them"
    return _spread(cell, cell.now, room, beside), room


def _others(where: dict[str, Point], was: str, now: str, moves: Sequence[tuple[str, str]]) -> list[Point]:
    """Return where everybody stands whom an arrow could run through."""
    ghosts = {ghost for ghost, _ in moves}
    return [place for id, place in where.items() if id not in ghosts and id not in (was, now)]


def _detour(now: Point, others: Sequence[Point], cell: _Cell, slot: Point) -> float:
    """Return how far an arrow is from leading straight in or out; through somebody is furthest."""
    straight = at(sum(cell.sheet.ring(cell.ring)) / 2, atan2(now[0], -now[1]))
    clear = cell.sheet.mark + 3
    through = sum(runs_through((x - clear, y - clear, x + clear, y + clear), (slot, now)) for x, y in others)
    return dist(slot, straight) + cell.sheet.radius * through


def _holds(sector: Sector, place: Point, room: float) -> bool:
    """Whether somebody stands half a room or more from both borders."""
    clear = _clear(place, room) - 1e-9
    return clear <= _along(sector, place) <= sector.end - sector.start - clear


def _squeezed(place: Point, usual: Sector, now: Sector, room: float) -> Point:
    """Move a place along its ring so that what filled one sector fills another."""
    clear = _clear(place, room)
    share = (_along(usual, place) - clear) / max(usual.end - usual.start - 2 * clear, 1e-9)
    return at(hypot(*place), now.start + clear + share * (now.end - now.start - 2 * clear))


def _along(sector: Sector, place: Point) -> float:
    return (atan2(place[0], -place[1]) - sector.start) % (2 * pi)


def _clear(place: Point, room: float) -> float:
    """Return the angle that half a room takes where somebody stands."""
    return asin(min(1, room / 2 / hypot(*place)))


def _spread(cell: _Cell, sector: Sector, room: float, beside: Beside) -> list[Point]:
    """Take a slot for each: next to ``beside``, or else as far from those already taken as can be."""
    free = slots(cell.ring, sector, room, cell.sheet)
    angle = sector.start + PREFERRED[cell.ring] * (sector.end - sector.start)
    heart = at(sum(hypot(*slot) for slot in free) / len(free), angle)
    taken: list[Point] = []
    for id in cell.ids:
        if id in beside:
            slot = min(free, key=partial(_detour, *beside[id], cell))
        elif taken:
            slot = max(free, key=lambda slot: min(dist(slot, other) for other in taken))
        else:
            slot = min(free, key=lambda slot: dist(slot, heart))
        taken.append(slot)
        free.remove(slot)
    return taken
