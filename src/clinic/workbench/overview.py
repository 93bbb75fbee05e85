"""What the first page of a course shows, gathered in a fixed number of queries."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from clinic.access.gate import permitted
from clinic.access.models import User
from clinic.access.roles import Permission
from clinic.courses.models import Course, Participant, SessionRecord
from clinic.courses.progress import Progress, progress, strip
from clinic.courses.templatetags.courses import head
from clinic.formulation.models import Goal
from clinic.workbench.wording import Focused, focus_of
from ipt.therapy.manuals import Task

FIRST_FORMS = (
    ("suitability", _("Suitability")),
    ("diagnosis", _("Diagnosis")),
    ("sick-role", _("What is eased for now")),
    ("medication", _("Medication")),
)


def survey(course: Course, reader: User, here: str) -> dict[str, Any]:
    """The context of the overview."""
    stands = progress(course, course.sessions.all())
    return {
        "course": course,
        "head": head(course, here, gathered=stands),
        "may_edit": permitted(reader, Permission.COURSE_EDIT, course),
        "strip": strip(stands, ended=course.ended_on is not None, root=f"/courses/{course.pk}/"),
        "focus": focus(course),
        "goals": goals(course),
        "last": last_record(course),
        "first_forms": FIRST_FORMS,
        **tasks_of(course, stands),
    }


def side_tasks(course: Course, undo: str = "") -> dict[str, Any]:
    """The context of the list of tasks alone."""
    return {"course": course, "may_edit": True} | tasks_of(
        course, progress(course, course.sessions.all()), undo
    )


def tasks_of(course: Course, stands: Progress, undo: str = "") -> dict[str, Any]:
    """Tasks due now and overdue, and those ticked in this session."""
    done = {row.task: row for row in course.tasks_done.all()}
    due = stands.due(done)
    ticked = [task for task in stands.manual.tasks if _ticked_now(task, done, stands.number)]
    return {"progress": stands, "due": due, "ticked": ticked, "undo": undo}


def _ticked_now(task: Task, done: dict[str, Any], number: int) -> bool:
    return task.id in done and done[task.id].session_number == number


def focus(course: Course) -> Focused | None:
    row = course.focuses.select_related("relationship").first()
    return focus_of(row) if row else None


def goals(course: Course) -> list[Goal]:
    people = Participant.objects.filter(course=course)
    return list(Goal.objects.filter(participant__in=people, retired_at=None).prefetch_related("ratings"))


def last_record(course: Course) -> SessionRecord | None:
    """The newest version of the record of the last signed session."""
    signed = SessionRecord.objects.filter(session__course=course, session__attendance="attended")
    return signed.select_related("session").order_by("-session__number", "-version").first()


def held_sessions(course: Course) -> dict[str, Any]:
    """Every session with the newest version of its record, and what did not take place."""
    sessions = list(course.sessions.prefetch_related("records"))
    for session in sessions:
        session.newest = next(iter(session.records.all()), None)
    return {"sessions": sessions[::-1], "absences": list(course.absences.all())}
