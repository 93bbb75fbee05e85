"""The rows of one made-up course, by kind; nothing is written here.

What stands on a page is made whole for the therapists whose pages are timed. For everybody else a few rows of
each kind stand for many: enough for every table to be large, and for every index to have to choose.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from random import Random
from typing import Any

from clinic.access.models import Service, User
from clinic.appointments.models import Appointment
from clinic.courses.models import Course, Participant, Session, SessionRecord, TaskDone
from clinic.formulation.models import Focus, Goal, GoalRating
from clinic.inventory.models import Circle, TimelineEvent
from clinic.patients.models import Patient
from clinic.questionnaires.models import Response
from clinic.safety.models import Alert, RiskReview
from clinic.techniques.models import CheckIn, ImageryRun, Readiness, TechniqueUse
from ipt.measures import library, scoring
from ipt.therapy import manuals

GIVEN = ("Rowan", "Ash", "Wren", "Robin", "Sky", "Sage", "Kit", "Noor", "Jo", "Alex", "Sam", "Ellis", "Remy")
FAMILY = ("Tate", "Moran", "Ashby", "Okafor", "Lind", "Novak", "Ito", "Haddad", "Reyes", "Klein", "Byrne")
AREAS = ("grief", "role_dispute", "role_transition", "interpersonal_sensitivities")
WEEK = timedelta(days=7)
SESSIONS = 16
FEW = 4  # sessions and scores of a course whose pages nobody times


@dataclass(frozen=True)
class Place:
    """Where a course is made: its service, who treats and supervises it, when, and how whole it is."""

    service: Service
    therapist: User
    supervisor: User
    now: datetime
    whole: bool


def course_rows(place: Place, random: Random) -> Iterator[Any]:
    """Every row of one course, those that others point to first."""
    held, ended = random.randint(1, SESSIONS), random.random() < 0.25
    began_at = place.now - held * WEEK - timedelta(days=random.randint(200, 2000) if ended else 1)
    manual = manuals.load("dep16")
    name = f"{random.choice(GIVEN)} {random.choice(FAMILY)}"
    patient = Patient(service=place.service, name=name, preferred_name=name.split()[0])
    course = Course(
        service=place.service, manual=manual.id, manual_version=manual.version, planned_sessions=SESSIONS,
        therapist=place.therapist, supervisor=place.supervisor, began_on=began_at.date(),
        ended_on=(began_at + held * WEEK).date() if ended else None,
    )  # fmt: skip
    who = Participant(service=place.service, course=course, patient=patient)
    yield from (patient, course, who)
    kept = held if place.whole else min(held, FEW)
    sessions = [_session(course, number, began_at) for number in range(1, kept + 1)]
    yield from sessions
    yield from (_record(session, place) for session in sessions)
    yield from (_response(who, session, random) for session in sessions)
    yield from _beginning(course, who, place, began_at, random.choice(AREAS))
    yield from _alerts(who, place, random)
    yield from _imagery(who, sessions[-1], place, random)
    if not ended:
        yield _meeting(course, place, random)


def _session(course: Course, number: int, began_at: datetime) -> Session:
    at = began_at + (number - 1) * WEEK
    return Session(service=course.service, course=course, number=number, began_at=at, signed_at=at)


def _record(session: Session, place: Place) -> SessionRecord:
    return SessionRecord(
        service=place.service, session=session, version=1, written_by=place.therapist,
        written_at=session.signed_at, line="We looked at the week.", plan="To ring her sister on Sunday.",
    )  # fmt: skip


@cache
def _answered(seed: int) -> dict[str, Any]:
    """One of a few hundred ways to answer, scored; the last item, about dying, is never more than zero."""
    measure, random = library.load("phq9"), Random(seed)  # noqa: S311 - made-up answers
    answers = [float(random.randint(0, 3)) for _item in measure.scored_items[:-1]] + [0.0, 1.0]
    scored = scoring.score(measure, answers)
    return {
        "measure": measure.id, "measure_version": measure.version, "answers": answers,
        "scores": scored.scores, "bands": scored.bands, "total": scored.main.value,
        "answered": scored.answered, "missing": scored.missing,
    }  # fmt: skip


def _response(who: Participant, session: Session, random: Random) -> Response:
    given = _answered(random.randrange(300))
    return Response(
        service=who.service,
        participant=who,
        session_number=session.number,
        given_at=session.began_at,
        **given,
    )


def _beginning(course: Course, who: Participant, place: Place, at: datetime, area: str) -> Iterator[Any]:
    """Focus, circle, life, a goal and ticks, as the first sessions leave them."""
    by = {"version": 1, "written_by": place.therapist, "written_at": at}
    yield Focus(
        service=place.service, course=course, area=area, own_words="It has been since we moved.",
        reason="The low mood began with it.", patient_says="agrees", session_number=3, **by,
    )  # fmt: skip
    yield Circle(service=place.service, participant=who, drawn_on=at.date(), session_number=2, state=1, **by)
    for years in range(1, 5):
        on = (at - timedelta(days=200 * years)).date()
        yield TimelineEvent(
            service=place.service, participant=who, what="Moved", on=on, added_by=place.therapist
        )
    goal = Goal(service=place.service, participant=who, text="See a friend a week", set_by=place.therapist)
    yield goal
    yield GoalRating(service=place.service, goal=goal, rating=3, rated_at=at, rated_by=place.therapist)
    for task in course.in_manual().tasks[:4]:
        yield TaskDone(
            service=place.service, course=course, task=task.id, session_number=1, done_by=place.therapist
        )


def _alerts(who: Participant, place: Place, random: Random) -> Iterator[Any]:
    """One alert in a third of the courses; nine in ten of them are closed, the others wait unseen."""
    if random.random() > 1 / 3:
        return
    at = place.now - timedelta(minutes=random.randint(1, 50))
    alert = Alert(
        service=place.service, course=who.course, participant=who, reason="PHQ-9 item 9",
        answer="Several days", answered_at=at, raised_at=at, due_at=at + timedelta(hours=1),
        escalates_at=at + timedelta(hours=1), owner=place.therapist,
    )  # fmt: skip
    if random.random() < 0.9:
        alert.answered_at = alert.raised_at = alert.due_at = alert.escalates_at = at - 3 * WEEK
        alert.seen_at, alert.seen_by = at - 3 * WEEK, place.therapist
        alert.acted_at = alert.closed_at = at - 2 * WEEK
        alert.closed_by, alert.action = place.therapist, "Spoke about it; no plan."
    yield alert
    if alert.closed_at:
        yield RiskReview(
            service=place.service, participant=who, alert=alert, level=1, action="Spoke about it.",
            reviewed_by=place.therapist, reviewed_at=alert.closed_at,
        )  # fmt: skip


def _imagery(who: Participant, session: Session, place: Place, random: Random) -> Iterator[Any]:
    """A run of imagery in one course of twenty; its check-in was made."""
    if random.random() > 1 / 20:
        return
    at = session.began_at
    readiness = Readiness(
        service=place.service, participant=who, session=session, asked_by=place.therapist, asked_at=at
    )
    use = TechniqueUse(
        service=place.service, participant=who, session=session, technique="imagery_rescripting",
        began_at=at, seconds=1800, recorded_by=place.therapist,
    )  # fmt: skip
    run = ImageryRun(
        service=place.service, participant=who, session=session, readiness=readiness, label="The kitchen",
        stop_word="stop", steps_in_first="clinician", begun_by=place.therapist, began_at=at, finished_at=at,
        use=use,
    )  # fmt: skip
    yield from (readiness, use, run)
    yield CheckIn(
        service=place.service, run=run, version=1, written_by=place.therapist, written_at=at, state="done",
        due_at=at + timedelta(days=2), way="phone", owner=place.therapist,
    )  # fmt: skip


def _meeting(course: Course, place: Place, random: Random) -> Appointment:
    at = place.now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=random.randint(1, 24 * 14))
    return Appointment(
        service=place.service, course=course, local_time=f"{at:%Y-%m-%dT%H:%M}", time_zone="UTC",
        starts_at=at, booked_by=place.therapist,
    )  # fmt: skip
