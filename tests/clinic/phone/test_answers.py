"""Answers from a phone are kept once, in their own time; no other answer is overwritten; risk is told."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from clinic.questionnaires.actions import ask, save_answer, submit, withdraw
from clinic.questionnaires.models import MeasureRequest, Response
from clinic.safety.models import Alert
from tests.clinic.phone.sending import answered, entry, send
from tests.conftest import signed_in
from tests.factories import Case


def test_answers_are_kept_once_with_the_time_they_were_given(
    phone: Client, case: Case, asked: MeasureRequest
) -> None:
    sent = entry(case, "answers", asked.pk, answered(asked, value=0))
    assert send(phone, sent)["state"] == send(phone, sent)["state"] == "kept"
    response = Response.objects.get()
    assert response.given_at.isoformat() == sent["made_at"]
    assert response.total == 0


@pytest.mark.parametrize(("value", "state"), [(0, "kept"), (3, "conflict")])
def test_two_tries_at_once_are_one(
    phone: Client, case: Case, asked: MeasureRequest, monkeypatch: pytest.MonkeyPatch, value: int, state: str
) -> None:
    """The other one is through after this one has looked, and before it saves its first answer."""

    def overtaken(**saved: Any) -> Any:
        monkeypatch.undo()
        given = {item.id: float(value) for item in asked.loaded.items}
        submit(asked=asked, answers=given, by=case.patient.user)
        return save_answer(**saved)

    monkeypatch.setattr("clinic.phone.views.answers.questionnaires.save_answer", overtaken)
    told = send(phone, entry(case, "answers", asked.pk, answered(asked, value=0)))
    assert (told["status"], told["state"]) == (200, state)
    assert Response.objects.get().total == 9 * value


def test_risk_is_told_when_it_arrives(phone: Client, case: Case, asked: MeasureRequest) -> None:
    send(phone, entry(case, "answers", asked.pk, answered(asked, value=2)))
    alert = Alert.objects.get()
    assert alert.due_at > timezone.now()


def test_what_was_answered_elsewhere_is_a_conflict_until_the_person_chooses(
    phone: Client, case: Case, asked: MeasureRequest
) -> None:
    item = asked.loaded.items[0]
    save_answer(asked=asked, item=item.id, value=3, revision=0, by=case.patient.user)
    sent = entry(case, "answers", asked.pk, answered(asked, value=0))
    told = send(phone, sent)
    assert told["state"] == "conflict"
    assert [(one["question"], one["here"], one["there"]) for one in told["both"]] == [
        (item.label, item.option(0).label, item.option(3).label)
    ]
    assert not Response.objects.exists()
    assert send(phone, sent | {"settled": "there"})["state"] == "kept"
    assert Response.objects.get().answers[0] == 3


def test_the_answer_chosen_here_stands(phone: Client, case: Case, asked: MeasureRequest) -> None:
    save_answer(asked=asked, item=asked.loaded.items[0].id, value=3, revision=0, by=case.patient.user)
    sent = entry(case, "answers", asked.pk, answered(asked, value=0), settled="here")
    assert send(phone, sent)["state"] == "kept"
    assert Response.objects.get().answers[0] == 0


def test_other_answers_after_sending_are_shown_and_never_dropped(
    phone: Client, case: Case, asked: MeasureRequest
) -> None:
    for item in asked.loaded.items:
        save_answer(asked=asked, item=item.id, value=0, revision=99, by=case.patient.user)
    submit(asked=asked, by=case.patient.user)
    sent = entry(case, "answers", asked.pk, answered(asked, value=1))
    assert send(phone, sent)["state"] == "conflict"
    assert Alert.objects.exists()  # item 9 was not zero here
    assert send(phone, sent | {"settled": "here"})["state"] == "kept"
    assert send(phone, sent | {"settled": "here"})["state"] == "kept"
    assert Response.objects.count() == 2


def test_questions_taken_back_are_refused_and_risk_is_told(
    phone: Client, case: Case, asked: MeasureRequest
) -> None:
    withdraw(asked=asked, by=case.therapist)
    told = send(phone, entry(case, "answers", asked.pk, answered(asked, value=1)))
    assert told["state"] == "refused"
    assert "taken back" in told["says"]
    assert Alert.objects.exists()


@pytest.mark.parametrize("odd", [7, "nan", float("nan"), "inf", 10**400])
def test_an_answer_that_is_no_option_keeps_nothing(
    phone: Client, case: Case, asked: MeasureRequest, odd: float | str
) -> None:
    first = asked.loaded.items[0].id
    told = send(phone, entry(case, "answers", asked.pk, answered(asked) | {first: odd}))
    assert told["status"] == 422
    asked.refresh_from_db()
    assert not asked.begun


@pytest.fixture
def coming(case: Case) -> MeasureRequest:
    """Questions for the first session, which is in six days."""
    session_on = timezone.localdate() + timedelta(days=6)
    return ask(
        participant=case.participant, measure="phq9", due_on=session_on, session_number=1, by=case.therapist
    )


def test_answers_before_their_day_are_kept_apart_and_the_questions_still_wait(
    phone: Client, case: Case, coming: MeasureRequest
) -> None:
    sent = entry(case, "answers", coming.pk, answered(coming, value=1))
    told = send(phone, sent)
    assert told["state"] == "kept"
    assert "before it was time" in told["says"]
    response = Response.objects.get()
    assert (response.asked, response.session_number, response.total) == (None, None, 9)
    assert response.given_at.isoformat() == sent["made_at"]
    assert Alert.objects.exists()  # item 9 was not zero
    assert coming in MeasureRequest.objects.filter(participant=case.participant).unanswered()


def test_answers_before_their_day_arrive_once_even_when_they_come_again_on_it(
    phone: Client, case: Case, coming: MeasureRequest
) -> None:
    sent = entry(case, "answers", coming.pk, answered(coming, value=0))
    send(phone, sent)
    with time_machine.travel(timezone.now() + timedelta(days=6), tick=False):
        again = signed_in(case.patient.user)
        assert send(again, sent)["state"] == "kept"
        send(again, entry(case, "answers", coming.pk, answered(coming, value=0)))
        assert send(again, sent)["state"] == "kept"
    assert [one.asked for one in Response.objects.order_by("given_at")] == [None, coming]


def test_answers_from_the_eve_on_are_those_that_were_asked_for(
    phone: Client, case: Case, coming: MeasureRequest
) -> None:
    with time_machine.travel(timezone.now() + timedelta(days=5, hours=6), tick=False):
        send(signed_in(case.patient.user), entry(case, "answers", coming.pk, answered(coming, value=0)))
    assert Response.objects.get().asked == coming
