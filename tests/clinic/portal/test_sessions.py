"""What the patient reads of their sessions: the summary, the line to remember, and what was agreed."""

from datetime import date

from django.test import Client

from clinic.courses import actions as courses
from tests import factories
from tests.clinic.portal.test_today import signed_session


def words(page: object) -> str:
    return " ".join(page.content.decode().split())


def test_what_was_agreed_for_the_week_is_on_the_first_page_and_with_its_session(
    patient: Client, case: factories.Case
) -> None:
    signed_session(case, plan="Ring Ada on Sunday.")
    first = words(patient.get("/me/"))
    assert "What we agreed last time" in first and "Ring Ada on Sunday." in first
    assert "Ring Ada on Sunday." in words(patient.get("/me/sessions/1/"))


def test_only_the_last_agreement_stands_on_the_first_page_and_none_after_the_end(
    patient: Client, case: factories.Case
) -> None:
    signed_session(case, plan="Ring Ada on Sunday.")
    signed_session(case, plan="Walk with Sam.")
    first = words(patient.get("/me/"))
    assert "Walk with Sam." in first and "Ring Ada" not in first
    courses.end_course(course=case.course, on=date(2026, 11, 12), by=case.therapist)
    assert "Walk with Sam." not in words(patient.get("/me/"))


def test_all_sessions_are_listed_as_they_now_stand(patient: Client, case: factories.Case) -> None:
    signed_session(case, summary="We looked at Tuesday.", plan="Ring Ada.")
    signed_session(case)
    signed_session(case, remember="I can ask.")
    session = case.course.sessions.get(number=1)
    courses.amend_session(
        session=session, by=case.therapist, why_amended="Day", line="We met.", summary="We looked at Monday."
    )
    listed = words(patient.get("/me/sessions/"))
    assert listed.index("I can ask.") < listed.index("We looked at Monday.")
    assert "We looked at Tuesday." not in listed and "Ring Ada." not in listed
    assert "Session 2" not in listed
    assert 'href="/me/sessions/3/"' in listed
    assert 'href="/me/sessions/"' in words(patient.get("/me/"))


def test_before_the_first_session_the_list_says_what_comes_here(patient: Client) -> None:
    assert "What Maya writes for you after a session comes here" in words(patient.get("/me/sessions/"))
    assert 'href="/me/sessions/"' not in words(patient.get("/me/"))


def test_the_list_asks_a_fixed_number_of_queries(
    patient: Client, case: factories.Case, django_assert_max_num_queries: object
) -> None:
    signed_session(case, summary="One")
    patient.get("/me/sessions/")
    counted = []
    for _each in range(2):
        with django_assert_max_num_queries(11):
            counted.append(patient.get("/me/sessions/").status_code)
        signed_session(case, summary="Another")
    assert counted == [200, 200]


def test_the_session_form_says_that_the_patient_reads_what_was_agreed(
    therapist: Client, case: factories.Case
) -> None:
    courses.begin_session(course=case.course, by=case.therapist)
    page = words(therapist.get(f"/courses/{case.course.pk}/sessions/1/"))
    assert (
        page.count("On the patient&#x27;s own page once you sign.")
        + page.count("On the patient's own page once you sign.")
        == 2
    )
