"""The score chart beside what happened: the main measure of the manual, on the axis of life."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from clinic.courses.models import Course, Session
from clinic.questionnaires.chart import score_chart
from clinic.ui.charts import ScoreChart, shown_events
from clinic.ui.lanes import Event, Mark

STATES = {"attended": "done"}


def main_chart(
    course: Course, sessions: Sequence[Session], *, today: date | None, events: Sequence[Event] = ()
) -> ScoreChart | None:
    """The chart of the manual's first measure; ``None`` before it was answered."""
    chart = _chart(course, sessions, today, events)
    return chart if chart.points else None


def weeks_chart(
    course: Course, sessions: Sequence[Session], *, today: date, events: Sequence[Event]
) -> ScoreChart | None:
    """The same with what happened, which is drawn without scores too; ``None`` where there is neither."""
    chart = replace(_chart(course, sessions, today, events), without_scores=True)
    return chart if chart.points or shown_events(chart) else None


def _chart(
    course: Course, sessions: Sequence[Session], today: date | None, events: Sequence[Event]
) -> ScoreChart:
    return score_chart(
        course,
        course.in_manual().measures[0].measure,
        sessions=marks(course, sessions, ahead=today is not None),
        events=events,
        today=today,
    )


def marks(course: Course, sessions: Sequence[Session], *, ahead: bool) -> list[Mark]:
    """The sessions on their days; looking ahead, also those still agreed, about where they will fall."""
    begun = [Mark(one.number, timezone.localdate(one.began_at), _state(one)) for one in sessions]
    if course.ended_on or not begun or not ahead:
        return begun
    days = course.in_manual().days_between
    last = begun[-1]
    left = range(1, course.planned_sessions - last.number + 1)
    to_come = [Mark(last.number + n, last.on + timedelta(days=days * n), "to come") for n in left]
    return begun + to_come


def _state(session: Session) -> Any:
    if session.signed_at is None:
        return "now"
    return STATES.get(session.attendance, "missed")
