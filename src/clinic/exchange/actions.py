"""Brings courses and their scores in from a file, all of them or none."""

from collections import Counter
from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any

from django.db import transaction

from clinic.access.models import User
from clinic.audit.actions import record
from clinic.courses.actions import begin_course, end_course
from clinic.courses.models import NOT_RECORDED, Participant
from clinic.exchange.planning import Begun, Dated, Plan, Way
from clinic.patients.actions import register_patient
from clinic.questionnaires import scores
from clinic.questionnaires.models import Response
from ipt.measures import library

STEP = 2000  # rows written at a time


@transaction.atomic
def carry_out(*, plan: Plan, by: User | None, seen: Callable[[], Any] = lambda: None) -> None:
    """Do what a plan says; ``by`` is None for somebody at the machine itself. ``seen`` hears of each course.

    A total has no single answers, so there is none that could raise an alert.
    """
    for begun in plan.courses:
        if begun.participant is None or begun.scores:
            participant = begun.participant or _begin(plan.way, begun, by)
            _keep(participant, begun.scores, by)
            counts = Counter(one.measure for one in begun.scores)
            record(by=by, did="imported scores", on=participant, dataset=plan.way.dataset, scores=counts)
        seen()
    did = {"dataset": plan.way.dataset, "courses": plan.new_courses, "scores": plan.new_scores}
    record(by=by, did="imported a file", on=plan.way.service, service_id=plan.way.service.pk, **did)


def _begin(way: Way, begun: Begun, by: User | None) -> Participant:
    """A patient under the dataset's own number, with a course that ended when the scores did."""
    patient = register_patient(
        service=way.service,
        name=begun.external_id,
        preferred_name=begun.external_id,
        external_id=begun.external_id,
        by=by,
    )
    course = begin_course(
        patient=patient, manual=way.manual, therapist=way.therapist, began_on=begun.began_on, by=by
    )
    if begun.ended_on:
        course = end_course(course=course, on=begun.ended_on, by=by, how=NOT_RECORDED)
    return course.participants.get()


def _keep(participant: Participant, given: Iterable[Dated], by: User | None) -> None:
    rows = iter([_response(participant, one, by) for one in given])
    while step := list(islice(rows, STEP)):
        Response.objects.bulk_create(step)


def _response(participant: Participant, one: Dated, by: User | None) -> Response:
    measure = library.load(one.measure)
    return Response(
        service_id=participant.service_id,
        participant=participant,
        measure=measure.id,
        measure_version=measure.version,
        session_number=one.session_number,
        given_at=one.given_at,
        way="import",
        entered_by=by,
        source=one.source,
        **scores.of_total(measure, one.total),
    )
