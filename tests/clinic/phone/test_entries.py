"""What a phone sends is kept once, in its own time; another answer is never overwritten, and risk is told."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from uuid_utils.compat import uuid7

from clinic.practice.actions import agree_practice
from clinic.practice.models import PracticeEntry
from clinic.questionnaires.actions import ask, save_answer, submit, withdraw
from clinic.questionnaires.models import MeasureRequest, Response
from clinic.safety.models import Alert
from clinic.techniques.models import TechniqueUse
from tests import factories
from tests.conftest import signed_in
from tests.factories import Case

DOOR = "/me/phone/entries/"


@pytest.fixture
def phone(case: Case) -> Client:
    return signed_in(case.patient.user)


@pytest.fixture
def asked(case: Case) -> MeasureRequest:
    return ask(participant=case.participant, measure="phq9", due_on=timezone.localdate(), by=case.therapist)


def answered(asked: MeasureRequest, value: int = 1, **but: int) -> dict[str, Any]:
    given = {item.id: str(value) for item in asked.loaded.items}
    return given | {item: str(said) for item, said in but.items()} | {"revision": "0"}


def entry(case: Case, kind: str, of: object, fields: dict[str, Any], **more: Any) -> dict[str, Any]:
    made = timezone.now() - timedelta(hours=5)
    whole = {"id": str(uuid7()), "participant": str(case.participant.pk), "kind": kind, "of": str(of)}
    return whole | {"made_at": made.isoformat(), "fields": fields} | more


def send(phone: Client, sent: dict[str, Any]) -> dict[str, Any]:
    reply = phone.post(DOOR, json.dumps(sent), content_type="application/json")
    return {"status": reply.status_code, **reply.json()}


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


def test_a_phone_whose_clock_is_ahead_is_not_believed(
    phone: Client, case: Case, asked: MeasureRequest
) -> None:
    ahead = (timezone.now() + timedelta(days=3)).isoformat()
    send(phone, entry(case, "answers", asked.pk, answered(asked), made_at=ahead))
    assert Response.objects.get().given_at <= timezone.now()


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


def used(**more: Any) -> dict[str, Any]:
    began = (timezone.now() - timedelta(hours=5)).isoformat()
    use = {"seconds": 300, "before_tension": 6, "after_tension": 4, "form": "five_minutes", "began_at": began}
    return use | {"stopped_by": "", "details": '{"rate": 6}'} | more


def test_an_exercise_arrives_once(phone: Client, case: Case) -> None:
    sent = entry(case, "technique_use", "paced_breathing", used())
    assert send(phone, sent)["state"] == send(phone, sent)["state"] == "kept"
    kept = TechniqueUse.objects.get()
    assert (kept.pk, kept.before, kept.after) == (UUID(sent["id"]), {"tension": 6}, {"tension": 4})
    assert kept.session is None
    sent["fields"] = used(seconds=10)
    assert send(phone, sent)["state"] == "refused"
    assert TechniqueUse.objects.get().seconds == 300


def test_a_practice_arrives_once_on_the_day_it_was_written(phone: Client, case: Case) -> None:
    agreed = agree_practice(
        participant=case.participant, what="Ring Ada", how_often="once", by=case.therapist
    ).practice
    written = timezone.now() - timedelta(days=2)
    said = {"how": "not_this_time", "note": "She was away.", "mood_before": "4"}
    sent = entry(case, "practice", agreed.pk, said, made_at=written.isoformat())
    assert send(phone, sent)["state"] == send(phone, sent)["state"] == "kept"
    kept = PracticeEntry.objects.get()
    telling = kept.tellings.get()
    assert (telling.on, telling.how, telling.shared) == (written.date(), "not_this_time", False)
    sent["fields"] = said | {"how": "done"}
    assert send(phone, sent)["state"] == "refused"
    assert kept.tellings.count() == 1


@pytest.mark.parametrize(
    "broken",
    [
        {"kind": "poem"},
        {"id": "1"},
        {"made_at": "yesterday"},
        {"made_at": "2026-11-25T10:00:00"},
        {"fields": []},
        {"of": "none"},
        {"participant": None},
        {"kind": "technique_use"},
        {"kind": "technique_use", "of": "paced_breathing", "fields": {"seconds": float("inf")}},
        {"kind": "technique_use", "of": "paced_breathing", "fields": {"seconds": [1], "details": "[[["}},
        {"id": "9" * 5000},
        {"made_at": "9999-99-99T99:99:99Z"},
    ],
)
def test_what_is_no_entry_is_refused_with_422(
    phone: Client, case: Case, asked: MeasureRequest, broken: dict[str, Any]
) -> None:
    assert send(phone, entry(case, "answers", asked.pk, answered(asked)) | broken)["status"] == 422
    assert not Response.objects.exists()


def test_what_cannot_be_kept_is_told_in_words_and_never_in_the_programs_own(
    phone: Client, case: Case
) -> None:
    told = send(phone, entry(case, "technique_use", "juggling", used()))
    assert told["says"] == "Kith does not have this exercise any more."
    told = send(phone, entry(case, "poem", "roses", {}))
    assert told["says"] == "This cannot be kept as it is."


def test_what_is_nested_beyond_reading_is_refused_with_422(phone: Client) -> None:
    for odd in (b"[" * 200_000, b'{"made_at":' + b"[" * 200_000, b"\xff\xfe"):
        assert phone.post(DOOR, odd, content_type="application/json").status_code == 422


@pytest.mark.parametrize(
    "never_set", ["0001-01-01T00:00:00+14:00", "0001-01-02T00:00:00Z", "1970-01-01T00:00:00Z"]
)
def test_a_clock_that_was_never_set_is_not_believed(
    phone: Client, case: Case, asked: MeasureRequest, never_set: str
) -> None:
    assert (
        send(phone, entry(case, "answers", asked.pk, answered(asked), made_at=never_set))["state"] == "kept"
    )
    given_at = Response.objects.get().given_at
    assert timezone.now() - timedelta(minutes=1) < given_at <= timezone.now()
    breathing = entry(case, "technique_use", "paced_breathing", used(began_at=never_set), made_at=never_set)
    assert send(phone, breathing)["state"] == "kept"


def test_half_a_character_stops_nothing(phone: Client, case: Case) -> None:
    use = used(takeaway="slower \ud800", details='{"what": "a \\ud83d", "\\ud800": 1}')
    assert send(phone, entry(case, "technique_use", "paced_breathing", use))["state"] == "kept"
    kept = TechniqueUse.objects.get()
    assert (kept.takeaway, kept.details["what"]) == ("slower ?", "a ?")


@pytest.mark.parametrize("wrong", [timedelta(minutes=9), timedelta(minutes=59), timedelta(days=-40)])
def test_an_exercise_is_kept_by_a_wrong_clock_and_by_a_retry(
    phone: Client, case: Case, wrong: timedelta
) -> None:
    at = (timezone.now() + wrong).isoformat()
    named = entry(case, "technique_use", "paced_breathing", used(began_at=at), made_at=at)
    unnamed = entry(case, "technique_use", "grounding", {"seconds": 60, "form": "five_senses"}, made_at=at)
    for sent in (named, unnamed):
        assert send(phone, sent)["state"] == "kept"
    with time_machine.travel(timezone.now() + timedelta(minutes=2), tick=False):
        for sent in (named, unnamed):
            assert send(phone, sent)["state"] == "kept"
    assert TechniqueUse.objects.count() == 2


def test_a_practice_by_a_clock_that_is_ahead_is_kept_by_a_retry_after_midnight(
    phone: Client, case: Case
) -> None:
    agreed = agree_practice(
        participant=case.participant, what="Ring Ada", how_often="once", by=case.therapist
    ).practice
    ahead = (timezone.now() + timedelta(days=2)).isoformat()
    sent = entry(case, "practice", agreed.pk, {"how": "done"}, made_at=ahead)
    written_on = timezone.localdate()
    assert send(phone, sent)["state"] == "kept"
    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
        assert send(signed_in(case.patient.user), sent)["state"] == "kept"
    assert PracticeEntry.objects.get().tellings.get().on == written_on


@pytest.mark.parametrize("odd", [7, "nan", float("nan"), "inf", 10**400])
def test_an_answer_that_is_no_option_keeps_nothing(
    phone: Client, case: Case, asked: MeasureRequest, odd: float | str
) -> None:
    first = asked.loaded.items[0].id
    told = send(phone, entry(case, "answers", asked.pk, answered(asked) | {first: odd}))
    assert told["status"] == 422
    asked.refresh_from_db()
    assert not asked.begun


def test_nobody_sends_into_a_course_that_is_not_theirs(case: Case, asked: MeasureRequest) -> None:
    stranger = signed_in(factories.course().patient.user)
    told = send(stranger, entry(case, "answers", asked.pk, answered(asked)))
    assert told["state"] == "refused"
    assert not Response.objects.exists()
    staff = signed_in(case.therapist)
    reply = staff.post(DOOR, "{}", content_type="application/json")
    assert reply.status_code == 403


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
