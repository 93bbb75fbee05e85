"""For which day questions are, and from which day on it is time to answer them."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from clinic.courses.models import Course
from clinic.courses.progress import Progress, progress
from clinic.courses.templatetags.courses import next_appointment
from clinic.questionnaires.models import MeasureRequest

EVE = timedelta(days=1)


def day_of(asked: MeasureRequest, booked: Any, stands: Progress) -> date:
    """The day on which its session began, or for which it is booked; else the day that was named."""
    number = asked.session_number
    if number and number <= stands.begun:
        return timezone.localdate(stands.sessions[number - 1].began_at)
    if booked and number == stands.number:
        return timezone.localtime(booked.starts_at).date()
    return asked.due_on


def days_of(waiting: list[MeasureRequest], course: Course) -> dict[MeasureRequest, date]:
    """The day of each request of one course, in two queries."""
    stands = progress(course, course.sessions.all())
    booked = None if stands.open else next_appointment(course)  # an open session is not the one booked next
    return {asked: day_of(asked, booked, stands) for asked in waiting}


def opens_on(asked: MeasureRequest, day: date) -> date | None:
    """The first day on which it is time: the eve of a session. ``None``: any day will do, or it is open."""
    return None if asked.session_number is None or asked.opened_at or asked.begun else day - EVE


def is_early(asked: MeasureRequest) -> bool:
    """Whether questions wait for the eve of their session; two queries at most."""
    if opens_on(asked, asked.due_on) is None:
        return False
    day = days_of([asked], asked.participant.course)[asked]
    return not is_time(asked, day, timezone.localdate())


def is_time(asked: MeasureRequest, day: date, today: date) -> bool:
    """Whether questions that are for ``day`` may be answered ``today``."""
    opens = opens_on(asked, day)
    return opens is None or opens <= today
