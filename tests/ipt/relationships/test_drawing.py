from itertools import combinations, pairwise
from math import atan2, dist, hypot, pi

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipt.relationships.drawing import (
    DESK,
    PHONE,
    Drawing,
    Sheet,
    Someone,
    Spot,
    draw,
    draw_both,
    sector_of,
)
from ipt.relationships.inventory import CATEGORIES
from ipt.relationships.names import BADGE, badge_beside, shortened_apart, width_of
from ipt.relationships.sectors import SECTORS

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


def box(spot: Spot, sheet: Sheet) -> tuple[float, float, float, float]:
    assert spot.label is not None
    wide = max(width_of(line, sheet) for line in spot.label.lines)
    left = spot.label.x - {"start": 0.0, "middle": wide / 2, "end": wide}[spot.label.anchor]
    top = spot.label.y - sheet.line * 0.8
    return left, top, left + wide, top + sheet.line * len(spot.label.lines)


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
    boxes = [box(spot, sheet) for spot in spots if spot.label]
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
    assert sectors[0].start < 0 < sectors[0].end


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
    assert [sector.id for sector in drawing.sectors] == list(SECTORS)


def test_somebody_new_moves_nobody() -> None:
    before, after = usual(), usual((("new", 4, "friend"),))
    assert [(s.x, s.y) for s in after.spots[:-1]] == [(s.x, s.y) for s in before.spots]


@pytest.mark.parametrize("sheet", [DESK, PHONE])
@pytest.mark.parametrize("category", CATEGORIES)
@pytest.mark.parametrize("ring", [1, 2, 3, 4])
def test_the_first_of_a_category_turns_no_sector_and_moves_nobody(
    sheet: Sheet, category: str, ring: int
) -> None:
    few = [Someone("ada", 2, "family"), Someone("jo", 3, "friend"), Someone("ray", 4, "partner")]
    before, after = draw(few, sheet), draw([*few, Someone("rex", ring, category)], sheet)
    assert before.sectors == after.sectors
    assert [(s.x, s.y) for s in after.spots[:-1]] == [(s.x, s.y) for s in before.spots]


@pytest.mark.parametrize("category", ["family", "friend", "work", "group", "professional", "pet"])
def test_who_makes_a_ring_close_moves_only_those_beside_them(category: str) -> None:
    near = [Someone(f"near {n}", 1, category) for n in range(2)]
    far = [
        Someone(f"far {n}", 3, one)
        for n, one in enumerate(CATEGORIES)
        if sector_of(one) != sector_of(category)
    ]
    before, after = draw([*far, *near]), draw([*far, *near, Someone("new", 1, category)])
    moved = [
        dist((one.x, one.y), (other.x, other.y))
        for one, other in zip(before.spots, after.spots, strict=False)
    ]
    assert max(moved[: len(far)]) < 60  # a little along the ring, never across the drawing


def test_a_sector_that_needs_more_leaves_those_further_off_where_they_are() -> None:
    crowd = [Someone(str(n), 1, "work") for n in range(3)]
    before = {sector.id: sector for sector in draw(crowd[:1]).sectors}
    after = {sector.id: sector for sector in draw(crowd).sectors}
    assert after["work"].end - after["work"].start > before["work"].end - before["work"].start
    for name in ("family", "professionals", "others"):
        assert (after[name].start, after[name].end) == pytest.approx((before[name].start, before[name].end))
    assert after["friends"].start == pytest.approx(before["friends"].start)


@pytest.mark.parametrize("sheet", [DESK, PHONE])
def test_a_long_name_is_shortened_before_it_becomes_initials(sheet: Sheet) -> None:
    rows = [Someone(str(n), 3, "family", ("Alexandrina-Wilhelmina",)) for n in range(6)]
    labels = [spot.label for spot in draw(rows, sheet).spots]
    assert all(label and label.lines[0].startswith("Alex") for label in labels)


def test_a_second_line_gives_way_before_the_name_does() -> None:
    rows = [Someone(str(n), 2, "friend", ("Jo", "from the old choir in town")) for n in range(4)]
    assert all(spot.label and spot.label.lines[0] == "Jo" for spot in draw(rows, PHONE).spots)


def test_words_keep_off_arrows_badges_and_the_numbers_of_the_rings() -> None:
    people = [
        *[Someone("sam", 2, "partner", ("Sam", "partner"), badge=True), Someone("was sam", 3, "partner")],
        *[Someone("lin", 4, "work", ("Lin", "from the choir"), badge=True), Someone("was lin", 1, "work")],
    ]
    drawing = draw(people, DESK, [("was sam", "sam"), ("was lin", "lin")])
    at = {spot.id: spot for spot in drawing.spots}
    for name in ("sam", "lin"):
        words = box(at[name], DESK)
        beside = badge_beside(at[name].mark)
        reach, below = beside + BADGE, at[name].y - beside + BADGE
        assert not overlap(words, (at[name].x - reach, at[name].y - reach, at[name].x + reach, below))
        for x, y in drawing.numbers.values():
            assert not overlap(words, (x - 4, y - 5, x + 4, y + 5))
        was, now = at[f"was {name}"], at[name]
        along = [(was.x + (now.x - was.x) * n / 100, was.y + (now.y - was.y) * n / 100) for n in range(101)]
        assert not [1 for x, y in along if words[0] < x < words[2] and words[1] < y < words[3]]


def test_a_name_stands_nearer_to_its_own_mark_than_to_the_one_above_it() -> None:
    people = [Someone("sam", 2, "partner", ("Sam",), badge=True), Someone("ada", 1, "family", ("Ada",))]
    spots = {spot.id: spot for spot in draw(people, PHONE).spots}
    left, top, right, bottom = box(spots["ada"], PHONE)

    def away(one: Spot) -> float:
        return hypot(max(left - one.x, 0, one.x - right), max(top - one.y, 0, one.y - bottom))

    assert away(spots["ada"]) + 3 <= away(spots["sam"])


@pytest.mark.parametrize("mark", [6.0, 8.5, 12.0, 16.0])
def test_a_badge_leaves_the_letters_inside_a_mark_free(mark: float) -> None:
    """It reaches over the rim, and not as far as the letters."""
    nearest = hypot(badge_beside(mark), badge_beside(mark)) - BADGE
    assert mark * 0.58 < nearest < mark


def test_without_words_there_is_no_label() -> None:
    assert draw([Someone("a", 1, "friend")]).spots[0].label is None


def test_an_unknown_ring_or_category_is_refused() -> None:
    with pytest.raises(ValueError, match="ring must be 1 to 4"):
        draw([Someone("a", 0, "friend")])
    with pytest.raises(ValueError, match="no sector for the category 'foe'"):
        draw([Someone("a", 1, "foe")])


def test_an_arrow_leads_straight_and_round_who_stands_between() -> None:
    one = [Someone("ada", 1, "family"), Someone("was ada", 4, "family")]
    was, now = at(one, "was ada", "ada")
    assert abs(angle(was) - angle(now)) < 0.2
    between = [one[0], Someone("sam", 2, "family"), Someone("mum", 3, "family"), one[1]]
    for sheet in (DESK, PHONE):
        was, now, *others = at(between, "was ada", "ada", "sam", "mum", sheet=sheet)
        along = [(was.x + (now.x - was.x) * n / 200, was.y + (now.y - was.y) * n / 200) for n in range(201)]
        assert not [1 for other in others for place in along if dist(place, (other.x, other.y)) < other.mark]


def at(people: list[Someone], *ids: str, sheet: Sheet = DESK) -> list[Spot]:
    spots = {spot.id: spot for spot in draw(people, sheet, [("was ada", "ada")]).spots}
    return [spots[id] for id in ids]


names = st.lists(
    st.text("ab 1", min_size=1, max_size=16).map(str.strip).filter(bool), unique=True, max_size=12
)


@given(names, st.sampled_from([12, 9, 6]))
def test_shortened_names_that_would_be_alike_differ(given_names: list[str], most: int) -> None:
    short = shortened_apart(given_names, most)
    assert len(set(short.values())) == len(given_names)
    assert all(len(one) <= most for one in short.values())


both = st.lists(
    st.tuples(st.none() | st.integers(1, 4), st.none() | st.integers(1, 4), st.sampled_from(CATEGORIES)),
    max_size=40,
)


@settings(max_examples=60, deadline=None)
@given(both, sheets)
def test_side_by_side_who_did_not_move_stands_on_the_same_spot(
    placed: list[tuple[int | None, int | None, str]], sheet: Sheet
) -> None:
    then = [Someone(str(n), was, kind, ("x",)) for n, (was, _is, kind) in enumerate(placed) if was]
    now = [Someone(str(n), ring, kind, ("x",)) for n, (_was, ring, kind) in enumerate(placed) if ring]
    first, last = draw_both(then, now, sheet)
    spots = [{spot.id: (spot.x, spot.y) for spot in drawing.spots} for drawing in (first, last)]
    for n, (was, ring, _kind) in enumerate(placed):
        if was and was == ring:
            assert spots[0][str(n)] == spots[1][str(n)]
    assert first.sectors == last.sectors
    for asked, drawing in ((then, first), (now, last)):
        assert [spot.id for spot in drawing.spots] == [one.id for one in asked]
        for one, spot in zip(asked, drawing.spots, strict=True):
            assert hypot(spot.x, spot.y) + spot.mark <= sheet.ring(one.ring)[1]
        for one, other in combinations(drawing.spots, 2):
            assert dist((one.x, one.y), (other.x, other.y)) > one.mark + other.mark


MOVED = {"ada": 3, "sam": 3, "bex": 2, "jo": 4}


@pytest.mark.parametrize("sheet", [DESK, PHONE])
def test_side_by_side_who_moved_keeps_the_angle(sheet: Sheet) -> None:
    now = [Someone(id, ring, kind, (id,)) for id, ring, kind in TWELVE]
    then = [Someone(one.id, MOVED.get(one.id, one.ring), one.category, one.lines) for one in now[:-1]]
    first, last = draw_both(then, now, sheet)
    turns = {
        was.id: abs(angle(was) - angle(spot)) for was, spot in zip(first.spots, last.spots, strict=False)
    }
    assert max(turns.values()) < 0.2, turns
