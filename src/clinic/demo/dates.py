"""When the sessions of a story are, seen from today."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from clinic.demo.story import Story

WEEK = timedelta(weeks=1)
UNBOOKED = 3  # working days ahead at which a session would be that nobody has booked


def working_day(today: date, days: int) -> date:
    """The day so many working days from today; today itself counts, also on a Sunday."""
    day, step = today, timedelta(days=1 if days > 0 else -1)
    for _one in range(abs(days)):
        day += step
        while day.weekday() > 4:
            day += step
    return day


def session_days(story: Story, planned: int, today: date) -> dict[int, date]:
    """The day of every agreed session: a week apart, and two where a week fell out."""
    last = story.next - 1 if story.ended else story.next
    day = today - story.ended_weeks * WEEK if story.ended else _next_day(story, today)
    while day.weekday() > 4 and day != today:
        day -= timedelta(days=1)
    free = [off.before for off in story.off]
    return {n: day + WEEK * (n - last) - WEEK * sum(n < before <= last for before in free)
            for n in range(1, planned + 1)}  # fmt: skip


def _next_day(story: Story, today: date) -> date:
    return working_day(today, UNBOOKED if story.days is None else story.days)


def moment(day: date, clock: str, zone: str, minutes: int = 0) -> datetime:
    """A time of day at a place, so many minutes later."""
    local = datetime.fromisoformat(f"{day.isoformat()}T{clock}")
    return local.replace(tzinfo=ZoneInfo(zone)) + timedelta(minutes=minutes)
