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


@register.simple_tag(takes_context=True)
def course_head(context: Context, course: Course) -> Head:
    """Gather the header of a course page; a page may have gathered it itself as ``head``."""
    given = context.get("head")
    if isinstance(given, Head):
        return given
    request = context.get("request")
    return head(course, request.path if request else "", str(context.get("tab", "")))


def head(course: Course, here: str, tab: str = "", gathered: Progress | None = None) -> Head:
    """Say who, which session of how many, and when; ``tab`` names the part where the address does not."""
    return Head(
        name=names(course),
        progress=gathered or progress(course, course.sessions.all()),
        appointment=next_appointment(course),
        tabs=tabs(course, here, tab),
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
