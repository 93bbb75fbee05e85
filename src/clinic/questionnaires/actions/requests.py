"""Asks measures of a patient, takes requests back, and hands the screen over."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.access.models import User
from clinic.audit.actions import record
from clinic.courses.models import Course, Participant
from clinic.inventory.models import Relationship
from clinic.questionnaires.alerting import tell_of_unkept
from clinic.questionnaires.conflicts import CannotAsk, refuse_about
from clinic.questionnaires.models import AnswersSoFar, MeasureRequest
from clinic.questionnaires.plan import plan
from ipt.measures import library
from ipt.therapy import manuals


@transaction.atomic
def schedule(*, course: Course, number: int, due_on: date, by: User | None) -> list[MeasureRequest]:
    """Ask what the manual asks for session ``number``, of each participant, each measure once.

    After the end of a course nothing is asked for a session; a follow-up is asked by itself.
    """
    if Course.objects.filter(pk=course.pk).ended().exists():
        return []
    manual = manuals.load(course.manual, course.manual_version)
    due = [
        m
        for m in manuals.measures_due(manual, number, planned=course.planned_sessions)
        if library.load(m).can_be_asked
    ]
    return [
        ask(participant=participant, measure=measure, due_on=due_on, session_number=number, by=by)
        for participant in course.participants.all()
        for measure in due
    ]


@transaction.atomic
def schedule_next(*, course: Course, by: User | None) -> list[MeasureRequest]:
    """Ask what the manual asks for the coming session, on the day it will be; nothing after the last."""
    coming = plan(course, [])
    if course.ended_on or not coming:
        return []
    return schedule(course=course, number=coming[0].number, due_on=coming[0].due_on, by=by)


@transaction.atomic
def ask(
    *,
    participant: Participant,
    measure: str,
    due_on: date,
    by: User | None,
    session_number: int | None = None,
    about: Relationship | None = None,
) -> MeasureRequest:
    """Ask a measure for a session or for a day; asking the same again gives the same request.

    ``about`` is one person of the patient's inventory, for a measure that can be about one.
    """
    chosen = library.load(measure)
    if not chosen.can_be_asked:
        raise CannotAsk(_("The wording of %(title)s is not here.") % {"title": chosen.short_title})
    refuse_about(chosen, participant, about)
    when = (
        {"session_number": session_number} if session_number else {"session_number": None, "due_on": due_on}
    )
    for_what = {**when, "about": about}
    Participant.objects.select_for_update(no_key=True).get(pk=participant.pk)  # asked twice is asked once
    found = (
        MeasureRequest.objects.standing().filter(participant=participant, measure=measure, **for_what).first()
    )
    if found is not None:
        return found
    asked = MeasureRequest.objects.create(
        service_id=participant.service_id,
        participant=participant,
        measure=measure,
        measure_version=chosen.version,
        about=about,
        session_number=session_number,
        due_on=due_on,
        asked_by=by,
    )
    record(by=by, did="asked a measure", on=asked, course_id=participant.course_id, measure=measure)
    return asked


@transaction.atomic
def withdraw(*, asked: MeasureRequest, by: User) -> None:
    """Take a request back; what was answered so far is kept, and told of where it shows risk."""
    locked = locked_row(asked)
    if locked.withdrawn_at is None and not locked.sent:
        if so_far := AnswersSoFar.objects.filter(asked=locked).first():
            tell_of_unkept(asked=locked, given=so_far.values, by=by)
        _set_withdrawn(locked, timezone.now(), by, "withdrew a measure")


@transaction.atomic
def withdraw_open(*, course: Course, by: User) -> None:
    """Take back every request of a course that still waits for answers."""
    for asked in MeasureRequest.objects.filter(participant__course=course).unanswered():
        withdraw(asked=asked, by=by)


@transaction.atomic
def ask_again(*, asked: MeasureRequest, by: User) -> MeasureRequest:
    """Undo a withdrawal; if the same was asked anew meanwhile, that request stands."""
    locked = locked_row(asked)
    if locked.withdrawn_at is None:
        return locked
    twin = MeasureRequest.objects.standing().filter(
        participant=locked.participant_id,
        measure=locked.measure,
        about=locked.about_id,
        session_number=locked.session_number,
    )
    twin = twin if locked.session_number else twin.filter(due_on=locked.due_on)
    if other := twin.first():
        return other
    _set_withdrawn(locked, None, by, "asked a withdrawn measure again")
    return locked


def _set_withdrawn(asked: MeasureRequest, moment: datetime | None, by: User, did: str) -> None:
    asked.withdrawn_at = moment
    asked.save(update_fields=["withdrawn_at"])
    record(by=by, did=did, on=asked, course_id=asked.participant.course_id)


@transaction.atomic
def open_now(*, asked: MeasureRequest, by: User) -> None:
    """Open questions in the room, also those of a session that are for a later day; once is enough."""
    if asked.opened_at is not None:
        return
    asked.opened_at = timezone.now()
    asked.save(update_fields=["opened_at"])
    record(by=by, did="opened questions in the room", on=asked, course_id=asked.participant.course_id)


@transaction.atomic
def hand_over(*, asked: MeasureRequest, by: User) -> None:
    """Open them, and note that staff gave the patient this screen, locked to the form."""
    open_now(asked=asked, by=by)
    record(by=by, did="handed over the screen", on=asked, course_id=asked.participant.course_id)


def locked_row(asked: MeasureRequest) -> MeasureRequest:
    """The request as it stands now, while nobody else may answer it."""
    return _locked(MeasureRequest.objects.filter(pk=asked.pk)).get()


def hold_open(course: Course) -> None:
    """Let nobody answer what a course still waits for; who also holds the course holds these first."""
    waiting = MeasureRequest.objects.filter(participant__course=course).unanswered()
    list(_locked(MeasureRequest.objects.filter(pk__in=waiting.values("pk"))).order_by("pk"))


def _locked(rows: QuerySet[MeasureRequest]) -> QuerySet[MeasureRequest]:
    """With participant and course: whoever answers holds them in this order."""
    return rows.select_for_update(no_key=True).select_related("participant__course")
