from itertools import combinations, pairwise
from math import atan2, dist, hypot, pi

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipt.relationships.drawing import DESK, PHONE, Drawing, Sheet, Someone, Spot, draw, sector_of
from ipt.relationships.inventory import CATEGORIES

sheets = st.sampled_from([DESK, PHONE])
placements = st.lists(
    st.tuples(st.integers(1, 4), st.sampled_from(CATEGORIES), st.integers(0, 12)), min_size=0, max_size=60
)


def people(placed: list[tuple[int, str, int]]) -> list[Someone]:
    return [
        Someone(str(n), ring, category, ("x" * length,)) for n, (ring, category, length) in enumerate(placed)
    ]


def angle(spot: Spot) -> float:
    return atan2(spot.x, -spot.y)


def box(spot: Spot, one: Someone, sheet: Sheet) -> tuple[float, float, float, float]:
    assert spot.label is not None
    wide = max(len(line) for line in one.lines) * sheet.letter
    left = spot.label.x - {"start": 0.0, "middle": wide / 2, "end": wide}[spot.label.anchor]
    top = spot.label.y - sheet.line * 0.8
    return left, top, left + wide, top + sheet.line * len(one.lines)


@settings(max_examples=60, deadline=None)
@given(placements, sheets)
def test_nobody_stands_upon_another(placed: list[tuple[int, str, int]], sheet: Sheet) -> None:
    for one, other in combinations(draw(people(placed), sheet).spots, 2):
        assert dist((one.x, one.y), (other.x, other.y)) > one.mark + other.mark


@settings(max_examples=40, deadline=None)
@given(placements, sheets)
def test_everybody_stands_wholly_in_their_ring_and_sector(
    placed: list[tuple[int, str, int]], sheet: Sheet
) -> None:
    drawing = draw(people(placed), sheet)
    sectors = {sector.id: sector for sector in drawing.sectors}
    for (ring, category, _), spot in zip(placed, drawing.spots, strict=True):
        inside, outside = sheet.ring(ring)
        assert inside <= hypot(spot.x, spot.y) - spot.mark
        assert hypot(spot.x, spot.y) + spot.mark <= outside
        sector = sectors[sector_of(category)]
        assert 0 <= (angle(spot) - sector.start) % (2 * pi) <= sector.end - sector.start


@settings(max_examples=40, deadline=None)
@given(placements, sheets)
def test_no_words_cover_a_person_or_other_words(placed: list[tuple[int, str, int]], sheet: Sheet) -> None:
    folk = people(placed)
    spots = draw(folk, sheet).spots
    boxes = [box(spot, one, sheet) for spot, one in zip(spots, folk, strict=True) if spot.label]
    marks = [(s.x - s.mark, s.y - s.mark, s.x + s.mark, s.y + s.mark) for s in spots]
    clash = [(a, b) for a, b in combinations(boxes, 2) if overlap(a, b)]
    assert clash + [(a, b) for a in boxes for b in marks if overlap(a, b)] == []


def overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    across = min(one[2], other[2]) - max(one[0], other[0])
    return across > 1e-6 and min(one[3], other[3]) - max(one[1], other[1]) > 1e-6


@settings(max_examples=30, deadline=None)
@given(placements)
def test_the_sectors_go_once_round(placed: list[tuple[int, str, int]]) -> None:
    sectors = draw(people(placed)).sectors
    assert sum(s.end - s.start for s in sectors) == pytest.approx(2 * pi)
    assert all(one.end == pytest.approx(other.start) for one, other in pairwise(sectors))
    assert sectors[0].middle == pytest.approx(0)


@settings(max_examples=30, deadline=None)
@given(placements)
def test_the_same_people_are_drawn_the_same(placed: list[tuple[int, str, int]]) -> None:
    assert draw(people(placed)) == draw(people(placed))


def test_sixty_people_in_one_place_still_find_room() -> None:
    for sheet in (DESK, PHONE):
        spots = draw([Someone(str(n), 1, "family") for n in range(60)], sheet).spots
        assert min(dist((a.x, a.y), (b.x, b.y)) for a, b in combinations(spots, 2)) > 2 * spots[0].mark


TWELVE = [
    *[("ada", 1, "family"), ("sam", 2, "partner"), ("mum", 2, "family"), ("dad", 2, "family")],
    *[("ray", 4, "family"), ("kit", 3, "friend"), ("jo", 2, "friend"), ("bex", 3, "friend")],
    *[("imran", 3, "work"), ("lin", 3, "group"), ("mrs p", 4, "neighbour"), ("dr n", 4, "professional")],
]


def usual(extra: tuple[tuple[str, int, str], ...] = ()) -> Drawing:
    return draw([Someone(id, ring, category, (id,)) for id, ring, category in (*TWELVE, *extra)])


def test_a_usual_circle_has_full_marks_and_every_name() -> None:
    drawing = usual()
    assert {spot.mark for spot in drawing.spots} == {DESK.mark}
    assert all(spot.label for spot in drawing.spots)
    assert [sector.id for sector in drawing.sectors] == [
        "family",
        "friends",
        "work",
        "groups",
        "professionals",
    ]


def test_somebody_new_moves_nobody() -> None:
    before, after = usual(), usual((("new", 4, "friend"),))
    assert [(s.x, s.y) for s in after.spots[:-1]] == [(s.x, s.y) for s in before.spots]


def test_a_pet_gets_a_sector_of_its_own() -> None:
    assert usual((("rex", 1, "pet"),)).sectors[-1].id == "others"


def test_without_words_there_is_no_label() -> None:
    assert draw([Someone("a", 1, "friend")]).spots[0].label is None


def test_an_unknown_ring_or_category_is_refused() -> None:
    with pytest.raises(ValueError, match="ring must be 1 to 4"):
        draw([Someone("a", 0, "friend")])
    with pytest.raises(ValueError, match="no sector for the category 'foe'"):
        draw([Someone("a", 1, "foe")])
