"""Template tags of the course: its heading and its tabs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import template
from django.template import Context
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clinic.courses.models import Course, Participant, Session
from clinic.courses.progress import Progress, progress
from clinic.ui.navigation import answers

register = template.Library()

TABS: tuple[tuple[str, Promise], ...] = (
    ("", _("Overview")),
    ("sessions/", _("Sessions")),
    ("circle/", _("Circle")),
    ("timeline/", _("Timeline")),
    ("incidents/", _("Incidents")),
    ("techniques/", _("Techniques")),
    ("formulation/", _("Formulation")),
    ("measures/", _("Measures")),
    ("practice/", _("Practice")),
    ("safety/", _("Safety")),
    ("ending/", _("Ending")),
    ("history/", _("History")),
)


LONG_OVER = timedelta(hours=2)  # after its beginning: from then on nobody counts the minutes of a session


@dataclass(frozen=True, slots=True)
class Tab:
    """One part of the course in its header."""

    path: str
    label: str | Promise
    current: bool


@dataclass(frozen=True, slots=True)
class Head:
    """What the header of every course page says."""

    name: str
    progress: Progress
    appointment: Any
    tabs: list[Tab]
    therapist: str = ""  # named to whoever is not the therapist
    goes_on: Session | None = None  # the reader's own session, while one is begun and not signed


@register.simple_tag(takes_context=True)
def course_head(context: Context, course: Course) -> Head:
    """Gather the header of a course page; a page may have gathered it itself as ``head``."""
    given = context.get("head")
    if isinstance(given, Head):
        return given
    request = context.get("request")
    here, reader = (request.path, request.user) if request else ("", None)
    return head(course, here, str(context.get("tab", "")), reader=reader)


def head(
    course: Course, here: str, tab: str = "", gathered: Progress | None = None, reader: Any = None,
    people: Iterable[Participant] | None = None, meeting: Any = None,
) -> Head:  # fmt: skip
    """Say who, which session of how many, and when; ``tab`` names the part where the address does not.

    A page that has read how the course stands hands it over; or who takes part, and with that the meeting.
    """
    stands = gathered or progress(course, course.sessions.all())
    own = reader is not None and course.therapist_id == reader.pk
    return Head(
        name=names(course) if people is None else named(people),
        progress=stands,
        appointment=next_appointment(course) if people is None else meeting,
        tabs=tabs(course, here, tab),
        therapist="" if own else str(course.therapist),
        goes_on=stands.open if own else None,
    )


def names(course: Course) -> str:
    """Everybody the course is for, in the order they joined."""
    return named(course.participants.select_related("patient").order_by("created_at"))


def named(people: Iterable[Participant]) -> str:
    """The same of people who were read already."""
    return " & ".join(one.patient.short_name for one in people)


def next_appointment(course: Course) -> Any:
    """The next meeting, or the one going on now; read backwards, for appointments stand above courses."""
    return course.appointments.coming().first()  # type: ignore[attr-defined]


def tabs(course: Course, here: str, tab: str = "") -> list[Tab]:
    """List the parts of the course that have a page, the present one marked."""
    root = f"/courses/{course.pk}/"
    there = [(root + part, label) for part, label in TABS if answers(root + part)]
    wanted = f"{root}{tab}/" if tab and tab != "overview" else here
    current = max((path for path, _label in there if wanted.startswith(path)), key=len, default=root)
    return [Tab(path, label, path == current) for path, label in there]


@register.inclusion_tag("courses/_back_to_session.html")
def back_to_session(course: Course, session: Session) -> dict[str, Any]:
    """The way back to a session, with the minutes that are left while it goes on; no query."""
    length, gone = course.in_manual().session_minutes, timezone.now() - session.began_at
    return {
        "session": session,
        "path": f"/courses/{course.pk}/sessions/{session.number}/",
        "length": length,
        "counts": session.signed_at is None and gone < LONG_OVER,
        "left": max(length - int(gone.total_seconds() // 60), 0),
    }


@register.simple_tag
def written_at(course: Course, page: str) -> str:
    """The address at which a first form is kept."""
    return reverse(f"courses:write-{page}", kwargs={"course": course.pk})
