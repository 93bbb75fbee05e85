"""What was done without a signal is kept once, by its own time; what is no entry is refused in words."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from clinic.practice.actions import agree_practice
from clinic.practice.models import PracticeEntry
from clinic.questionnaires.models import MeasureRequest, Response
from clinic.techniques.models import TechniqueUse
from tests import factories
from tests.clinic.phone.sending import DOOR, answered, entry, send, used
from tests.conftest import signed_in
from tests.factories import Case


def test_a_phone_whose_clock_is_ahead_is_not_believed(
    phone: Client, case: Case, asked: MeasureRequest
) -> None:
    ahead = (timezone.now() + timedelta(days=3)).isoformat()
    send(phone, entry(case, "answers", asked.pk, answered(asked), made_at=ahead))
    assert Response.objects.get().given_at <= timezone.now()


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


def test_nobody_sends_into_a_course_that_is_not_theirs(case: Case, asked: MeasureRequest) -> None:
    stranger = signed_in(factories.course().patient.user)
    told = send(stranger, entry(case, "answers", asked.pk, answered(asked)))
    assert told["state"] == "refused"
    assert not Response.objects.exists()
    staff = signed_in(case.therapist)
    reply = staff.post(DOOR, "{}", content_type="application/json")
    assert reply.status_code == 403
