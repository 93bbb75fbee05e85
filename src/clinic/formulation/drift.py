"""Whether the middle sessions of a course hold to its focus, counted from their mood-event links."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Count, Q

from clinic.courses.models import Course, Session
from clinic.formulation.models import Focus
from clinic.inventory.models import MoodEventLink
from ipt.therapy.focus_drift import FocusHeld, focus_held


def held_to_focus(course: Course, sessions: Iterable[Session], first: Focus | None) -> FocusHeld:
    """Look at every session begun since the ``first`` version of the focus, in one query."""
    tied = MoodEventLink.objects.standing().filter(session__course=course, fits_focus=True).order_by()
    counted = tied.values_list("session__number").annotate(Count("pk"))
    return _held(course, dict(counted), sessions, first)


def with_links(sessions: Any) -> Any:
    """Sessions, each with how many links tied to the focus it holds, for `held_by_links`."""
    standing = Q(mood_event_links__withdrawn_at=None, mood_event_links__fits_focus=True)
    return sessions.annotate(tied_links=Count("mood_event_links", filter=standing))


def held_by_links(course: Course, sessions: Iterable[Any], first: Focus | None) -> FocusHeld:
    """The same for sessions that were read `with_links`, without a query."""
    given = list(sessions)
    return _held(course, {one.number: one.tied_links for one in given}, given, first)


def _held(
    course: Course, tied: Mapping[int, int], sessions: Iterable[Session], first: Focus | None
) -> FocusHeld:
    attended = [one.number for one in sessions if one.attendance == "attended"]
    agreed_in = None if first is None else first.session_number or 0
    return focus_held(course.in_manual(), tied, attended, agreed_in=agreed_in)
