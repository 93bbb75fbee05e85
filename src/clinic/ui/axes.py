"""Turns days and scores into places on a drawing."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils import formats

LETTER = 0.58  # mean width of a letter, in font sizes; on the generous side, so that labels keep apart


@dataclass(frozen=True)
class Axes:
    """A rectangle in which x is time and y is the score."""

    left: float
    right: float
    top: float
    bottom: float
    first: dt.date
    last: dt.date
    low: float
    high: float

    def x(self, on: dt.date) -> float:
        """Place a day."""
        days = max((self.last - self.first).days, 1)
        return round(self.left + (self.right - self.left) * (on - self.first).days / days, 1)

    def y(self, value: float) -> float:
        """Place a score; the lowest stands at the bottom."""
        share = (value - self.low) / (self.high - self.low)
        return round(self.bottom - (self.bottom - self.top) * share, 1)


@dataclass(frozen=True)
class Label:
    """Words at a place; ``anchor`` is start, middle or end, ``ground`` the depth of the band behind them."""

    x: float
    y: float
    text: str
    anchor: str = "start"
    ground: int = 0


def width_of(text: str, size: float = 12.5) -> float:
    """Guess how wide words are when drawn."""
    return len(text) * size * LETTER


def path(points: Sequence[tuple[float, float]]) -> str:
    """Write points as a line."""
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in points)


def small_steps(places: Sequence[tuple[float, float]], each: int) -> list[tuple[float, float]]:
    """Walk along a line, so many steps from one place to the next."""
    return [*places[:1]] + [
        (x + (to_x - x) * i / each, y + (to_y - y) * i / each)
        for (x, y), (to_x, to_y) in pairwise(places)
        for i in range(each + 1)
    ]


def whole(value: float) -> str:
    """Write a score without needless decimals."""
    return formats.localize(int(value) if value == int(value) else round(value, 1))


def shortened(text: str, most: int) -> str:
    """Cut words that would not fit, with a sign that they go on."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def months(axes: Axes, step: float) -> list[tuple[dt.date, float]]:
    """Give the first days of the months in view, at least ``step`` apart."""
    day = (axes.first.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
    firsts = []
    if axes.first.day == 1:
        firsts.append(axes.first)
    while day <= axes.last:
        firsts.append(day)
        day = (day + dt.timedelta(days=32)).replace(day=1)
    each = abs(axes.x(axes.first + dt.timedelta(days=30)) - axes.left) or step
    every = next(n for n in (1, 2, 3, 6, 12, 24, 120) if n * each >= step or n == 120)
    return [(day, axes.x(day)) for day in firsts if (day.month - 1) % min(every, 12) == 0]
