"""Working time: when a service is open, and when so many working minutes will have passed."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from clinic.access.models import Service

MONDAY_TO_FRIDAY = (0, 1, 2, 3, 4)


def is_open(service: Service, at: datetime) -> bool:
    """Whether somebody is at work in the service at this moment."""
    opens, _ = next(openings(service, at))
    return opens <= at


def open_throughout(service: Service, at: datetime, minutes: int) -> bool:
    """Whether somebody is at work from this moment on for so many minutes."""
    opens, closes = next(openings(service, at))
    return opens <= at and at + timedelta(minutes=minutes) <= closes


def next_open(service: Service, at: datetime) -> datetime:
    """The first moment from ``at`` on at which the service is open."""
    opens, _ = next(openings(service, at))
    return max(opens, at)


def closes_on(service: Service, day: date) -> datetime:
    """The end of work on a day, also on one that is not worked."""
    return _hours(service, day)[1]


def after_working(service: Service, at: datetime, minutes: int) -> datetime:
    """The moment at which so many minutes of working time have passed since ``at``."""
    left = timedelta(minutes=minutes)
    for opens, closes in openings(service, at):
        start = max(opens, at)
        if left <= closes - start:
            return start + left
        left -= closes - start
    raise AssertionError("the days of a week never end")


def openings(service: Service, at: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Every span of working time that is not over at ``at``, in UTC; one may have begun the day before."""
    day = at.astimezone(ZoneInfo(service.time_zone)).date() - timedelta(days=1)
    worked = service.working_days or MONDAY_TO_FRIDAY
    while True:
        opens, closes = _hours(service, day)
        if day.weekday() in worked and day.isoformat() not in service.closed_on and closes > at:
            yield opens, closes
        day += timedelta(days=1)


def _hours(service: Service, day: date) -> tuple[datetime, datetime]:
    zone = ZoneInfo(service.time_zone)
    overnight = service.closes_at <= service.opens_at
    opens = datetime.combine(day, service.opens_at, zone)
    closes = datetime.combine(day + timedelta(days=overnight), service.closes_at, zone)
    return opens.astimezone(UTC), closes.astimezone(UTC)
