"""What the first page of a course shows, gathered in a fixed number of queries."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic.access.gate import permitted
from clinic.access.models import User
from clinic.access.roles import Permission
from clinic.courses.models import Course, Participant, Session, SessionRecord
from clinic.courses.progress import Progress, progress, strip
from clinic.courses.templatetags.courses import head
from clinic.formulation.focus import banner
from clinic.formulation.models import Goal
from clinic.inventory.models import TimelineEvent
from clinic.inventory.timeline.told import chart_events, told
from clinic.questionnaires.chart import score_chart
from clinic.questionnaires.models import Response
from clinic.safety.models import Alert
from clinic.ui.lanes import Event, Mark
from clinic.workbench import scores
from clinic.workbench.evidence import done_by, shown
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
        "head": head(course, here, gathered=stands, reader=reader),
        "may_edit": permitted(reader, Permission.COURSE_EDIT, course),
        "strip": strip(stands, ended=course.ended_on is not None, root=f"/courses/{course.pk}/"),
        "focus": banner(course),
        "goals": goals(course),
        "last": last_record(course),
        "first_forms": FIRST_FORMS,
        "alerts": list(Alert.objects.filter(course=course).open().with_people()),
        "safety": Participant.objects.filter(course=course).aggregate(
            planned_at=Max("safety_plans__written_at"), reviewed_at=Max("risk_reviews__reviewed_at")
        ),
        **outcome(course, stands),
        **tasks_of(course, stands),
        "first_steps": first_steps(course, stands),
    }


def first_steps(course: Course, stands: Progress) -> set[str]:
    """What of the very beginning is still to do; nothing more once the second session has come."""
    if course.ended_on or stands.number > 1:
        return set()
    there = {kind for kind, _since in shown([course.pk]).get(course.pk, set())}
    steps = {
        "suitability": course.suitability_reviews.exists(),
        "measure": "baseline_responses" in there,
        "session": stands.begun > 0,
        "story": {"circle_version", "timeline_event"} <= there,
    }
    return {step for step, done in steps.items() if not done}


def outcome(course: Course, stands: Progress) -> dict[str, Any]:
    """The score chart with sessions and life on the same axis, and what the risk question was answered."""
    responses = list(Response.objects.of(course))
    seen = scores.of_course(responses, scores.followed(responses))
    words, flagged = scores.risk_words(seen.measure, seen.last) if seen.last else ("", False)
    chart = score_chart(
        course, seen.measure.id, sessions=marks(course, stands), events=life(course),
        today=None if course.ended_on else timezone.localdate(), responses=seen.responses,
    )  # fmt: skip
    return {"chart": chart, "seen": seen, "risk_words": words, "risk_flagged": flagged}


def life(course: Course) -> list[Event]:
    standing = TimelineEvent.objects.standing().filter(participant__course=course).with_people()
    return chart_events(told(standing))


def marks(course: Course, stands: Progress) -> list[Mark]:
    """The sessions on their days; those to come on the days they would have, one rhythm apart."""
    begun = [
        Mark(session.number, timezone.localdate(session.began_at), _state(session, stands))
        for session in stands.sessions
    ]
    if course.ended_on:
        return begun
    every = timedelta(days=stands.manual.days_between)
    last = max([mark.on for mark in begun], default=course.began_on - every)
    following = max(last + every, timezone.localdate())
    return begun + [
        Mark(number, following + ahead * every, "to come")
        for ahead, number in enumerate(range(stands.begun + 1, stands.planned + 1))
    ]


def _state(session: Session, stands: Progress) -> str:
    if session == stands.open:
        return "now"
    return "done" if session.attendance == "attended" else "missed"


def side_tasks(course: Course) -> dict[str, Any]:
    """The context of the list of tasks alone."""
    return {"course": course, "may_edit": True} | tasks_of(course, progress(course, course.sessions.all()))


@dataclass(frozen=True, slots=True)
class Done:
    """A task that is done: ticked by somebody, or shown by the record itself."""

    task: Task
    by_record: bool


def tasks_of(course: Course, stands: Progress) -> dict[str, Any]:
    """Tasks due now and overdue, and those of this session that are done."""
    ticked = {row.task: row.session_number for row in course.tasks_done.all()}
    recorded = done_by(stands.manual, shown([course.pk]).get(course.pk, set())) - set(ticked)
    done = [
        Done(task, task.id in recorded)
        for task in stands.manual.tasks
        if _today(task, ticked, recorded, stands)
    ]
    due = stands.due({*ticked, *recorded})
    return {"progress": stands, "due": due, "done": done, "open_tasks": len(due.now) + len(due.overdue)}


def _today(task: Task, ticked: dict[str, int], recorded: set[str], stands: Progress) -> bool:
    """Whether a done task belongs to this session: ticked in it, or asked for in it."""
    first, last = task.sessions
    return ticked.get(task.id) == stands.number or (task.id in recorded and first <= stands.number <= last)


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
