"""Template tags of the course: its heading and its tabs."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clinic.courses.models import Course
from clinic.courses.progress import Progress, progress
from clinic.ui.navigation import answers

register = template.Library()

TABS: tuple[tuple[str, Promise], ...] = (
    ("", _("Overview")),
    ("sessions/", _("Sessions")),
    ("circle/", _("Circle")),
    ("timeline/", _("Timeline")),
    ("incidents/", _("Incidents")),
    ("formulation/", _("Formulation")),
    ("measures/", _("Measures")),
    ("practice/", _("Practice")),
    ("safety/", _("Safety")),
    ("ending/", _("Ending")),
    ("history/", _("History")),
)


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
    back_to: str = ""  # the page of the reader's own session, while one is begun and not signed


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
    course: Course, here: str, tab: str = "", gathered: Progress | None = None, reader: Any = None
) -> Head:
    """Say who, which session of how many, and when; ``tab`` names the part where the address does not."""
    stands = gathered or progress(course, course.sessions.all())
    own = reader is not None and course.therapist_id == reader.pk
    return Head(
        name=names(course),
        progress=stands,
        appointment=next_appointment(course),
        tabs=tabs(course, here, tab),
        therapist="" if own else str(course.therapist),
        back_to=f"/courses/{course.pk}/sessions/{stands.open.number}/" if own and stands.open else "",
    )


def names(course: Course) -> str:
    """Everybody the course is for, in the order they joined."""
    people = course.participants.select_related("patient").order_by("created_at")
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


@register.simple_tag
def written_at(course: Course, page: str) -> str:
    """The address at which a first form is kept."""
    return reverse(f"courses:write-{page}", kwargs={"course": course.pk})
