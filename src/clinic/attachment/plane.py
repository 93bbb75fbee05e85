"""The plane of worry and distance, drawn: where each mark and each word stands. The list says the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import atan2, cos, hypot, sin

from django.utils.translation import gettext as _

from clinic.ui.axes import Label, width_of
from ipt.relationships.attachment import HIGH, LOW, MIDPOINT, STEPS, Placement
from ipt.therapy.attachment_guide import stance

MARK, LINE, RIM = 7.0, 15.0, 16.0  # a mark's radius, the height of a line of words, free space at the rim
Box = tuple[float, float, float, float]  # left, top, right, bottom


@dataclass(frozen=True, slots=True)
class Sheet:
    """How large the plane is drawn: the side of the square, and room for the words at its left and foot."""

    name: str
    side: float
    left: float = 26.0
    top: float = 6.0
    foot: float = 26.0

    def x(self, avoidance: float) -> float:
        return round(self.left + RIM + (self.side - 2 * RIM) * (avoidance - LOW) / (HIGH - LOW), 1)

    def y(self, anxiety: float) -> float:
        return round(self.top + RIM + (self.side - 2 * RIM) * (HIGH - anxiety) / (HIGH - LOW), 1)

    @property
    def width(self) -> float:
        return self.left + self.side + 4

    @property
    def height(self) -> float:
        return self.top + self.side + self.foot


DESK, PHONE, BESIDE_THE_FORM = Sheet("desk", 560), Sheet("phone", 318), Sheet("beside", 318)


@dataclass(frozen=True, slots=True)
class Point:
    """What is to be drawn: the words beside it, from where it is, and where it was first."""

    name: str
    source: str  # score, reading or mean
    now: Placement
    before: Placement | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """A point as drawn."""

    x: float
    y: float
    source: str
    label: Label


@dataclass(frozen=True, slots=True)
class Arrow:
    """The way from the first placement to the last: a line, its head, and the hollow dot where it began."""

    x: float
    y: float
    line: str
    head: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything the template writes down."""

    sheet: Sheet
    bands: tuple[Box, Box]  # x, y, width, height of the stretch called the middle, each way
    middle: tuple[float, float]
    corners: tuple[tuple[Label, ...], ...]
    middle_label: Label
    across: tuple[Label, ...]
    upwards: tuple[Label, ...]
    arrows: tuple[Arrow, ...]
    marks: tuple[Mark, ...]

    @property
    def box(self) -> str:
        return f"0 0 {self.sheet.width:g} {self.sheet.height:g}"

    @property
    def lowest(self) -> tuple[float, float]:
        """Where both lines have their lowest number."""
        return self.sheet.x(LOW), self.sheet.y(LOW)

    @property
    def highest(self) -> tuple[float, float]:
        return self.sheet.x(HIGH), self.sheet.y(HIGH)

    @property
    def right(self) -> float:
        return self.sheet.left + self.sheet.side

    @property
    def bottom(self) -> float:
        return self.sheet.top + self.sheet.side


def draw(points: Sequence[Point], sheet: Sheet) -> Drawing:
    """Draw the points; their words keep off the marks and off each other where there is room."""
    corners = _corners(sheet)
    middle = Label(sheet.left + sheet.side - 8, sheet.y(MIDPOINT) - 7, _("in the middle"), "end")
    taken = [_box(label) for corner in corners for label in corner] + [_box(middle)]
    taken += [box for point in points for box in _in_the_way(point, sheet)]
    marks = []
    for point in points:
        mark = _mark(point, sheet, taken)
        taken.append(_box(mark.label))
        marks.append(mark)
    return Drawing(
        sheet=sheet,
        bands=_bands(sheet),
        middle=(sheet.x(MIDPOINT), sheet.y(MIDPOINT)),
        corners=corners,
        middle_label=middle,
        across=_across(sheet),
        upwards=_upwards(sheet),
        arrows=tuple(_arrow(p.before, p.now, sheet) for p in points if p.before and p.before != p.now),
        marks=tuple(marks),
    )


def _bands(sheet: Sheet) -> tuple[Box, Box]:
    low, high = MIDPOINT - STEPS[0], MIDPOINT + STEPS[0]
    x, y = sheet.x(low), sheet.y(high)
    return (
        (x, sheet.top, round(sheet.x(high) - x, 1), sheet.side),
        (sheet.left, y, sheet.side, round(sheet.y(low) - y, 1)),
    )


def _corners(sheet: Sheet) -> tuple[tuple[Label, ...], ...]:
    """Name the four regions in their corners, in plain words."""
    left, right = sheet.left + 10, sheet.left + sheet.side - 10
    top, bottom = sheet.top + 20, sheet.top + sheet.side - 10
    room = sheet.side / 2 - 40
    return (
        _lines(_(stance("anxious").region), left, top, "start", room, down=True),
        _lines(_(stance("fearful").region), right, top, "end", room, down=True),
        _lines(_(stance("secure").region), left, bottom, "start", room, down=False),
        _lines(_(stance("avoidant").region), right, bottom, "end", room, down=False),
    )


def _lines(text: str, x: float, y: float, anchor: str, room: float, *, down: bool) -> tuple[Label, ...]:
    words, lines = text.split(" "), [""]
    for word in words:
        longer = f"{lines[-1]} {word}".strip()
        if width_of(longer) <= room or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    first = y if down else y - LINE * (len(lines) - 1)
    return tuple(Label(x, first + LINE * n, line, anchor) for n, line in enumerate(lines))


def _across(sheet: Sheet) -> tuple[Label, ...]:
    """Say at the foot what the ends mean, with their numbers."""
    y = sheet.top + sheet.side + 18
    return (
        Label(sheet.left, y, _end(LOW, _("close")), "start"),
        Label(sheet.x(MIDPOINT), y, f"{MIDPOINT:g}", "middle"),
        Label(sheet.left + sheet.side, y, _end(HIGH, _("at a distance")), "end"),
    )


def _upwards(sheet: Sheet) -> tuple[Label, ...]:
    """The same along the left side; the template turns these words."""
    bottom = sheet.top + sheet.side
    worried = _end(HIGH, _("worried about being left"))
    if width_of(worried) > sheet.side / 2 - LINE:
        worried = _end(HIGH, _("worried"))
    return (
        Label(sheet.left - 9, bottom, _end(LOW, _("at ease")), "start"),
        Label(sheet.left - 9, sheet.y(MIDPOINT), f"{MIDPOINT:g}", "middle"),
        Label(sheet.left - 9, sheet.top, worried, "end"),
    )


def _end(value: float, words: str) -> str:
    return f"{value:g}, {words}"


def _in_the_way(point: Point, sheet: Sheet) -> list[Box]:
    """What words keep off: the mark, and the way to it from where it was first."""
    x, y = sheet.x(point.now.avoidance), sheet.y(point.now.anxiety)
    if point.before is None:
        return [_around(x, y, MARK)]
    x0, y0 = sheet.x(point.before.avoidance), sheet.y(point.before.anxiety)
    along = [_around(x + (x0 - x) * share, y + (y0 - y) * share, 2) for share in (0.2, 0.4, 0.6, 0.8)]
    return [_around(x, y, MARK), _around(x0, y0, 5), *along]


def _mark(point: Point, sheet: Sheet, taken: Sequence[Box]) -> Mark:
    x, y = sheet.x(point.now.avoidance), sheet.y(point.now.anxiety)
    width, gap = width_of(point.name, 13), MARK + 6
    tries = [
        Label(x + gap, y + 4, point.name),
        Label(x - gap, y + 4, point.name, "end"),
        Label(x, y - gap - 2, point.name, "middle"),
        Label(x, y + gap + 10, point.name, "middle"),
        Label(x + gap, y - 10, point.name),
        Label(x + gap, y + 18, point.name),
        Label(x - gap, y - 10, point.name, "end"),
        Label(x - gap, y + 18, point.name, "end"),
    ]
    free = (label for label in tries if _inside(label, width, sheet) and not _hits(_box(label), taken))
    inside = (label for label in tries if _inside(label, width, sheet))
    return Mark(x, y, point.source, next(free, None) or next(inside, tries[0]))


def _box(label: Label) -> Box:
    width = width_of(label.text, 13)
    left = {"start": label.x, "end": label.x - width}.get(label.anchor, label.x - width / 2)
    return left, label.y - 11, left + width, label.y + 4


def _around(x: float, y: float, reach: float) -> Box:
    return x - reach, y - reach, x + reach, y + reach


def _inside(label: Label, width: float, sheet: Sheet) -> bool:
    left, top, right, bottom = _box(label)
    return (
        left >= sheet.left
        and right <= sheet.left + sheet.side
        and top >= sheet.top
        and bottom <= sheet.top + sheet.side
    )


def _hits(box: Box, taken: Sequence[Box]) -> bool:
    return any(
        box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3] for other in taken
    )


def _arrow(before: Placement, now: Placement, sheet: Sheet) -> Arrow:
    x1, y1 = sheet.x(before.avoidance), sheet.y(before.anxiety)
    x2, y2 = sheet.x(now.avoidance), sheet.y(now.anxiety)
    length, way = hypot(x2 - x1, y2 - y1), atan2(y2 - y1, x2 - x1)
    if length < 2 * MARK + 6:  # too near for a line between the marks
        return Arrow(x1, y1, "", "")
    end = length - MARK - 3
    tip = x1 + end * cos(way), y1 + end * sin(way)
    back = [(tip[0] - 7 * cos(way + turn), tip[1] - 7 * sin(way + turn)) for turn in (0.45, -0.45)]
    head = "M{:.1f} {:.1f}L{:.1f} {:.1f}L{:.1f} {:.1f}".format(*back[0], *tip, *back[1])
    return Arrow(x1, y1, f"M{x1:.1f} {y1:.1f}L{tip[0]:.1f} {tip[1]:.1f}", head)
