"""From the time on the clock that people agreed to the moment it comes to."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo


class NoSuchTime(ValueError):
    """The clocks skip this time when summer time begins."""


def moment(local: datetime, zone: str) -> datetime:
    """The moment at which a clock in the zone shows this time; the first one when it shows it twice."""
    there = ZoneInfo(zone)
    at = local.replace(tzinfo=there).astimezone(UTC)
    if at.astimezone(there).replace(tzinfo=None) != local:
        raise NoSuchTime(f"{local:%Y-%m-%dT%H:%M} does not exist in {zone}")
    return at


def week_of(day: date, zone: str) -> tuple[datetime, datetime]:
    """The moments at which the week of a day begins and ends there."""
    monday = day - timedelta(days=day.weekday())
    return _midnight(monday, zone), _midnight(monday + timedelta(days=7), zone)


def _midnight(day: date, zone: str) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)).astimezone(UTC)
