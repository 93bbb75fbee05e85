"""The patient's own pages: today, goals, a summary, and what Kith holds about them."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.apps import apps
from django.test import Client

from clinic.access.models import ClinicalRow, User
from clinic.appointments.actions import book
from clinic.courses import actions as courses
from clinic.courses.models import Participant
from clinic.formulation.actions import agree_contract, set_goal, sign_contract, write_ending
from clinic.formulation.models import GoalRating
from clinic.portal import my_data
from clinic.questionnaires.actions import ask, schedule_next
from clinic.techniques import actions as techniques
from clinic.techniques.actions import imagery
from tests import factories
from tests.clinic.techniques.running import begun
from tests.conftest import NOW, signed_in


def test_with_nothing_due_the_page_is_calm_and_says_how_to_book(patient: Client) -> None:
    page = patient.get("/me/").content.decode()
    assert "Good afternoon, Rowan" in page
    assert "Nothing to answer today" in page
    assert "No meeting is booked" in page
    assert "Session 1 of 16." in page
    assert "15 more after this one." in page


def test_what_is_due_tomorrow_comes_first(patient: Client, case: factories.Case) -> None:
    asked = ask(participant=case.participant, measure="phq9", due_on=date(2026, 11, 13), by=case.therapist)
    ask(participant=case.participant, measure="gad7", due_on=date(2026, 11, 14), by=case.therapist)
    page = patient.get("/me/").content.decode()
    assert "For tomorrow: nine questions" in page
    assert "How the last two weeks have been. About 2 minutes. Maya reads your answers with you." in page
    assert f'href="/me/measures/{asked.pk}/">Start' in page
    assert "Then: seven questions, about 2 minutes" in page


def test_there_is_nothing_to_catch_up_on(patient: Client, case: factories.Case) -> None:
    ask(participant=case.participant, measure="phq9", due_on=date(2026, 10, 1), by=case.therapist)
    assert "Nothing to answer today" in patient.get("/me/").content.decode()


def signed_session(case: factories.Case, **written: str) -> None:
    session = courses.begin_session(course=case.course, by=case.therapist)
    courses.sign_session(session=session, by=case.therapist, line="What was worked on", **written)


def test_the_last_summary_and_what_to_remember_are_shown(patient: Client, case: factories.Case) -> None:
    signed_session(case, summary="We looked at Tuesday.", remember="I go quiet when I am hurt.")
    page = patient.get("/me/").content.decode()
    assert "I go quiet when I am hurt." in page
    assert 'href="/me/sessions/1/"' in page
    summary = patient.get("/me/sessions/1/").content.decode()
    assert "We looked at Tuesday." in summary
    assert "What was worked on" not in summary
    assert patient.get("/me/sessions/2/").status_code == 404


def test_goals_are_rated_by_the_patient_once_a_press(patient: Client, case: factories.Case) -> None:
    goal = set_goal(participant=case.participant, text="Tell Sam what I need", by=case.therapist)
    assert "Tell Sam what I need" in patient.get("/me/goals/").content.decode()
    for _twice in range(2):
        assert patient.post("/me/goals/", {str(goal.pk): "5"}).url == "/me/"
    assert list(GoalRating.objects.values_list("rating", flat=True)) == [5]
    assert "start 5" in patient.get("/me/").content.decode()
    assert patient.post("/me/goals/", {str(goal.pk): "11"}).status_code == 422


def test_without_goals_the_page_says_where_they_come_from(patient: Client) -> None:
    assert "You and Maya choose one to three goals together." in patient.get("/me/goals/").content.decode()


def test_my_data_is_whole_without_private_notes(patient: Client, case: factories.Case) -> None:
    signed_session(case, summary="We looked at Tuesday.", remember="")
    set_goal(participant=case.participant, text="See one friend", by=case.therapist)
    held = json.loads(patient.get("/me/my-data/download/").content)
    (course,) = held["courses"]
    assert held["person"]["name"] == "Rowan Tate"
    assert course["session_records"][0]["summary"] == "We looked at Tuesday."
    assert course["goals"][0]["text"] == "See one friend"
    assert not any("note" in name for name in course)
    assert {name for name, rows in course.items() if isinstance(rows, list)} == set(my_data.WORDS)


def test_my_data_says_who_opened_the_record_by_role(
    patient: Client, therapist: Client, case: factories.Case
) -> None:
    for _each in range(3):
        therapist.get(f"/courses/{case.course.pk}/measures/")
    page = patient.get("/me/my-data/").content.decode()
    assert page.count("Your therapist</span>") == 1  # once a day, however often a page was opened
    assert "12 November" in page


def test_a_patient_with_two_courses_chooses(patient: Client, case: factories.Case) -> None:
    second = courses.begin_course(
        patient=case.patient,
        manual="dep12",
        therapist=case.therapist,
        began_on=date(2026, 11, 1),
        by=case.therapist,
    )
    page = patient.get("/me/").content.decode()
    assert "You have more than one course" in page
    assert "Session 1 of 12." in page
    patient.post("/me/choose/", {"course": str(case.course.pk)})
    assert "Session 1 of 16." in patient.get("/me/").content.decode()
    other = factories.course(of=case.service)
    patient.post("/me/choose/", {"course": str(other.course.pk)})
    assert "Session 1 of 16." in patient.get("/me/").content.decode()
    assert Participant.objects.filter(course=second).exists()


@pytest.mark.parametrize("path", ["", "goals/", "sessions/1/", "my-data/", "my-data/download/", "measures/"])
def test_the_patients_pages_are_the_patients(path: str, therapist: Client) -> None:
    assert therapist.get(f"/me/{path}").status_code == 403
    assert Client().get(f"/me/{path}").status_code == 302


def test_urgent_help_stands_on_every_page(patient: Client, case: factories.Case) -> None:
    for path in ("", "goals/", "my-data/", "measures/"):
        assert 'href="/urgent-help/"' in patient.get(f"/me/{path}").content.decode()


def test_the_first_page_asks_a_fixed_number_of_questions(
    patient: Client, case: factories.Case, django_assert_max_num_queries: object
) -> None:
    for _each in range(3):
        set_goal(participant=case.participant, text="A goal", by=case.therapist)
    signed_session(case, summary="One", remember="Two")
    patient.get("/me/")
    with django_assert_max_num_queries(32):
        patient.get("/me/")


def test_a_person_without_a_course_is_refused(db: None) -> None:
    nobody = User.objects.create(name="Nobody")
    assert signed_in(nobody).get("/me/").status_code == 403


def test_questions_for_the_coming_session_wait_until_it_is_held(
    patient: Client, case: factories.Case
) -> None:
    early = date(2026, 10, 1)
    ask(participant=case.participant, measure="phq9", due_on=early, session_number=1, by=case.therapist)
    assert "Nine questions" in patient.get("/me/").content.decode()
    signed_session(case, summary="", remember="")
    assert "Nine questions" not in patient.get("/me/").content.decode()


@pytest.mark.parametrize("path", ["/me/", "/me/my-data/"])
def test_the_sheet_and_the_contract_are_found_as_soon_as_there_are_any(
    path: str, patient: Client, case: factories.Case
) -> None:
    bare = patient.get(path).content.decode()
    assert "My sheet to keep" not in bare and "/me/contract/" not in bare
    agree_contract(course=case.course, sessions=16, by=case.therapist)
    write_ending(course=case.course, by=case.therapist, remember="I can ask.")
    page = patient.get(path).content.decode()
    assert 'href="/me/ending/"' in page and 'href="/me/contract/"' in page


@pytest.mark.parametrize("path", ["/me/", "/me/my-data/"])
def test_a_contract_waits_for_a_signature_until_it_is_signed(
    path: str, patient: Client, case: factories.Case
) -> None:
    contract = agree_contract(course=case.course, sessions=16, by=case.therapist)
    assert "for you to read and sign" in patient.get(path).content.decode()
    sign_contract(contract=contract, by=case.patient.user, on="phone")
    page = patient.get(path).content.decode()
    assert "for you to read and sign" not in page and "how often we meet" in page


def test_after_the_end_the_page_says_how_to_ask_for_help_again(patient: Client, case: factories.Case) -> None:
    courses.end_course(course=case.course, on=date(2026, 11, 12), by=case.therapist)
    page = patient.get("/me/").content.decode()
    assert "If things get hard again, call the clinic on 0113 496 0143, or write to us." in page
    assert 'href="/enquire/"' in page


def test_after_the_end_the_sheet_leads_the_page(patient: Client, case: factories.Case) -> None:
    write_ending(course=case.course, by=case.therapist, remember="I can ask.")
    courses.end_course(course=case.course, on=date(2026, 11, 12), by=case.therapist)
    page = patient.get("/me/").content.decode()
    assert '<a class="button" href="/me/ending/">My sheet to keep</a>' in page
    assert page.count("My sheet to keep") == 1
    assert "Nothing to answer" not in page


def test_questions_for_a_session_a_week_away_wait_until_the_day_before(
    patient: Client, case: factories.Case
) -> None:
    signed_session(case, summary="", remember="")
    schedule_next(course=case.course, by=case.therapist)
    page = patient.get("/me/").content.decode()
    assert "Nothing to answer today" in page and "Start" not in page
    assert "For Thursday 19 November: nine questions" in page
    with time_machine.travel(NOW + timedelta(days=6), tick=False):
        page = signed_in(case.patient.user).get("/me/").content.decode()
    assert "For tomorrow: nine questions" in page and "Start" in page


def test_a_session_without_a_summary_leaves_no_empty_card(patient: Client, case: factories.Case) -> None:
    signed_session(case, summary="We looked at Tuesday.", remember="")
    page = patient.get("/me/").content.decode()
    assert "Last time" in page and "We looked at Tuesday." in page
    signed_session(case, summary="", remember="")
    assert "Last time" not in patient.get("/me/").content.decode()


def test_a_line_to_remember_stays_until_it_is_amended_away(patient: Client, case: factories.Case) -> None:
    signed_session(case, summary="", remember="I go quiet.")
    signed_session(case, summary="", remember="")
    assert "I go quiet." in patient.get("/me/").content.decode()
    session = case.course.sessions.get(number=1)
    courses.amend_session(session=session, by=case.therapist, why_amended="Not said", line="We met.")
    assert "I go quiet." not in patient.get("/me/").content.decode()


NOT_IN_THE_FILE = {
    "course",  # told by its own fields
    "participant",
    "patient",
    "privatenote",  # the author's alone
    "sessiondraft",  # not yet said
    "reading",  # the therapist's own, to be discussed and not handed out
    "taskdone",  # the therapist's list of tasks
    "circle",  # told by where people stand in it
    "measurerequest",  # told by what was answered
    "sharedsitting",  # told by what was drawn in it
    "incident",  # worked on together; the patient's own pages bring none of it yet (ADR 11)
    "account",
    "turn",
    "rewrite",
    "scene",
    "roleplay",
    "triedforreal",  # lines still to try stand on the page of practice, while they are open (ADR 16)
    "decision",
    "weighing",
    "chosensession",  # the therapist's own work, looked at in supervision (ADR 18)
    "sessionrating",
    "supervisiontalk",
    "talkrecord",
    "talkpoint",
    "privateenquiry",  # whoever is feared may make the patient open the file (ADR 10)
    "release",  # the same
    "practice",  # told by what was agreed
    "practiceentry",  # told by how it went
    "messagedraft",  # told by its wordings
    "usedalthoughrefused",  # told by the record of its session; why is between clinicians (ADR 28)
    "readiness",  # asks about danger too (ADR 15)
    "signal",  # a rule that asks a clinician to look; a person tells what they see (ADR 26)
    "signalcall",
    "signalreading",
    "signalnote",
    "courseoutcome",  # figures worked out of what the file tells, for the service's reports (ADR 29)
    "precautions",  # which circumstance closed an exercise is told by a person (ADR 15)
}


def test_a_new_kind_of_record_is_in_the_file_or_left_out_for_a_reason(case: factories.Case) -> None:
    kinds = {model._meta.model_name for model in apps.get_models() if issubclass(model, ClinicalRow)}
    in_the_file = {rows.model._meta.model_name for rows in my_data.parts(case.participant).values()}
    assert in_the_file | NOT_IN_THE_FILE == kinds
    assert not in_the_file & NOT_IN_THE_FILE


def test_what_clinicians_wrote_to_each_other_about_techniques_is_not_in_the_file(
    case: factories.Case,
) -> None:
    about = {"participant": case.participant, "by": case.therapist}
    run = begun(case)
    techniques.keep_precautions(present=["psychosis"], note="Hears a voice.", **about)
    use, _new = techniques.record_use(
        technique="bodily_work", began_at=NOW, seconds=60, takeaway="Slower.", **about
    )
    techniques.add_after(use=use, note="Looked away.", by=case.therapist)
    techniques.keep_consent(technique="bodily_work", agreed=True, **about)
    techniques.keep_precautions(present=["heart_or_lung"], **about)
    techniques.open_or_close(what="paced_breathing", opened=True, reason="Asked the GP.", **about)
    imagery.tap(run=run, kind="need", words="Somebody who stays", by=case.therapist)
    imagery.tap(run=run, kind="left", words="Ran out of the room", by=case.therapist)
    told = json.dumps(my_data.held_about(case.participant), default=str)
    between = (
        "psychosis",
        "Hears a voice",
        "Looked away",
        "steady for two months",
        "Ran out",
        "Asked the GP",
    )
    for ours in (*between, "heart_or_lung"):
        assert ours not in told
    for theirs in ("Slower.", "Somebody who stays", "I want to try."):
        assert theirs in told


def test_a_meeting_that_is_over_by_the_clock_is_not_to_come(patient: Client, case: factories.Case) -> None:
    for on in (datetime(2026, 11, 12, 14, 0), datetime(2026, 11, 19, 14, 0)):  # noqa: DTZ001
        book(course=case.course, on=on, by=case.therapist)
    assert "19 November" not in patient.get("/me/").content.decode()
    with time_machine.travel(datetime(2026, 11, 12, 19, 8, tzinfo=UTC), tick=False):
        page = signed_in(case.patient.user).get("/me/").content.decode()
    assert "19 November" in page


def test_what_is_asked_for_a_session_stays_on_the_page_while_it_goes_on(
    patient: Client, case: factories.Case
) -> None:
    session = courses.begin_session(course=case.course, by=case.therapist)
    ask(
        participant=case.participant,
        measure="gad7",
        due_on=NOW.date(),
        session_number=session.number,
        by=case.therapist,
    )
    book(course=case.course, on=datetime.fromisoformat("2026-11-19T14:00"), by=case.therapist)
    assert "Nothing to answer today" not in patient.get("/me/").content.decode()
