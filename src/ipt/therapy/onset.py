"""What happened near the time the symptoms began, where IPT looks for the focus."""

from datetime import date, timedelta
from typing import Literal

Precision = Literal["day", "month", "season", "year"]
Span = tuple[date, date]

MONTHS_BEFORE = 3  # Kith's suggestion for "near"; no published limit
MONTHS_LONG = {"month": 1, "season": 3, "year": 12}
ABOUT_A_DAY = timedelta(days=14)  # how far "about" a day may be off; Kith's suggestion, as below
A_MONTH = 30.44  # days, on average


def span(on: date, precision: Precision, about: bool = False) -> Span:
    """Return the first and last day that a date as exact as this can mean.

    A season is the three months that begin in March, June, September or December. ``about`` says that the
    date is a guess: it may then be off by its own exactness either way (a day by two weeks), which is Kith's
    reading of "about then" and not a published rule.
    """
    if precision == "day":
        return (on - ABOUT_A_DAY, on + ABOUT_A_DAY) if about else (on, on)
    months = MONTHS_LONG[precision]
    first = _first_day(on, precision)
    off = months if about else 0
    return _months_on(first, -off), _months_on(first, months + off) - timedelta(days=1)


def place_in_time(on: date, precision: Precision) -> tuple[date, int]:
    """Return what dates are ordered by: the first day meant, and there the less exact before the exact.

    So August stands before the 1st of August and all its days, summer before June, and a year before its
    months. That a date is a guess turns nothing.

    >>> place_in_time(date(2026, 8, 14), "month") < place_in_time(date(2026, 8, 1), "day")
    True
    """
    return span(on, precision)[0], -MONTHS_LONG.get(precision, 0)


def near_onset(event: Span, onset: Span) -> bool:
    """Return whether an event may have happened in the three months before the onset, or as it began."""
    return event[0] <= onset[1] and event[1] >= window(onset)[0]


def window(onset: Span) -> Span:
    """Return the stretch that counts as near the onset: the three months before it, and the onset itself."""
    return _months_on(onset[0], -MONTHS_BEFORE), onset[1]


def months_before(event: Span, onset: Span) -> int:
    """Return how many months an event lies before the onset, middle to middle; below 0 = after it.

    0 where the two stretches overlap: it may have happened as the mood went down.
    """
    if event[0] <= onset[1] and event[1] >= onset[0]:
        return 0
    return round((middle(onset) - middle(event)).days / A_MONTH)


def middle(of: Span) -> date:
    """Return the day in the middle of a stretch."""
    return of[0] + (of[1] - of[0]) // 2


def _first_day(on: date, precision: Precision) -> date:
    if precision == "year":
        return on.replace(month=1, day=1)
    first = on.replace(day=1)
    return first if precision == "month" else _months_on(first, -(first.month % 3))


def _months_on(day: date, months: int) -> date:
    """Return the same day so many months on; the 28th at most, so that every month has it."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return day.replace(year=year, month=month + 1, day=min(day.day, 28))
