"""The first page of a course: what it shows, to whom, and at what price."""

from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client

from clinic.access.roles import Role
from clinic.courses import actions
from clinic.courses.models import TaskDone
from clinic.formulation.actions import agree_focus, rate_goal, set_goal
from clinic.inventory.actions import draw_circle
from clinic.inventory.timeline.actions import add_event
from clinic.practice.actions import agree_practice, rest_practice, withdraw_practice
from clinic.questionnaires.actions import ask, submit
from clinic.workbench.evidence import done_by, shown
from tests import factories
from tests.conftest import NOW, signed_in


def page(case: factories.Case) -> str:
    return f"/courses/{case.course.pk}/"


def test_the_header_says_who_and_which_session(case, therapist):
    seen = therapist.get(page(case)).content.decode()
    assert "Rowan T." in seen
    assert "Session 1 of 16" in seen
    assert "Began 3 September." in seen


def test_the_number_agreed_is_said_and_no_other(case, therapist):
    case.course.planned_sessions = 18
    case.course.save(update_fields=["planned_sessions"])
    seen = therapist.get(page(case)).content.decode()
    assert "Session 1 of 18" in seen and "IPT for depression." in seen
    assert "sixteen" not in seen


def test_every_page_of_the_course_leads_back_to_the_session_that_is_going_on(case, therapist):
    session = actions.begin_session(course=case.course, by=case.therapist)
    back = f'href="{page(case)}sessions/1/"'
    for part in ("", "circle/", "safety/", "diagnosis/", "measures/"):
        seen = therapist.get(page(case) + part).content.decode()
        assert "Back to session 1" in seen and back in seen
    actions.sign_session(session=session, by=case.therapist, line="We met.")
    assert "Back to session" not in therapist.get(page(case) + "circle/").content.decode()


def test_the_supervisor_reads_whose_course_it_is_and_is_not_led_into_the_session(case, therapist):
    actions.begin_session(course=case.course, by=case.therapist)
    seen = signed_in(case.supervisor).get(page(case)).content.decode()
    assert "With Maya Osei." in seen
    assert "Back to session" not in seen
    assert "With Maya Osei." not in therapist.get(page(case)).content.decode()


def test_the_focus_stands_in_the_patients_words(case, therapist):
    agree_focus(
        course=case.course,
        area="role_dispute",
        own_words="I went quiet",
        reason="It began with the move.",
        patient_says="agrees",
        by=case.therapist,
    )
    assert "I went quiet" in therapist.get(page(case)).content.decode()


def test_goals_show_where_they_began_and_where_they_are(case, therapist):
    goal = set_goal(participant=case.participant, text="See one friend each week", by=case.therapist)
    rate_goal(goal=goal, rating=3, by=case.therapist)
    rate_goal(goal=goal, rating=7, by=case.therapist)
    seen = " ".join(therapist.get(page(case)).content.decode().split())
    assert "See one friend each week" in seen
    assert "3 of 10" in seen
    assert "<strong>7 of 10</strong>" in seen


def test_a_task_is_ticked_and_the_tick_taken_back(case, therapist):
    therapist.post(page(case) + "tasks/", {"task": "diagnosis", "number": "1"})
    assert TaskDone.objects.get().task == "diagnosis"
    shown = therapist.get(page(case)).content.decode()
    assert "press again" in shown.lower()
    assert shown.count('aria-pressed="true"') == 1
    assert 'aria-pressed="false"' in shown
    therapist.post(page(case) + "tasks/", {"task": "diagnosis", "number": "1", "undo": "1"})
    assert not TaskDone.objects.exists()


def test_a_task_that_the_manual_lacks_is_not_ticked(case, therapist):
    assert therapist.post(page(case) + "tasks/", {"task": "no such", "number": "1"}).status_code == 422


def test_the_supervisor_reads_and_changes_nothing(case):
    supervisor = signed_in(case.supervisor)
    seen = supervisor.get(page(case))
    assert seen.status_code == 200
    assert "Begin session" not in seen.content.decode()
    assert supervisor.post(page(case) + "tasks/", {"task": "risk"}).status_code == 403


@pytest.mark.parametrize("role", [Role.THERAPIST, Role.LEAD, Role.RECEPTION, Role.ADMINISTRATOR])
def test_a_colleague_who_does_not_treat_finds_nothing(case, role):
    colleague = signed_in(factories.member(role, case.service))
    assert colleague.get(page(case)).status_code == 404


def test_the_patient_does_not_read_the_therapists_page(case, patient):
    assert patient.get(page(case)).status_code == 403


def test_nobody_is_asked_to_sign_in(case):
    assert Client().get(page(case)).status_code == 302


def test_the_page_asks_the_database_a_fixed_number_of_times(case, therapist, django_assert_max_num_queries):
    for _number in range(5):
        session = actions.begin_session(course=case.course, by=case.therapist)
        actions.sign_session(session=session, by=case.therapist, line="We met.")
    with django_assert_max_num_queries(21):
        therapist.get(page(case))


def test_what_the_record_shows_is_not_asked_again(case, therapist):
    actions.name_diagnosis(course=case.course, by=case.therapist, name="Depressive episode")
    seen = " ".join(therapist.get(page(case)).content.decode().split())
    assert "Done: it is in the record." in seen
    assert not TaskDone.objects.exists()


def test_the_circle_of_the_beginning_does_not_stand_for_the_one_at_the_end(case):
    manual = case.course.in_manual()
    draw_circle(participant=case.participant, placements=[], drawn_on=date(2026, 9, 10), by=case.therapist)
    there = shown([case.course.pk])[case.course.pk]
    assert "circle_start" in done_by(manual, there)
    assert "circle_end" not in done_by(manual, there)
    draw_circle(
        participant=case.participant, placements=[], drawn_on=date(2026, 11, 10), session_number=14,
        by=case.therapist,
    )  # fmt: skip
    assert "circle_end" in done_by(manual, shown([case.course.pk])[case.course.pk])


def test_using_a_technique_ticks_the_task_that_asks_for_it(case):
    for _number in range(4):
        session = actions.begin_session(course=case.course, by=case.therapist)
        actions.sign_session(session=session, by=case.therapist, line="We met.", techniques=["role_play"])
    assert not TaskDone.objects.exists()
    session = actions.begin_session(course=case.course, by=case.therapist)
    used = ["communication_analysis", "role_play"]
    actions.sign_session(session=session, by=case.therapist, line="We met.", techniques=used)
    assert [done.task for done in TaskDone.objects.all()] == ["communication_analysis"]


def test_a_task_leads_to_the_page_where_it_is_done(case, therapist):
    assert f'href="{page(case)}diagnosis/"' in therapist.get(page(case)).content.decode()


def test_an_ended_course_says_so_and_begins_nothing(case, therapist):
    actions.end_course(course=case.course, on=date(2026, 11, 1), by=case.therapist)
    seen = therapist.get(page(case)).content.decode()
    assert "Ended 1 November, 0 of 16 sessions used." in seen
    assert "Begin session" not in seen


def test_a_course_without_scores_says_where_to_begin(case, therapist):
    seen = therapist.get(page(case)).content.decode()
    assert "Where to begin" in seen
    assert "Ask for a PHQ-9" in seen
    assert "See together whether this fits" in seen
    assert "No scores yet" not in seen  # the heading of the chart says so already


def test_what_is_begun_is_no_longer_where_to_begin(case, therapist):
    session = actions.begin_session(course=case.course, by=case.therapist)
    assert "Begin the session" not in therapist.get(page(case)).content.decode()
    draw_circle(participant=case.participant, placements=[], drawn_on=date(2026, 9, 10), by=case.therapist)
    assert "Draw the circle" in therapist.get(page(case)).content.decode()
    add_event(participant=case.participant, what="Moved", on=date(2026, 7, 1), by=case.therapist)
    assert "Draw the circle" not in therapist.get(page(case)).content.decode()
    actions.sign_session(session=session, by=case.therapist, line="We met.")
    assert "Where to begin" not in therapist.get(page(case)).content.decode()


def test_what_was_not_reported_was_not_reported_that_day(case, therapist):
    asked = ask(participant=case.participant, measure="phq9", due_on=date(2026, 11, 12), by=case.therapist)
    submit(asked=asked, answers={item.id: 0.0 for item in asked.loaded.items}, by=case.patient.user)
    session = actions.begin_session(course=case.course, by=case.therapist)
    assert "Item 9: not reported today" in therapist.get(page(case)).content.decode()
    assert "PHQ-9, answered today at" in therapist.get(f"{page(case)}sessions/1/").content.decode()
    with time_machine.travel(NOW + timedelta(days=3), tick=False):
        seen = signed_in(case.therapist).get(page(case)).content.decode()
    assert session and "Item 9 on 12 November: not reported that day" in seen


def test_in_an_ended_course_nothing_is_to_come(case, therapist):
    session = actions.begin_session(course=case.course, by=case.therapist)
    actions.sign_session(session=session, by=case.therapist, line="We met.")
    assert ", to come" in therapist.get(page(case)).content.decode()
    actions.end_course(course=case.course, on=date(2026, 11, 12), by=case.therapist)
    seen = therapist.get(page(case)).content.decode()
    assert ", done</span>" in seen
    assert "to come" not in seen


def test_something_small_that_was_agreed_is_not_called_nothing(case, therapist):
    session = actions.begin_session(course=case.course, by=case.therapist)
    given = {"participant": case.participant, "by": case.therapist, "how_often": "when_wanted"}
    agreed = agree_practice(what="Ring Ada, ten minutes", session_number=session.number, **given)
    actions.sign_session(session=session, by=case.therapist, line="We met.")
    for at in (page(case), page(case) + "prepare/"):
        seen = therapist.get(at).content.decode()
        assert "Ring Ada, ten minutes" in seen and "Nothing was agreed." not in seen
    rest_practice(practice=agreed.practice, by=case.therapist)
    assert "Nothing was agreed." not in therapist.get(page(case) + "prepare/").content.decode()
    withdraw_practice(practice=agreed.practice, by=case.therapist)
    for at in (page(case), page(case) + "prepare/"):
        assert "Nothing was agreed." in therapist.get(at).content.decode()
