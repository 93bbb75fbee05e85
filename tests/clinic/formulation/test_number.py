"""Another number of sessions on its pages: proposed by the therapist, answered by the patient."""

from typing import Any

import pytest
from django.test import Client

from clinic.access.roles import Role
from clinic.courses import actions as courses
from clinic.courses.models import SessionsAgreement
from clinic.questionnaires.models import MeasureRequest
from tests import factories
from tests.conftest import signed_in
from tests.factories import Case

WHY = "Two weeks were lost to illness."


def page(case: Case, below: str = "") -> str:
    return f"/courses/{case.course.pk}/number-of-sessions/{below}"


def words(response: Any) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def proposed(case: Case) -> SessionsAgreement:
    return courses.propose_sessions(course=case.course, to_sessions=18, why=WHY, by=case.therapist)


def planned(case: Case) -> int:
    case.course.refresh_from_db()
    return case.course.planned_sessions


def test_it_is_proposed_with_a_reason_and_agreed_by_the_patient(
    case: Case, therapist: Client, patient: Client
) -> None:
    assert therapist.post(page(case), {"to_sessions": "18"}).status_code == 422
    seen = words(therapist.post(page(case), {"to_sessions": "18", "why": WHY}, follow=True))
    assert "18 sessions instead of 16" in seen and "Rowan has not answered yet." in seen
    assert planned(case) == 16
    told = words(patient.get("/me/number-of-sessions/"))
    assert "Maya proposes 18 sessions instead of 16" in told and WHY in told
    agreement = SessionsAgreement.objects.get()
    patient.post("/me/number-of-sessions/", {"agreement": agreement.pk, "agrees": "yes"})
    assert planned(case) == 18
    assert "Agreed by Rowan on their own page" in words(therapist.get(page(case)))


def test_the_patient_may_say_no_and_why(case: Case, proposed: SessionsAgreement, patient: Client) -> None:
    said = {"agreement": proposed.pk, "agrees": "no", "words": "I am ready to stop."}
    patient.post("/me/number-of-sessions/", said)
    assert planned(case) == 16
    assert "I am ready to stop." in words(patient.get("/me/number-of-sessions/"))


def test_nothing_chosen_changes_nothing(case: Case, proposed: SessionsAgreement, patient: Client) -> None:
    answer = patient.post("/me/number-of-sessions/", {"agreement": proposed.pk})
    assert answer.status_code == 422 and "Nothing changes until you do" in words(answer)
    assert planned(case) == 16


def test_an_answer_to_what_was_taken_back_is_not_kept(
    case: Case, proposed: SessionsAgreement, therapist: Client, patient: Client
) -> None:
    therapist.post(page(case, f"{proposed.pk}/take-back/"))
    answer = patient.post("/me/number-of-sessions/", {"agreement": proposed.pk, "agrees": "yes"})
    assert answer.status_code == 422 and "Nothing was sent" in words(answer)
    assert planned(case) == 16


def test_said_in_the_room_is_kept_as_said_by_the_patient(
    case: Case, proposed: SessionsAgreement, therapist: Client
) -> None:
    answer = therapist.post(page(case, f"{proposed.pk}/answer/"), {})
    assert answer.status_code == 422 and "Choose what was said" in words(answer)
    therapist.post(page(case, f"{proposed.pk}/answer/"), {"agrees": "yes", "words": "Good."})
    assert planned(case) == 18
    seen = words(therapist.get(page(case)))
    assert "Agreed in the session, said by Rowan, written down by Maya Osei" in seen


def test_questions_for_a_session_that_was_added_are_asked(case: Case, patient: Client) -> None:
    shorter = courses.propose_sessions(course=case.course, to_sessions=1, why="A start.", by=case.therapist)
    courses.agree_to_sessions(agreement=shorter, by=case.patient.user, on="phone")
    session = courses.begin_session(course=case.course, by=case.therapist)
    courses.sign_session(session=session, line="We met.", by=case.therapist)
    longer = courses.propose_sessions(course=case.course, to_sessions=2, why=WHY, by=case.therapist)
    patient.post("/me/number-of-sessions/", {"agreement": longer.pk, "agrees": "yes"})
    assert set(MeasureRequest.objects.values_list("session_number", flat=True)) == {2}


def test_the_first_page_says_that_something_is_proposed(
    case: Case, proposed: SessionsAgreement, patient: Client
) -> None:
    assert "Maya proposes 18 sessions instead of 16" in words(patient.get("/me/"))


def test_others_find_nothing_here(case: Case, proposed: SessionsAgreement) -> None:
    colleague = signed_in(factories.member(Role.THERAPIST, case.service, name="Ben Frost"))
    assert colleague.get(page(case)).status_code == 404
    supervisor = signed_in(case.supervisor)
    assert supervisor.get(page(case)).status_code == 200
    supervisor.post(page(case), {"to_sessions": "12", "why": "Shorter."})
    assert supervisor.post(page(case, f"{proposed.pk}/answer/"), {"agrees": "yes"}).status_code == 403
    assert planned(case) == 16 and SessionsAgreement.objects.count() == 1


def test_the_page_asks_for_little(case: Case, therapist: Client, django_assert_max_num_queries: Any) -> None:
    for number in (18, 20, 22):
        one = courses.propose_sessions(course=case.course, to_sessions=number, why=WHY, by=case.therapist)
        courses.agree_to_sessions(agreement=one, by=case.patient.user, on="phone")
    therapist.get(page(case))
    with django_assert_max_num_queries(15):
        therapist.get(page(case))
