"""What waits for a patient: the first page, the list and the phone's copies count the same."""

from datetime import date, timedelta
from pathlib import Path

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from clinic.courses.actions import begin_session, sign_session
from clinic.questionnaires import waiting
from clinic.questionnaires.actions import ask, save_answer, schedule_next
from clinic.questionnaires.models import MeasureRequest
from tests.clinic.questionnaires import ecr_rs
from tests.conftest import NOW, signed_in
from tests.factories import Case

TODAY = NOW.date()
DAY = timedelta(days=1)


def words(client: Client, page: str) -> str:
    return " ".join(client.get(page).content.decode().split())


def asked_for(
    case: Case, measure: str = "phq9", on: date = TODAY, session: int | None = None
) -> MeasureRequest:
    return ask(
        participant=case.participant, measure=measure, due_on=on, session_number=session, by=case.therapist
    )


def held(case: Case) -> None:
    """A session begun and signed, and what the manual asks for the next."""
    session = begin_session(course=case.course, by=case.therapist)
    sign_session(session=session, by=case.therapist, line="What was worked on")
    schedule_next(course=case.course, by=case.therapist)


def kept(patient: Client) -> list[str]:
    """The titles of the questions that the phone keeps."""
    (part,) = patient.get("/me/phone/kept/", {"part": ["questions"]}).json()["parts"]
    return [piece["title"] for piece in part["pieces"]]


def test_what_a_signed_session_left_unanswered_waits_nowhere(
    patient: Client, therapist: Client, case: Case
) -> None:
    asked_for(case, "phq9", session=1)
    asked_for(case, "gad7", session=1)
    held(case)
    first, listed = words(patient, "/me/"), words(patient, "/me/measures/")
    assert "Nothing to answer today" in first and "Nothing to answer now" in listed
    assert ">Start<" not in first and ">Start<" not in listed
    assert "For 19 November: nine questions" in listed
    assert sorted(kept(patient)) == ["For 19 November: nine questions", "For 19 November: seven questions"]
    desk = words(therapist, f"/courses/{case.course.pk}/measures/")
    assert desk.count("no longer on the patient’s page") == 2


@pytest.mark.parametrize("on", [TODAY - 7 * DAY, TODAY - DAY, TODAY, TODAY + 7 * DAY, TODAY + 30 * DAY])
def test_what_is_asked_for_a_day_waits_on_every_page(patient: Client, case: Case, on: date) -> None:
    asked_for(case, on=on)
    for page in ("/me/", "/me/measures/"):
        seen = words(patient, page)
        assert "nine questions" in seen.lower() and ">Start<" in seen
    assert len(kept(patient)) == 1


def test_what_was_due_longer_ago_waits_on_none(patient: Client, case: Case) -> None:
    asked_for(case, on=TODAY - 8 * DAY)
    for page in ("/me/", "/me/measures/"):
        assert "Nothing to answer" in words(patient, page)
    assert kept(patient) == []


def test_what_was_begun_is_carried_on_with_for_a_week_and_says_its_session(
    patient: Client, case: Case
) -> None:
    begun = asked_for(case, session=1)
    save_answer(asked=begun, item="phq9-1", value=1, revision=0, by=case.patient.user)
    held(case)
    for page in ("/me/", "/me/measures/"):
        seen = words(patient, page)
        assert "Carry on" in seen
    with time_machine.travel(NOW + 6 * DAY, tick=False):
        later = signed_in(case.patient.user)
        for page in ("/me/", "/me/measures/"):
            assert "For the session of Thursday 12 November. How the last" in words(later, page)
        assert "Then: nine questions, for the session of Thursday 19 November, about" in words(later, "/me/")
        listed = words(later, "/me/measures/")
        assert "For the session of Thursday 19 November." in listed
    with time_machine.travel(NOW + 8 * DAY, tick=False):
        for page in ("/me/", "/me/measures/"):
            assert "Carry on" not in words(signed_in(case.patient.user), page)


def test_two_alike_asked_for_days_say_when_they_were_asked(patient: Client, case: Case) -> None:
    with time_machine.travel(NOW - 3 * DAY, tick=False):
        asked_for(case, on=TODAY - DAY)
    asked_for(case, on=TODAY + 2 * DAY)
    asked_for(case, "gad7")
    before = "asked on Monday 9 November, for Wednesday 11 November"
    since = "asked on Thursday 12 November, for Saturday 14 November"
    listed = words(patient, "/me/measures/")
    assert f"A{before[1:]}. How" in listed and f"A{since[1:]}. How" in listed
    assert listed.lower().count("asked on") == 2
    first = words(patient, "/me/")
    assert f"A{before[1:]}. How" in first and f"Then: nine questions, {since}, about" in first
    assert kept(patient) == [
        f"Nine questions, {before}",
        "Seven questions, by 12 November",
        "Nine questions, by 14 November",
    ]


def test_questions_about_people_in_general_are_not_taken_for_others(
    patient: Client, case: Case, tmp_path: Path
) -> None:
    asked_for(case)
    with ecr_rs.loaded(tmp_path):
        asked_for(case, "ecr_rs")
        listed = words(patient, "/me/measures/")
    assert "<h2>Nine questions about people in general</h2>" in listed
    assert "<h2>Nine questions</h2>" in listed and "asked on" not in listed.lower()


def test_sessions_asked_ahead_wait_each_for_its_own_eve(patient: Client, case: Case) -> None:
    soon, later = TODAY + 6 * DAY, TODAY + 13 * DAY
    asked_for(case, on=soon, session=1)
    asked_for(case, on=later, session=2)
    assert "For Wednesday 18 November: nine questions. They show" in words(patient, "/me/")
    listed = words(patient, "/me/measures/")
    assert "Opens on Tuesday 17 November." in listed and "Opens on Tuesday 24 November." in listed


def test_questions_are_of_the_day_on_which_their_session_began(patient: Client, case: Case) -> None:
    asked_for(case, on=TODAY + 5 * DAY, session=1)
    assert waiting.of(case.participant).now == []
    begin_session(course=case.course, by=case.therapist)
    assert list(waiting.of(case.participant).days.values()) == [timezone.localdate()]
    for page in ("/me/", "/me/measures/"):
        assert ">Start<" in words(patient, page)
