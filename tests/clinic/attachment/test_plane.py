"""The drawing of the plane: words keep off marks and stay inside, on phone and desk."""

from itertools import combinations

import pytest

from clinic.attachment.plane import DESK, PHONE, Point, Sheet, _box, _hits, draw
from ipt.relationships.attachment import Placement

SHEETS = pytest.mark.parametrize("sheet", [DESK, PHONE], ids=["desk", "phone"])
CROWD = [
    Point("in general", "score", Placement(4.1, 4.0)),
    Point("in general", "reading", Placement(4.6, 4.3), Placement(6.0, 5.0)),
    Point("Ada", "score", Placement(1, 1)),
    Point("Sam", "reading", Placement(7, 7), Placement(6.5, 3)),
    Point("Mrs Protheroe", "reading", Placement(2.0, 6.8)),
]


@SHEETS
def test_more_worry_is_higher_and_more_distance_further_right(sheet: Sheet) -> None:
    near, far = draw(
        [Point("a", "score", Placement(2, 2)), Point("b", "score", Placement(6, 6))], sheet
    ).marks
    assert far.y < near.y and far.x > near.x


@SHEETS
def test_the_middle_is_the_middle(sheet: Sheet) -> None:
    [mark] = draw([Point("a", "score", Placement(4, 4))], sheet).marks
    assert (mark.x, mark.y) == (sheet.left + sheet.side / 2, sheet.top + sheet.side / 2)


@SHEETS
def test_names_stay_on_the_plane_and_off_each_other(sheet: Sheet) -> None:
    drawing = draw(CROWD, sheet)
    boxes = [_box(mark.label) for mark in drawing.marks]
    for left, top, right, bottom in boxes:
        assert left >= sheet.left and right <= drawing.right and top >= sheet.top and bottom <= drawing.bottom
    assert not [pair for pair in combinations(boxes, 2) if _hits(pair[0], [pair[1]])]


@SHEETS
def test_the_words_of_the_regions_do_not_touch(sheet: Sheet) -> None:
    drawing = draw([], sheet)
    boxes = [[_box(label) for label in corner] for corner in drawing.corners]
    for one, other in combinations(boxes, 2):
        assert not [box for box in one if _hits(box, other)]


def test_an_arrow_is_drawn_when_something_moved_and_has_no_line_when_it_moved_little() -> None:
    moved = Point("a", "reading", Placement(2, 2), Placement(6, 6))
    hardly = Point("b", "reading", Placement(2, 2), Placement(2.1, 2))
    same = Point("c", "reading", Placement(2, 2), Placement(2, 2))
    first, second = draw([moved, hardly, same], DESK).arrows
    assert first.line and first.head and not second.line
