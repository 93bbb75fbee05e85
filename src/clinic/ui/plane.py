"""A plane of numbers, and what is drawn upon it; the template only writes it down."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from clinic.ui.axes import Label, path, width_of

WORD, SPACE = 12.5, 8  # size of the words; the least room between two that stand in a row


@dataclass(frozen=True)
class Plane:
    """A rectangle in which x goes from ``first`` to ``last`` and y from ``low`` at the bottom to ``high``."""

    left: float
    right: float
    top: float
    bottom: float
    first: float
    last: float
    low: float
    high: float

    def x(self, at: float) -> float:
        """Place a number along the bottom."""
        return round(
            self.left + (self.right - self.left) * (at - self.first) / ((self.last - self.first) or 1), 1
        )

    def y(self, value: float) -> float:
        """Place a number along the side."""
        return round(
            self.bottom - (self.bottom - self.top) * (value - self.low) / ((self.high - self.low) or 1), 1
        )


@dataclass(frozen=True)
class Stroke:
    """A line or a mark: ``kind`` names its classes, ``title`` says what it stands for."""

    kind: str
    d: str
    title: str = ""


@dataclass(frozen=True)
class Bar:
    """A bar as drawn."""

    x: float
    y: float
    width: float
    height: float
    title: str


@dataclass(frozen=True)
class Written:
    """Words on a drawing: ``kind`` names their classes."""

    kind: str
    label: Label


@dataclass(frozen=True)
class Drawn:
    """Everything the template needs for one width."""

    name: str
    width: float
    height: float
    bars: Sequence[Bar]
    strokes: Sequence[Stroke]
    words: Sequence[Written]


def circle(x: float, y: float, r: float) -> str:
    """Write a circle as a path."""
    return f"M{x - r:g} {y:g}a{r:g} {r:g} 0 1 0 {2 * r:g} 0a{r:g} {r:g} 0 1 0 {-2 * r:g} 0Z"


def square(x: float, y: float, r: float) -> str:
    """Write a square as a path."""
    return f"M{x - r:g} {y - r:g}h{2 * r:g}v{2 * r:g}h{-2 * r:g}Z"


def diamond(x: float, y: float, r: float) -> str:
    """Write a square on its corner as a path."""
    far = r * 1.35
    return f"M{x:g} {y - far:g}l{far:g} {far:g}l{-far:g} {far:g}l{-far:g} {-far:g}Z"


def runs(places: Sequence[tuple[float, float] | None]) -> list[str]:
    """Join the places of a line; where there is none it has a gap."""
    found = [list(run) for there, run in groupby(places, lambda place: place is not None) if there]
    return [path([place for place in run if place]) for run in found if len(run) > 1]


def leads(ends: Sequence[tuple[float, float]], x: float, heights: Sequence[float]) -> list[Stroke]:
    """Thin lines from where lines end to the words about them, whose heights were spread."""
    return [Stroke("month", path([end, (x - 4, y)])) for end, y in zip(ends, heights, strict=True)]


def every(texts: Sequence[str], room: float) -> int:
    """Of words in a row, ``room`` apart, how many steps lie between those that can be written."""
    widest = max((width_of(text, WORD) for text in texts), default=0) + SPACE
    return next((step for step in (1, 2, 3, 4, 5, 10, 20) if step * room >= widest), 50)


def spread(places: Sequence[float], least: float, top: float, bottom: float) -> list[float]:
    """Push heights apart until each has ``least`` to the next, keeping their order and within top and bottom.

    Where there is no room for that, they stand evenly from top to bottom.
    """
    order = sorted(range(len(places)), key=lambda at: places[at])
    least = min(least, (bottom - top) / max(len(places) - 1, 1))
    moved, free = list(places), top
    for at in order:
        moved[at] = free = max(moved[at], free)
        free += least
    free = bottom
    for at in reversed(order):
        moved[at] = free = min(moved[at], free)
        free -= least
    return [round(place, 1) for place in moved]
