"""Turns days and scores into places on a drawing."""

import datetime as dt
from dataclasses import dataclass

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
    """Words at a place; ``anchor`` is start, middle or end."""

    x: float
    y: float
    text: str
    anchor: str = "start"


def width_of(text: str, size: float = 12.5) -> float:
    """Guess how wide words are when drawn."""
    return len(text) * size * LETTER


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
