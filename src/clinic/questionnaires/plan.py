"""What the manual asks for the coming sessions of a course, and on which day each will be."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from clinic.courses.models import Course
from clinic.courses.progress import Progress, progress
from clinic.courses.templatetags.courses import next_appointment
from clinic.questionnaires.models import MeasureRequest
from ipt.measures import library
from ipt.measures.measure import Measure
from ipt.therapy import manuals

AHEAD = 4  # sessions of the plan that are shown


@dataclass(frozen=True)
class Planned:
    """What the manual asks for one session, and whether it has been asked."""

    number: int
    due_on: date
    measures: Sequence[Measure]
    asked: bool


def plan(course: Course, standing: Iterable[MeasureRequest]) -> list[Planned]:
    """The next sessions with what the manual asks for each."""
    stands = progress(course, course.sessions.all())
    if stands.all_used or course.ended_on:
        return []
    asked = {(one.session_number, one.measure) for one in standing}
    last = min(stands.number + AHEAD, course.planned_sessions + 1)
    start = day_of_next(course, stands)
    every = timedelta(days=stands.manual.days_between)
    return [
        _planned(stands, number, start + every * (number - stands.number), asked)
        for number in range(stands.number, last)
    ]


def _planned(stands: Progress, number: int, due_on: date, asked: set[Any]) -> Planned:
    due = [library.load(id) for id in manuals.measures_due(stands.manual, number, planned=stands.planned)]
    due = [measure for measure in due if measure.can_be_asked]
    return Planned(number, due_on, due, all((number, measure.id) in asked for measure in due))


def day_of_next(course: Course, stands: Progress) -> date:
    """The day of the open session, or of the next meeting booked, or a rhythm after the last; never past."""
    today, booked = timezone.localdate(), next_appointment(course)
    if stands.open:
        return today
    if booked:
        return max(timezone.localdate(booked.starts_at), today)
    if not stands.sessions:
        return max(course.began_on, today)
    every = timedelta(days=stands.manual.days_between)
    return max(timezone.localdate(stands.sessions[-1].began_at) + every, today)
