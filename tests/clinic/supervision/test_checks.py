"""The patient's two questions: offered once, left without a word, corrected, and read by the two who may."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from clinic.access.roles import Role
from clinic.courses.actions import begin_session, end_course, record_absence
from clinic.courses.models import Session
from clinic.portal.my_data import held_about
from clinic.supervision.actions import Refused, answer_check
from clinic.supervision.models import SessionCheck
from tests import factories
from tests.clinic.supervision.conftest import FIRST, words
from tests.conftest import NOW, signed_in
from tests.factories import Case

AFTER = FIRST + timedelta(weeks=2, hours=6)  # the evening of the third session
YES = {"understood": "yes", "mattered": "mostly", "words": "It helped.", "based_on": "0"}


@pytest.fixture
def evening(sessions: list[Session], case: Case) -> Any:
    with time_machine.travel(AFTER, tick=False):
        yield signed_in(case.patient.user)


def url(number: int = 3) -> str:
    return f"/me/sessions/{number}/check/"


def test_it_is_offered_once_after_a_session_and_kept(evening: Client) -> None:
    assert "How was session 3?" in words(evening.get("/me/"))
    assert evening.post(url(), YES).status_code == 302
    kept = SessionCheck.objects.get()
    assert (kept.understood, kept.mattered, kept.words, kept.version) == ("yes", "mostly", "It helped.", 1)
    seen = words(evening.get("/me/"))
    assert "How was session 3?" not in seen and "What you said about session 3" in seen


def test_leaving_it_is_enough_and_it_is_not_offered_again(evening: Client, case: Case) -> None:
    assert evening.post(url(), {"leave": "1"}).status_code == 302
    assert "session 3" not in words(evening.get("/me/")).lower().replace("session 3 of", "")
    assert not SessionCheck.objects.get().said_anything
    for page in ("sessions/3/", "history/"):  # left is nothing said, and nothing to be read into
        seen = words(signed_in(case.therapist).get(f"/courses/{case.course.pk}/{page}"))
        assert "The patient says" not in seen and "two questions" not in seen
    rows = signed_in(case.therapist).get(f"/courses/{case.course.pk}/adherence/").context["seen"]
    assert [one.check for one in rows] == [None, None, None]


def test_it_is_not_offered_for_long_nor_for_a_session_missed(evening: Client, case: Case) -> None:
    with time_machine.travel(AFTER + timedelta(days=11), tick=False):
        assert "How was session" not in words(signed_in(case.patient.user).get("/me/"))
        missed = begin_session(course=case.course, by=case.therapist)
        record_absence(session=missed, kind="missed", by=case.therapist)
        assert "How was session" not in words(signed_in(case.patient.user).get("/me/"))
        assert signed_in(case.patient.user).get(url(missed.number)).status_code == 404


def test_it_says_who_reads_it_before_it_is_sent(evening: Client) -> None:
    seen = words(evening.get(url()))
    assert "Maya can read what you send here. So can Dr Lewis" in seen
    assert "You need not answer" in seen and "Nobody watches this page" in seen


def test_a_correction_is_the_next_version_until_the_next_session(evening: Client, case: Case) -> None:
    evening.post(url(), YES)
    assert evening.post(url(), YES | {"understood": "a little", "based_on": "1"}).status_code == 302
    assert list(SessionCheck.objects.order_by("version").values_list("understood", flat=True)) == [
        "yes",
        "a little",
    ]
    begin_session(course=case.course, by=case.therapist)
    late = evening.post(url(), YES | {"words": "Too late for this.", "based_on": "2"})
    assert late.status_code == 422 and "Too late for this." in words(late)
    assert SessionCheck.objects.count() == 2
    assert "This stays as you sent it" in words(evening.get(url()))


def test_after_the_end_there_are_some_days_more(evening: Client, case: Case) -> None:
    end_course(course=case.course, on=AFTER.date(), by=case.therapist)
    assert evening.get(url()).context["form"]
    with time_machine.travel(AFTER + timedelta(days=11), tick=False):
        assert "form" not in signed_in(case.patient.user).get(url()).context


def test_nothing_at_all_is_asked_about_and_nothing_typed_is_lost(evening: Client) -> None:
    empty = evening.post(url(), {"based_on": "0"})
    assert empty.status_code == 422 and "You can also leave it." in words(empty)
    odd = evening.post(url(), YES | {"understood": "enormously"})
    assert odd.status_code == 422 and "It helped." in words(odd)
    assert not SessionCheck.objects.exists()


def test_therapist_and_supervisor_read_it_marked_as_not_validated(
    evening: Client, case: Case, therapist: Client, supervisor: Client
) -> None:
    evening.post(url(), YES)
    for reader in (therapist, supervisor):
        for page in ("sessions/3/", "adherence/"):
            seen = words(reader.get(f"/courses/{case.course.pk}/{page}"))
            assert "It helped." in seen and "not validated" in seen


def test_it_is_in_the_patients_file_in_every_version(evening: Client, case: Case) -> None:
    evening.post(url(), YES)
    evening.post(url(), YES | {"words": "It helped a lot.", "based_on": "1"})
    kept = held_about(case.participant)["courses"][0]["session_checks"]
    assert [one["words"] for one in kept] == ["It helped.", "It helped a lot."]
    assert evening.get("/me/my-data/").status_code == 200


def test_another_patient_answers_for_nobody_else(
    evening: Client, case: Case, sessions: list[Session]
) -> None:
    other = factories.course(of=case.service, therapist=case.therapist)
    assert signed_in(other.patient.user).post(url(), YES).status_code == 404
    with pytest.raises(ValueError, match="another course"):
        answer_check(
            participant=other.participant, session=sessions[2], understood="yes", by=other.patient.user
        )
    assert signed_in(factories.member(Role.THERAPIST, case.service)).get(url()).status_code == 403


def test_the_action_refuses_an_older_session(case: Case, sessions: list[Session]) -> None:
    with pytest.raises(Refused):
        answer_check(
            participant=case.participant, session=sessions[0], understood="yes", by=case.patient.user
        )


def test_the_patients_first_page_asks_no_more_queries_with_many_sessions(
    evening: Client, case: Case, django_assert_max_num_queries: Any
) -> None:
    evening.get("/me/")
    with django_assert_max_num_queries(45):
        assert evening.get("/me/").status_code == 200


assert NOW > AFTER
