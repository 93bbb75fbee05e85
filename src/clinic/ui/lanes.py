"""The lanes below a score chart: sessions as numbered chips, and what happened in life."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from clinic.ui.axes import Axes, Label, shortened, width_of

CHIP, DOT = 10.0, 3.5
ROW = 23.0
MOST_TRIES = 3000  # for one number of rows; then one row more is simpler than searching on
Side = tuple[str, float, float]  # anchor of the words, and the stretch they take


@dataclass(frozen=True)
class Mark:
    """A session on its day; the state is "done", "now", "to come" or "missed"."""

    number: int
    on: dt.date
    state: str


@dataclass(frozen=True)
class Event:
    """Something that happened in the person's life.

    ``span`` is when it may have been, where that is not known to the day; ``when`` says it in words; the
    state is "onset", "near" (the onset) or nothing.
    """

    on: dt.date
    text: str
    when: str = ""
    span: tuple[dt.date, dt.date] | None = None
    state: str = ""


@dataclass(frozen=True)
class Chip:
    """A session as drawn; ``number`` is empty where there is no room for it."""

    x: float
    y: float
    r: float
    number: str
    state: str

    @property
    def inside(self) -> bool:
        """Whether the number stands in the chip."""
        return self.r >= CHIP

    @property
    def cross(self) -> str:
        """The mark of a missed session."""
        arm = min(self.r, 4)
        left, right, top, long = self.x - arm, self.x + arm, self.y - arm, 2 * arm
        return f"M{left:g} {top:g}l{long:g} {long:g}M{right:g} {top:g}l{-long:g} {long:g}"

    @property
    def baseline(self) -> float:
        """Where the number stands: in the chip, or below a dot."""
        return self.y + 4 if self.r >= CHIP else self.y + 17


@dataclass(frozen=True)
class Diamond:
    """A life event as drawn."""

    x: float
    y: float
    label: Label
    whole: str
    state: str = ""
    soft: tuple[float, float] | None = None  # where it may have been: from, and how wide

    @property
    def soft_top(self) -> float:
        """The upper edge of the soft stretch."""
        return self.y - 7

    @property
    def shape(self) -> str:
        """The diamond."""
        return f"M{self.x:g} {self.y - 5:g}l5 5-5 5-5-5Z"


def chips(axes: Axes, marks: Sequence[Mark], y: float) -> list[Chip]:
    """Draw the sessions as numbered chips, or as dots where the weeks are too narrow for numbers."""
    places = [axes.x(mark.on) for mark in marks]
    gap = min((later - earlier for earlier, later in pairwise(sorted(places))), default=99.0)
    if gap >= 2 * CHIP + 1:
        return [Chip(x, y, CHIP, str(mark.number), mark.state) for x, mark in zip(places, marks, strict=True)]
    numbered = few_numbers(marks, places)
    size = max(2.0, min(DOT, gap / 2 - 0.5))
    return [
        Chip(x, y, size, str(mark.number) if i in numbered else "", mark.state)
        for i, (x, mark) in enumerate(zip(places, marks, strict=True))
    ]


def few_numbers(marks: Sequence[Mark], places: Sequence[float]) -> set[int]:
    """Choose which dots carry their number: this session, the first and the last, when they stand apart."""
    wanted = [i for i, mark in enumerate(marks) if mark.state == "now"] + [0, len(marks) - 1]
    chosen: list[int] = []
    for i in wanted:
        if 0 <= i < len(marks) and all(abs(places[i] - places[other]) >= 18 for other in chosen):
            chosen.append(i)
    return set(chosen)


def diamonds(axes: Axes, events: Sequence[Event], y: float, right: float, most: int) -> list[Diamond]:
    """Set the events into as few rows as keep all words apart."""
    told = sorted(events, key=lambda event: event.on)
    texts = [shortened(event.text, most) for event in told]
    sides = [
        sides_of(reach(axes, event), width_of(text) + 12, axes.left, right)
        for event, text in zip(told, texts, strict=True)
    ]
    placed = zip(told, texts, seats(sides), strict=True)
    return [diamond(axes, event, y + row * ROW, side, text) for event, text, (row, side) in placed]


def diamond(axes: Axes, event: Event, y: float, side: str, text: str) -> Diamond:
    """Draw one event with its words on the given side, and softly where it may have been."""
    before, after = reach(axes, event)
    label = Label(after + 10 if side == "start" else before - 10, y + 4.5, text, side)
    return Diamond(axes.x(event.on), y, label, event.text, event.state, soft_stretch(axes, event))


def reach(axes: Axes, event: Event) -> tuple[float, float]:
    """From where to where an event is drawn: its day, or the stretch in which it may have been."""
    x, soft = axes.x(event.on), soft_stretch(axes, event)
    return (x, x) if soft is None else (min(x, soft[0]), max(x, soft[0] + soft[1]))


def soft_stretch(axes: Axes, event: Event) -> tuple[float, float] | None:
    """The stretch in which it may have been, as far as it is in view."""
    if event.span is None:
        return None
    left = axes.x(max(event.span[0], axes.first))
    return left, round(max(axes.x(min(event.span[1], axes.last)) - left, 0), 1)


def sides_of(drawn: tuple[float, float], width: float, left: float, right: float) -> list[Side]:
    """The stretches that an event would take with its words to the right, or to the left."""
    before, after = drawn
    both = [("start", before - 8, after + width), ("end", before - width, after + 8)]
    inside = [side for side in both if side[1] >= left - 20 and side[2] <= right]
    return inside or [both[0] if before + after < left + right else both[1]]


def seats(sides: Sequence[Sequence[Side]]) -> list[tuple[int, str]]:
    """Give each event a row and a side; two rows when that can be found, or the fewest that can."""
    for rows in range(2, len(sides) + 3):
        tries = iter(range(MOST_TRIES))
        if (found := seated(sides, [-1e9] * rows, tries)) is not None:
            return found
    raise AssertionError("with a row for each event there is always a seat")


def seated(
    sides: Sequence[Sequence[Side]], ends: list[float], tries: Iterator[int]
) -> list[tuple[int, str]] | None:
    """Seat the first event and then the others; ``ends`` says how far each row is taken."""
    if not sides:
        return []
    for row, end in enumerate(ends):
        for side, start, stop in sides[0]:
            if start <= end or next(tries, None) is None:
                continue
            others = seated(sides[1:], [*ends[:row], stop, *ends[row + 1 :]], tries)
            if others is not None:
                return [(row, side), *others]
    return None
