"""Asks measures, keeps answers as they are given, and scores what was sent; risk raises an alert at once."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.access.models import User
from clinic.audit.actions import record
from clinic.courses.models import Course, Participant
from clinic.questionnaires import scores
from clinic.questionnaires.alerting import raise_for_risk, tell_of_unkept
from clinic.questionnaires.conflicts import NOWHERE, AlreadySent, CannotAsk, Conflict, Place, check, collides
from clinic.questionnaires.models import AnswersSoFar, MeasureRequest, Response
from clinic.questionnaires.plan import plan
from ipt.measures import asking, library
from ipt.measures.measure import Measure
from ipt.therapy import manuals

Given = Mapping[str, float | None]


@transaction.atomic
def schedule(*, course: Course, number: int, due_on: date, by: User | None) -> list[MeasureRequest]:
    """Ask what the manual asks for session ``number``, of each participant, each measure once.

    After the end of a course nothing is asked for a session; a follow-up is asked by itself.
    """
    if Course.objects.filter(pk=course.pk).ended().exists():
        return []
    manual = manuals.load(course.manual, course.manual_version)
    due = [m for m in manuals.measures_due(manual, number) if library.load(m).can_be_asked]
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
) -> MeasureRequest:
    """Ask a measure for a session or for a day; asking the same again gives the same request."""
    chosen = library.load(measure)
    if not chosen.can_be_asked:
        raise CannotAsk(_("The wording of %(title)s is not here.") % {"title": chosen.short_title})
    for_what = (
        {"session_number": session_number} if session_number else {"session_number": None, "due_on": due_on}
    )
    Participant.objects.select_for_update().get(pk=participant.pk)  # asked twice at once is asked once
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
        session_number=session_number,
        due_on=due_on,
        asked_by=by,
    )
    record(by=by, did="asked a measure", on=asked, course_id=participant.course_id, measure=measure)
    return asked


@transaction.atomic
def withdraw(*, asked: MeasureRequest, by: User) -> None:
    """Take a request back; what was answered so far is kept, and told of where it shows risk."""
    locked = _locked(asked)
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
    locked = _locked(asked)
    if locked.withdrawn_at is None:
        return locked
    twin = MeasureRequest.objects.standing().filter(
        participant=locked.participant_id, measure=locked.measure, session_number=locked.session_number
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
def hand_over(*, asked: MeasureRequest, by: User) -> None:
    """Note that staff gave the patient this screen, locked to the form."""
    record(by=by, did="handed over the screen", on=asked, course_id=asked.participant.course_id)


@transaction.atomic
def save_answer(
    *,
    asked: MeasureRequest,
    item: str,
    value: float | None,
    revision: int,
    by: User,
    place: Place = NOWHERE,
    confirmed: bool = True,
) -> AnswersSoFar:
    """Keep one answer (``None`` = left blank on purpose), and raise the alert it calls for.

    ``revision`` is the newest the person had seen; an answer is not ``confirmed`` while the finger may still
    move to another, before Next is pressed. Raises `Conflict` when this question was answered after
    that from another page, `AlreadySent` when the form was sent, ``ValueError`` for what is not an option.
    """
    locked = _locked(asked)
    if locked.sent:
        raise AlreadySent(locked.response)
    check(locked.loaded, item, value)
    so_far = _so_far(locked)
    before = so_far.answers.get(item)
    if before and collides(before, value, revision, place):
        raise Conflict(item, value, before, so_far.revision)
    if before is None or before["value"] != value:
        _write(so_far, item, value, place, by)
    if confirmed:
        row = [value if one.id == item else None for one in locked.loaded.items]
        now = timezone.now()
        raise_for_risk(locked.participant, locked.loaded, row, locked.pk, given_at=now, learnt_at=now, by=by)
    return so_far


def _write(so_far: AnswersSoFar, item: str, value: float | None, place: Place, by: User) -> None:
    now = timezone.now()
    so_far.revision += 1
    so_far.saved_at = now
    so_far.answers[item] = {
        "value": int(value) if value is not None and value == int(value) else value,
        "revision": so_far.revision,
        "at": now.isoformat(),
        "page": place.page,
        "device": place.device,
        "session": place.session,
    }
    so_far.save(update_fields=["answers", "revision", "saved_at"])
    course_id = so_far.asked.participant.course_id
    record(by=by, did="saved an answer", on=so_far, course_id=course_id, item=item)


def _so_far(asked: MeasureRequest) -> AnswersSoFar:
    start = {"service_id": asked.service_id, "saved_at": timezone.now()}
    return AnswersSoFar.objects.select_for_update().get_or_create(asked=asked, defaults=start)[0]


@transaction.atomic
def submit(
    *,
    asked: MeasureRequest,
    by: User,
    way: str = "phone",
    at: datetime | None = None,
    answers: Given | None = None,
) -> Response:
    """Score and keep what was answered one by one, or all at once in ``answers``; twice is once."""
    locked = _locked(asked)
    if locked.sent:
        return locked.response
    if answers is None:
        so_far = AnswersSoFar.objects.filter(asked=locked).first()
        answers = so_far.values if so_far else {}
    return _keep(
        participant=locked.participant,
        measure=locked.loaded,
        answers=asking.as_row(locked.loaded, answers),
        given_at=at or timezone.now(),
        by=by,
        did="answered a measure",
        id=locked.pk,
        asked=locked,
        session_number=locked.session_number,
        way=way,
    )


@transaction.atomic
def enter_for_patient(
    *,
    participant: Participant,
    measure: str,
    answers: Given,
    given_at: datetime,
    way: str,
    by: User,
    asked: MeasureRequest | None = None,
    id: UUID | None = None,
) -> Response:
    """Keep answers that staff took from paper or speech; the form mints ``id``, so that twice is once.

    Other answers than those sent or entered before are never dropped: they become a response of their own.
    """
    chosen = library.load(measure)
    row = asking.as_row(chosen, answers)
    Participant.objects.select_for_update().get(pk=participant.pk)
    locked = _locked(asked) if asked else None
    before = locked.response if locked and locked.sent else Response.objects.filter(pk=id).first()
    if before and (before.participant_id, before.measure, before.answers) == (participant.pk, measure, row):
        return before
    if before or (locked is None and MeasureRequest.objects.filter(pk=id).exists()):
        locked = id = None  # that id is spoken for: a response bears the id of its request
    return _keep(
        participant=participant,
        measure=chosen,
        answers=row,
        given_at=given_at,
        by=by,
        did=f"entered a measure from {way}",
        asked=locked,
        session_number=locked.session_number if locked else None,
        way=way,
        entered_by=by,
        **({"id": locked.pk} if locked else {"id": id} if id else {}),
    )


@transaction.atomic
def keep_imported(
    *,
    participant: Participant,
    measure: str,
    given_at: datetime,
    source: str,
    by: User | None,
    answers: list[float | None] | None = None,
    total: float | None = None,
    session_number: int | None = None,
) -> Response:
    """Keep a row of an import, its answers or its total alone; the same ``source`` is the same row."""
    found = Response.objects.filter(service_id=participant.service_id, source=source).first()
    if found is not None:
        return found
    return _keep(
        participant=participant,
        measure=library.load(measure),
        answers=answers,
        total=total,
        given_at=given_at,
        by=by,
        did="imported a measure",
        session_number=session_number,
        way="import",
        entered_by=by,
        source=source,
    )


def _keep(
    *,
    participant: Participant,
    measure: Measure,
    answers: list[float | None] | None,
    by: User | None,
    did: str,
    total: float | None = None,
    **fields: Any,
) -> Response:
    """Write a response with its scores, and in the same breath the alert that its answers call for."""
    response = Response.objects.create(
        service_id=participant.service_id,
        participant=participant,
        measure=measure.id,
        measure_version=measure.version,
        answers=answers,
        **(scores.of_total(measure, total) if answers is None else scores.of_answers(measure, answers)),
        **fields,
    )
    course_id = participant.course_id
    record(by=by, did=did, on=response, course_id=course_id, measure=measure.id, way=response.way)
    told_by_staff = response.entered_by_id is not None or response.way == "import"
    raise_for_risk(
        participant,
        measure,
        answers,
        response.pk,
        given_at=response.given_at,
        learnt_at=None if told_by_staff else response.given_at,
        by=by,
    )
    return response


def _locked(asked: MeasureRequest) -> MeasureRequest:
    """The request as it stands now, while nobody else may answer it."""
    rows = MeasureRequest.objects.select_for_update().filter(pk=asked.pk)
    return rows.select_related("participant__course").get()
