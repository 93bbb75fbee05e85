"""The ending: what was written, set beside what changed, and the sheet the patient keeps."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from clinic.appointments.models import Appointment
from clinic.courses.models import Course, Participant
from clinic.courses.progress import progress
from clinic.formulation import sheet_chart
from clinic.formulation.models import Ending
from clinic.formulation.scores import main_chart
from clinic.formulation.wording import ENDING_TITLES, NEXT_STEPS
from clinic.inventory import versions
from clinic.inventory.gathering import participant_of, today_in
from clinic.inventory.models import Circle
from clinic.inventory.words import inventory_of, number
from clinic.safety.crisis_help import countries
from clinic.ui.templatetags.ui import shaped
from ipt.relationships.network import measure


@dataclass(frozen=True, slots=True)
class ThenAndNow:
    """A circle beside another, each with how many are close."""

    circle: Circle
    words: str


def ending_page(course: Course) -> dict[str, Any]:
    """What the ending's page shows."""
    participant = participant_of(course)
    sessions = list(course.sessions.all())
    endings = list(course.endings.select_related("written_by"))
    stands = progress(course, sessions)
    return {
        "course": course,
        "participant": participant,
        "endings": endings,
        "ending": next(iter(endings), None),
        "parts": parts(next(iter(endings), None)),
        "progress": stands,
        "opens_at": stands.manual.ending_opens,
        "is_open": stands.number >= stands.manual.ending_opens or course.ended_on is not None,
        "chart": main_chart(course, sessions, today=None if course.ended_on else today_in(participant)),
        "circles": then_and_now(participant),
        "to_come": [] if course.ended_on else list(Appointment.objects.to_come(course)),
    }


def then_and_now(participant: Participant) -> list[ThenAndNow]:
    """The circle at the start and the newest one, as far as there are any."""
    days = versions.by_day(list(participant.circles.standing()))
    shown = days if len(days) < 2 else [days[-1], days[0]]
    prefetch_related_objects(shown, "placements__relationship")
    return [ThenAndNow(one, _close(one)) for one in shown]


def _close(circle: Circle) -> str:
    inner = measure(inventory_of(circle)).inner
    return _("%(month)s: %(n)s close") % {
        "month": shaped(circle.drawn_on, "F"),
        "n": number(inner) if inner else _("none"),
    }


def parts(ending: Ending | None) -> list[tuple[str, str]]:
    """The written parts with their titles, in the form's order."""
    if ending is None:
        return []
    said = {name: getattr(ending, name) for name in ENDING_TITLES}
    said["next_step"] = str(dict(NEXT_STEPS).get(ending.next_step, ending.next_step))
    return [(str(ENDING_TITLES[name]), words) for name, words in said.items() if words]


def sheet(participant: Participant) -> dict[str, Any]:
    """The sheet the patient keeps."""
    course = participant.course
    sessions = list(course.sessions.all())
    ending = course.endings.select_related("written_by").first()
    chart = main_chart(course, sessions, today=None)
    return {
        "course": course,
        "participant": participant,
        "ending": ending,
        "title": title(course.began_on, course.ended_on or today_in(participant)),
        "meetings": sum(one.attendance == "attended" for one in sessions),
        "therapist": course.therapist,
        "focus": course.focuses.first(),
        "service": participant.service,
        "country": countries().get(participant.service.country),
        "strips": sheet_chart.wide_and_narrow(chart) if chart else (),
        "circles": then_and_now(participant),
        **{name: lines(getattr(ending, name, "")) for name in ("did", "warning_signs", "what_then")},
    }


def title(began_on: date, until: date) -> str:
    """Name the course by its months: My course, September 2026 to January 2027."""
    first, last = shaped(began_on, "F Y"), shaped(until, "F Y")
    if first == last:
        return _("My course, %(month)s") % {"month": first}
    if began_on.year == until.year:
        first = shaped(began_on, "F")
    return _("My course, %(first)s to %(last)s") % {"first": first, "last": last}


def lines(words: str) -> list[str]:
    """One thing a line, without the marks people put before them."""
    return [line.lstrip("-•* ").strip() for line in words.splitlines() if line.strip("-•* ")]
