"""The words on a score chart: each where the fewest lines run through it, and none upon another."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from django.utils import formats
from django.utils.translation import gettext as _

from clinic.ui.axes import Axes, Label, months, small_steps, whole, width_of
from clinic.ui.drawing import Month
from clinic.ui.expected_range import Range
from clinic.ui.lanes import Event
from clinic.ui.score_chart import Point, ScoreChart
from clinic.ui.words_apart import Box

WORD, VALUE, LARGE = 12.5, 13.5, 20.0  # sizes: words, the first score, the last score
DEEPEST = 5
UPON, THROUGH, LEADER = 100, 8, 1  # what a place costs: upon words, with a line through it, with a dotted one


@dataclass(frozen=True)
class Lines:
    """The lines that words keep off: from score to score, uprights with what each costs, and levels."""

    scores: Sequence[tuple[float, float]]
    uprights: Sequence[tuple[float, int]]
    levels: Sequence[tuple[float, float, float]]  # height, from, to

    def through(self, box: Box) -> int:
        """What it costs to write in a box."""
        near = Box(box.left - 4, box.top - 4, box.right + 4, box.bottom + 4)
        scores = 2 * sum(near.crossed_by(start, stop) for start, stop in pairwise(self.scores))
        uprights = sum(cost for x, cost in self.uprights if box.left - 2 < x < box.right + 2)
        levels = sum(
            box.top - 1 < y < box.bottom + 1 and start < box.right and box.left < stop
            for y, start, stop in self.levels
        )
        return THROUGH * (scores + levels) + uprights


def lines_of(chart: ScoreChart, axes: Axes, events: Sequence[Event], reliable_from: float) -> Lines:
    """Collect the lines of a drawing."""
    uprights = [(axes.x(event.on), THROUGH if event.state == "onset" else LEADER) for event in events]
    if chart.today:
        uprights.append((axes.x(chart.today), THROUGH))
    levels = [] if chart.reliable_at is None else [(axes.y(chart.reliable_at), reliable_from, axes.right)]
    return Lines(scored(chart, axes), uprights, levels)


class Words:
    """The words of one drawing, placed one after the other."""

    def __init__(self, chart: ScoreChart, axes: Axes, lines: Lines):
        self.chart, self.axes, self.lines = chart, axes, lines
        self.taken: list[Box] = []

    def place(self, places: Iterable[Label], size: float = WORD) -> Label | None:
        """Take the first of the best places inside the plot, and say which band lies behind it."""
        inside = Box(self.axes.left - 20, self.axes.top, self.axes.right, self.axes.bottom)
        tried = [(label, box_of(label, size)) for label in places]
        free = [(label, box) for label, box in tried if inside.holds(box)] or tried
        if not free:
            return None
        label, box = min(free, key=lambda one: self.cost(one[1]))
        self.taken.append(box)
        return replace(label, ground=self.ground(box))

    def cost(self, box: Box) -> int:
        """What it costs to write in a box."""
        return UPON * sum(box.meets(other) for other in self.taken) + self.lines.through(box)

    def ground(self, box: Box) -> int:
        """The depth of the band behind the middle of a box."""
        middle = (box.top + box.bottom) / 2
        behind = [i for i, (since, _name) in enumerate(self.chart.bands) if middle <= self.axes.y(since)]
        return depth_of(max(behind, default=0), self.chart)

    def last_value(self, scored: Sequence[Point]) -> Label | None:
        """Write the last score large, right of its point where there is room that is not yet to come."""
        last = scored[-1]
        x, y, text = self.axes.x(last.on), self.axes.y(last.value or 0), whole(last.value or 0)
        right = [Label(x + 10, y + 21, text), Label(x + 10, y - 9, text)]
        if self.chart.today:
            ends = self.axes.x(self.chart.today) - 2
            right = [label for label in right if box_of(label, LARGE).right <= ends]
        edge = min(x + 6, self.axes.right - 2)
        left = [Label(edge, y + 26, text, "end"), Label(edge, y - 12, text, "end")]
        left += [Label(x - 10, y + 26, text, "end"), Label(x - 10, y - 12, text, "end")]
        return self.place([*right, *left], LARGE)

    def first_value(self, scored: Sequence[Point]) -> Label | None:
        """Write the first score on the side where the line is not."""
        first = scored[0]
        x, y, text = self.axes.x(first.on), self.axes.y(first.value or 0), whole(first.value or 0)
        places = [Label(x - 2, y + 20, text, "middle"), Label(x - 2, y - 11, text, "middle")]
        return self.place(
            [*places, Label(x - 9, y + 19, text, "end"), Label(x - 9, y - 8, text, "end")], VALUE
        )

    def enquiry_value(self) -> Label | None:
        """Write the score given with the enquiry."""
        asked = (point for point in self.chart.points if point.enquiry and point.value is not None)
        found = next(asked, None)
        if found is None:
            return None
        text = _("enquiry %(score)s") % {"score": whole(found.value or 0)}
        half, at, y = width_of(text) / 2, self.axes.x(found.on), self.axes.y(found.value or 0)
        across = [max(at, self.axes.left + half), at - half + 6, at + half - 6]
        return self.place(Label(x, y + down, text, "middle") for x in across for down in (-10, 20))

    def expected_name(self, expected: Range) -> Label | None:
        """Name the expected range: inside it, shorter where that keeps off a line, or else beside it."""
        places: list[Label] = []
        for text in (_("expected range"), _("expected")):
            places += expected.places_inside(text)
            if places and min(self.cost(box_of(place)) for place in places) < THROUGH:
                return self.place(places)
        return self.place([*places, *expected.places_beside(_("expected range"))])

    def reliable_name(self, narrow: bool, begins: float) -> Label | None:
        """Name the line of reliable change close along it, as far to the right as nothing is in the way."""
        if self.chart.reliable_at is None:
            return None
        score, higher = {"score": whole(self.chart.reliable_at)}, self.chart.higher_is_better
        full = _("%(score)s or more: reliable change") if higher else _("%(score)s or less: reliable change")
        short = _("%(score)s or more: reliable") if higher else _("%(score)s or less: reliable")
        y, right = self.axes.y(self.chart.reliable_at), self.axes.right - 6
        sides = (y - 6, y + 15) if higher else (y + 15, y - 6)
        places: list[Label] = []
        for text in [full, short, _("%(score)s: reliable")][narrow:]:
            room = int(right - begins - width_of(text % score)) - 4
            shifts = [*range(0, room, 6)] or [0]
            places += [Label(right - shift, y, text % score, "end") for shift in shifts for y in sides]
            if min(self.cost(box_of(place)) for place in places) < THROUGH:
                break
        return self.place(places)


def box_of(label: Label, size: float = WORD) -> Box:
    """The rectangle that words take."""
    width = width_of(label.text, size)
    left = label.x - {"start": 0.0, "middle": width / 2, "end": width}[label.anchor]
    return Box(left, label.y - size * 0.78, left + width, label.y + size * 0.22)


def depth_of(i: int, chart: ScoreChart) -> int:
    """Spread the bands over the five depths of sand; the most severe is the deepest."""
    steps = len(chart.bands) - 1
    place = steps - i if chart.higher_is_better else i
    return 1 + round(place * (DEEPEST - 1) / steps) if steps else 1


def band_label(
    chart: ScoreChart, label: str, span: tuple[float, float], axes: Axes, inside: str, depth: int
) -> Label | None:
    """Place the name of a band: beside it, or inside a narrow drawing where it covers no line."""
    (top, bottom), width = span, width_of(label)
    if not inside:
        return Label(axes.right + 10, (top + bottom) / 2 + 4, label) if bottom - top >= 12 else None
    crossed = chart.reliable_at is not None and top < axes.y(chart.reliable_at) < top + 20
    if bottom - top < 18 or crossed:
        return None
    ends = {"end": (axes.right - 6, axes.right - 6), "start": (axes.left + 6, axes.left + 6 + width)}
    expected = Range(chart, axes)
    over = {end: expected.meets(Box(at - width, top, at, top + 18)) for end, (_x, at) in ends.items()}
    for end in sorted(ends, key=lambda end: (over[end], end != inside)):
        x, stops_at = ends[end]
        if not covered(chart, axes, (stops_at, top + 14), width, room=14):
            return Label(x, top + 14, label, end, depth)
    return None


def emptier_end(chart: ScoreChart, axes: Axes) -> str:
    """Choose the end of a narrow drawing where the names of the bands cover less of the score line."""
    edges = [since for since, _name in chart.bands[1:]] + [chart.high]
    names = [
        (axes.y(top) + 14, width_of(name)) for top, (_since, name) in zip(edges, chart.bands, strict=False)
    ]
    right = sum(covered(chart, axes, (axes.right - 6, y), width) for y, width in names)
    left = sum(covered(chart, axes, (axes.left + 6 + width, y), width) for y, width in names)
    return "start" if left < right else "end"


def covered(chart: ScoreChart, axes: Axes, place: tuple[float, float], width: float, room: float = 0) -> int:
    """Count the steps along the score line that words ending at a place, with room around, would cover."""
    x, y = place
    return sum(
        x - width - 6 < at_x < x + 6 and y - 16 - room < at_y < y + 6 + room
        for at_x, at_y in steps(chart, axes)
    )


def steps(chart: ScoreChart, axes: Axes) -> list[tuple[float, float]]:
    """Walk along the score line in small steps."""
    return small_steps(scored(chart, axes), 8)


def scored(chart: ScoreChart, axes: Axes) -> list[tuple[float, float]]:
    """Where the scores stand."""
    return [(axes.x(point.on), axes.y(point.value)) for point in chart.points if point.value is not None]


def month_labels(axes: Axes, y: float, step: float, width: float) -> list[Month]:
    """Name the months that have room; the first and every January carry their year."""
    named: list[Month] = []
    free = 0.0
    for day, x in months(axes, step):
        text = formats.date_format(day, "M Y" if not named or day.month == 1 else "M")
        if free <= x and x + 5 + width_of(text) <= width:
            named.append(Month(x, y, text))
            free = x + 11 + width_of(text)
    return named
