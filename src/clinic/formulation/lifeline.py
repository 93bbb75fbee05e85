"""The timeline's page: events as a list, and drawn below the scores on the same axis."""

from typing import Any

from clinic.courses.models import Course
from clinic.formulation.scores import main_chart
from clinic.inventory import life
from clinic.inventory.gathering import participant_of, today_in
from clinic.inventory.models import TimelineEvent


def timeline_page(course: Course, withdrawn: str) -> dict[str, Any]:
    """Events in order, those near the onset marked, and what has just been taken off."""
    participant = participant_of(course)
    events = list(participant.timeline.select_related("relationship"))
    standing = [one for one in events if one.withdrawn_at is None]
    today = today_in(participant)
    return {
        "course": course,
        "participant": participant,
        "told": life.told(standing),
        "withdrawn": _just_withdrawn(events, withdrawn),
        "chart": main_chart(
            course, list(course.sessions.all()), today=today, events=life.chart_events(standing)
        ),
    }


def _just_withdrawn(events: list[TimelineEvent], asked: str) -> TimelineEvent | None:
    return next((one for one in events if str(one.pk) == asked and one.withdrawn_at), None)
