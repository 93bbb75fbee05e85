"""Questions of a session open on its eve by every way in, and whenever staff open them in the room."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from clinic.audit.models import AuditEvent
from clinic.courses.actions import begin_session, sign_session
from clinic.questionnaires.actions import ask, save_answer
from clinic.questionnaires.models import MeasureRequest
from tests.conftest import signed_in
from tests.factories import Case


@pytest.fixture
def coming(case: Case) -> MeasureRequest:
    """Questions for the first session, which is in six days."""
    on = timezone.localdate() + timedelta(days=6)
    return ask(participant=case.participant, measure="phq9", due_on=on, session_number=1, by=case.therapist)


def at(asked: MeasureRequest) -> str:
    return f"/me/measures/{asked.pk}/"


def shown(asked: MeasureRequest, case: Case) -> str:
    return f"/courses/{case.course.pk}/measures/{asked.pk}/"


@pytest.mark.parametrize("query", ["", "?all=1", "?question=3", "review/"])
def test_their_address_does_not_open_them_early(patient: Client, coming: MeasureRequest, query: str) -> None:
    reply = patient.get(at(coming) + query, follow=True)
    assert reply.redirect_chain == [("/me/measures/", 302)]
    assert "Opens on" in reply.content.decode()


def test_their_address_opens_them_on_the_eve(case: Case, coming: MeasureRequest) -> None:
    with time_machine.travel(timezone.now() + timedelta(days=5), tick=False):
        assert signed_in(case.patient.user).get(at(coming)).status_code == 200


def test_what_was_begun_can_be_carried_on_with(patient: Client, case: Case, coming: MeasureRequest) -> None:
    save_answer(asked=coming, item="phq9-1", value=1, revision=0, by=case.patient.user)
    assert patient.get(at(coming)).status_code == 200


def test_a_code_made_in_the_room_opens_them_and_is_audited_once(
    patient: Client, therapist: Client, case: Case, coming: MeasureRequest
) -> None:
    for _ in range(2):
        assert therapist.post(shown(coming, case) + "show/").status_code == 200
    assert patient.get(at(coming)).status_code == 200
    assert AuditEvent.objects.filter(did="opened questions in the room").count() == 1


def test_a_screen_handed_over_opens_them(therapist: Client, case: Case, coming: MeasureRequest) -> None:
    reply = therapist.post(shown(coming, case) + "hand-over/", follow=True)
    assert reply.redirect_chain == [(at(coming), 302)]
    assert reply.status_code == 200


@pytest.mark.parametrize("over", [False, True])
def test_a_session_held_earlier_than_planned_opens_its_questions(
    patient: Client, therapist: Client, case: Case, coming: MeasureRequest, over: bool
) -> None:
    session = begin_session(course=case.course, by=case.therapist)
    if over:
        sign_session(session=session, by=case.therapist, line="We met.")
    assert patient.get(at(coming)).status_code == 200
    listed = f'href="{at(coming)}' in patient.get("/me/measures/").content.decode()
    assert listed is not over  # once a session is over nothing is asked for it, and its address still opens
