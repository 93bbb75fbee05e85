"""What happened near the time the symptoms began, where IPT looks for the focus."""

from datetime import date, timedelta
from typing import Literal

Precision = Literal["day", "month", "year"]
Span = tuple[date, date]

MONTHS_BEFORE = 3  # Kith's suggestion for "near"; no published limit


def span(on: date, precision: Precision) -> Span:
    """Return the first and last day that a date as exact as this can mean."""
    if precision == "day":
        return on, on
    first = on.replace(day=1) if precision == "month" else on.replace(month=1, day=1)
    following = _months_on(first, 1 if precision == "month" else 12)
    return first, following - timedelta(days=1)


def near_onset(event: Span, onset: Span) -> bool:
    """Return whether an event may have happened in the three months before the onset, or as it began."""
    return event[0] <= onset[1] and event[1] >= _months_on(onset[0], -MONTHS_BEFORE)


def _months_on(day: date, months: int) -> date:
    """Return the same day so many months on; the 28th at most, so that every month has it."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return day.replace(year=year, month=month + 1, day=min(day.day, 28))
