"""How old somebody is, and whether the manuals are for them."""

from datetime import date

from ipt.therapy import suitability


def years_between(born: date, day: date) -> int:
    """How old somebody is on a day."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def too_young(born: date, day: date) -> bool:
    """Whether somebody belongs, on that day, with a service for young people."""
    age = max(years_between(born, day), 0)
    return any(point.kind == "young" for point in suitability.review(suitability.Answers(age=age)))
