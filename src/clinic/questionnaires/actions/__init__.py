"""Keeps answers as they are given, and scores what was sent; risk raises an alert at once."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from clinic.access.models import User
from clinic.audit.actions import record
from clinic.courses.models import Participant
from clinic.inventory.models import Relationship
from clinic.questionnaires import scores
from clinic.questionnaires.actions.requests import (
    ask,
    ask_again,
    hand_over,
    hold_open,
    locked_row,
    open_now,
    schedule,
    schedule_next,
    withdraw,
    withdraw_open,
)
from clinic.questionnaires.alerting import raise_for_risk
from clinic.questionnaires.conflicts import (
    NOWHERE,
    AlreadySent,
    CannotAsk,
    Conflict,
    Place,
    check,
    collides,
    overtaken,
    refuse_about,
    same,
    same_page,
)
from clinic.questionnaires.models import AnswersSoFar, MeasureRequest, Response
from clinic.questionnaires.signalling import call_for_score
from ipt.measures import asking, library
from ipt.measures.measure import Measure

__all__ = [
    "AlreadySent", "CannotAsk", "Conflict", "ask", "ask_again", "enter_for_patient", "hand_over",
    "hold_open", "keep_imported", "open_now", "save_answer", "schedule", "schedule_next", "submit",
    "withdraw", "withdraw_open",
]  # fmt: skip

Given = Mapping[str, float | None]


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
    move to another, before Next is pressed. One that a later answer of its page overtook changes nothing.
    Raises `Conflict` when this question was answered after that from another page, `AlreadySent` when the
    form was sent, ``ValueError`` for what is not an option.
    """
    locked = locked_row(asked)
    if locked.sent:
        raise AlreadySent(locked.response)
    check(locked.loaded, item, value)
    so_far = _so_far(locked)
    before = so_far.answers.get(item)
    if before is None:
        _write(so_far, item, value, place, by)
    elif not overtaken(before, place):
        if collides(before, value, revision, place):
            raise Conflict(item, value, before, so_far.revision)
        if before["value"] != value:
            _write(so_far, item, value, place, by)
        elif same_page(before, place):
            before["touched"] = place.touched
            so_far.save(update_fields=["answers"])
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
        "touched": place.touched,
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
    locked = locked_row(asked)
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
        about=locked.about,
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
    about: Relationship | None = None,
    id: UUID | None = None,
) -> Response:
    """Keep answers that staff took from paper or speech; the form mints ``id``, so that twice is once.

    Other answers than those sent or entered before are never dropped: they become a response of their own.
    """
    chosen = library.load(measure)
    refuse_about(chosen, participant, about)
    row = asking.as_row(chosen, answers)
    Participant.objects.select_for_update(no_key=True).get(pk=participant.pk)
    locked = locked_row(asked) if asked else None
    about = locked.about if locked else about
    before = locked.response if locked and locked.sent else Response.objects.filter(pk=id).first()
    if before and same(before, participant, measure, about, row):
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
        about=about,
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
    """Write a response with its scores, and in the same breath the alert and the signals it calls for."""
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
    call_for_score(response, by)
    return response
