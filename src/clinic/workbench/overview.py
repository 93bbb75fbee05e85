"""What the first page of a course shows, gathered in a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic.access.gate import permitted
from clinic.access.models import User
from clinic.access.roles import Permission
from clinic.appointments.models import Appointment
from clinic.courses.models import Course, Participant, Session, SessionRecord, SessionsAgreement
from clinic.courses.progress import Progress, progress, strip
from clinic.courses.templatetags.courses import head
from clinic.formulation.drift import held_by_links, with_links
from clinic.formulation.focus import banner_of
from clinic.formulation.models import Goal, GoalRating
from clinic.inventory.models import Circle, TimelineEvent
from clinic.inventory.timeline.told import chart_events, told
from clinic.patients.models import Patient
from clinic.practice.models import PracticeTerms
from clinic.questionnaires.accepted import model_for
from clinic.questionnaires.chart import score_chart
from clinic.questionnaires.expected import band
from clinic.questionnaires.models import Response
from clinic.questionnaires.scores import followed
from clinic.safety.models import Alert, RiskReview, SafetyPlan
from clinic.signals import gathering as signals
from clinic.techniques.models import ImageryRun
from clinic.ui.lanes import Event, Mark
from clinic.workbench import scores
from clinic.workbench.aims import aims
from clinic.workbench.evidence import Shown, done_by, shown, ticked
from ipt.therapy.focus_drift import SOURCE
from ipt.therapy.manuals import Task

FIRST_FORMS = (
    ("suitability", _("Suitability")),
    ("diagnosis", _("Diagnosis")),
    ("sick-role", _("What is eased for now")),
    ("medication", _("Medication")),
)


def survey(course: Course, reader: User, here: str) -> dict[str, Any]:
    """The context of the overview."""
    stands, people = progress(course, with_links(_with_plan(course.sessions.all()))), list(takes_part(course))
    focuses = list(course.focuses.select_related("relationship"))
    there = shown([course.pk]).get(course.pk, set())
    scored, wanted = outcome(course, stands), goals(course)
    alerts = list(Alert.objects.filter(course=course).open().with_people())
    return {
        "course": course,
        "head": head(
            course, here, gathered=stands, reader=reader, people=people, meeting=next_meeting(people)
        ),
        "may_edit": permitted(reader, Permission.COURSE_EDIT, course),
        "strip": strip(stands, ended=course.ended_on is not None, root=f"/courses/{course.pk}/"),
        "focus": banner_of(focuses),
        "held": held_by_links(course, stands.sessions, focuses[-1] if focuses else None),
        "held_source": SOURCE,
        "number_proposed": {"from": people[0].proposed_from, "to": people[0].proposed_to},
        "proposed": drew_alone(people),
        "imagery_waits": any(one.imagery_waits for one in people),
        "goals": wanted,
        "aims": aims(course, scored["seen"], focuses[0] if focuses else None, wanted, circles_of(people)),
        "last": next((one for one in reversed(stands.sessions) if _has_record(one)), None),
        "first_forms": FIRST_FORMS,
        "alerts": alerts,
        "safety": {name: newest(people, name) for name in ("planned_at", "reviewed_at")},
        **scored,
        "signals": signals.beside_alerts(scored["signals"], {one.participant_id for one in alerts}),
        **tasks_by(stands, there),
        "first_steps": first_steps(course, stands, there),
    }


def takes_part(course: Course) -> QuerySet[Any]:
    """Everybody the course is for, in the order they joined, with what waits or was last done for each.

    The next meeting and a number of sessions that was proposed are the course's, and stand with everybody.
    """
    plans = SafetyPlan.objects.filter(participant=OuterRef("pk"))
    reviews = RiskReview.objects.filter(participant=OuterRef("pk"))
    alone = Circle.objects.filter(participant=OuterRef("pk"), looked_at=None).proposed()
    imagery = ImageryRun.objects.filter(participant=OuterRef("pk")).waiting()
    circles = Circle.objects.filter(participant=OuterRef("pk")).standing().values("pk")
    meeting = Appointment.objects.coming().filter(course=OuterRef("course")).order_by("starts_at", "pk")
    number = SessionsAgreement.objects.filter(course=OuterRef("course"), answer="")
    people = Participant.objects.filter(course=course).select_related("patient").order_by("created_at")
    return people.annotate(
        meeting_at=Subquery(meeting.values("starts_at")[:1]),
        meeting_place=Subquery(meeting.values("place")[:1]),
        proposed_from=Subquery(number.values("from_sessions")[:1]),
        proposed_to=Subquery(number.values("to_sessions")[:1]),
        first_circle=Subquery(circles.order_by("version")[:1]),
        last_circle=Subquery(circles.order_by("-version")[:1]),
        planned_at=Subquery(plans.order_by("-written_at").values("written_at")[:1]),
        reviewed_at=Subquery(reviews.order_by("-reviewed_at").values("reviewed_at")[:1]),
        drawn_alone_at=Subquery(alone.order_by("-written_at").values("written_at")[:1]),
        imagery_waits=Exists(imagery),
    )


class Meeting(NamedTuple):
    """When and where the next meeting is."""

    starts_at: datetime
    place: str


def next_meeting(people: Sequence[Any]) -> Meeting | None:
    """The next meeting of the course, or the one going on now."""
    return next((Meeting(one.meeting_at, one.meeting_place) for one in people if one.meeting_at), None)


def circles_of(people: Sequence[Any]) -> tuple[UUID, UUID] | None:
    """The first and the last circle that stands, of the first person who has one."""
    return next(((one.first_circle, one.last_circle) for one in people if one.first_circle), None)


def newest(people: Sequence[Any], name: str) -> datetime | None:
    """The latest of a moment that each person may have."""
    return max((at for one in people if (at := getattr(one, name))), default=None)


def drew_alone(people: Sequence[Any]) -> Patient | None:
    """The patient who would change the circle, while that waits to be looked at together."""
    at = newest(people, "drawn_alone_at")
    return next((one.patient for one in people if at and one.drawn_alone_at == at), None)


def _with_plan(sessions: QuerySet[Any]) -> QuerySet[Any]:
    """Sessions with the plan of the newest version of their record; no record, no plan; and a practice."""
    records = SessionRecord.objects.filter(session=OuterRef("pk")).order_by("-version")
    return with_small(sessions).annotate(plan=Subquery(records.values("plan")[:1]))


def with_small(sessions: QuerySet[Any]) -> QuerySet[Any]:
    """Sessions with what small thing was agreed in them, whether it goes on or rests by now."""
    terms = PracticeTerms.objects.filter(
        practice__participant__course=OuterRef("course"),
        practice__withdrawn_at=None,
        session_number=OuterRef("number"),
        stands="agreed",
    ).order_by("-written_at")
    return sessions.annotate(small=Subquery(terms.values("what")[:1]))


def _has_record(session: Any) -> bool:
    return session.attendance == "attended" and session.plan is not None


def first_steps(course: Course, stands: Progress, there: Shown) -> set[str]:
    """What of the very beginning is still to do; nothing more once the second session has come."""
    if course.ended_on or stands.number > 1:
        return set()
    kinds = {kind for kind, _since in there}
    steps = {
        "suitability": "suitability" in kinds,
        "measure": "baseline_responses" in kinds,
        "session": stands.begun > 0,
        "story": {"circle_version", "timeline_event"} <= kinds,
    }
    return {step for step, done in steps.items() if not done}


def outcome(course: Course, stands: Progress) -> dict[str, Any]:
    """The score chart with sessions and life on the same axis, and what the risk question was answered."""
    responses = list(Response.objects.of(course))
    seen = scores.of_course(responses, followed(responses))
    words, flagged = scores.risk_words(seen.measure, seen.last) if seen.last else ("", False)
    sessions, called = marks(course, stands), signals.of_course(course)
    looked = signals.looked_at([*called["open"], *called["closed"]])
    chart = score_chart(
        course, seen.measure.id, sessions=sessions, events=life(course),
        today=None if course.ended_on else timezone.localdate(), responses=seen.responses,
        expected=band(model_for(seen.measure.id), seen.responses, sessions), looked=looked,
    )  # fmt: skip
    return {"chart": chart, "seen": seen, "risk_words": words, "risk_flagged": flagged, "signals": called}


def life(course: Course) -> list[Event]:
    return chart_events(told(TimelineEvent.objects.standing().filter(participant__course=course)))


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
    return tasks_by(stands, shown([course.pk]).get(course.pk, set()))


def tasks_by(stands: Progress, there: Shown) -> dict[str, Any]:
    """The same from what was ticked and what the record shows, gathered already."""
    by_hand = ticked(there)
    recorded = done_by(stands.manual, there) - set(by_hand)
    done = [
        Done(task, task.id in recorded)
        for task in stands.manual.tasks
        if _today(task, by_hand, recorded, stands)
    ]
    due = stands.due({*by_hand, *recorded})
    return {"progress": stands, "due": due, "done": done, "open_tasks": len(due.now) + len(due.overdue)}


def _today(task: Task, ticked: dict[str, int], recorded: set[str], stands: Progress) -> bool:
    """Whether a done task belongs to this session: ticked in it, or asked for in it."""
    first, last = task.sessions
    return ticked.get(task.id) == stands.number or (task.id in recorded and first <= stands.number <= last)


def goals(course: Course) -> list[Goal]:
    """The goals that stand, each with its first and its last rating."""
    people = Participant.objects.filter(course=course)
    rated = GoalRating.objects.filter(goal=OuterRef("pk")).values("rating")
    return list(
        Goal.objects.filter(participant__in=people, retired_at=None).annotate(
            first_rated=Subquery(rated.order_by("rated_at", "pk")[:1]),
            last_rated=Subquery(rated.order_by("-rated_at", "-pk")[:1]),
        )
    )


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
