"""What is agreed is never overwritten, and what must have a reason has one."""

import pytest

from clinic.formulation import actions
from clinic.formulation.models import Contract, Ending, Focus, Goal
from tests.factories import Case

DISPUTE = {
    "area": "role_dispute",
    "own_words": "We stopped talking about the move.",
    "reason": "It began in the weeks after the move.",
    "patient_says": "agrees",
}


def test_a_focus_agreed_again_is_the_next_version(case: Case) -> None:
    actions.agree_focus(course=case.course, by=case.therapist, sub_state="impasse", **DISPUTE)
    actions.agree_focus(course=case.course, by=case.therapist, sub_state="renegotiation", **DISPUTE)
    assert list(Focus.objects.values_list("version", "sub_state")) == [(2, "renegotiation"), (1, "impasse")]


def test_another_area_needs_a_reason(case: Case) -> None:
    actions.agree_focus(course=case.course, by=case.therapist, **DISPUTE)
    grief = {**DISPUTE, "area": "grief"}
    with pytest.raises(ValueError, match="reason"):
        actions.agree_focus(course=case.course, by=case.therapist, **grief)
    actions.agree_focus(course=case.course, by=case.therapist, why_changed="Dad came up each week.", **grief)
    assert case.course.focuses.first().area == "grief"


def test_an_area_nobody_knows_is_refused(case: Case) -> None:
    with pytest.raises(ValueError, match="no problem area"):
        actions.agree_focus(course=case.course, by=case.therapist, **{**DISPUTE, "area": "money"})


def test_the_course_follows_its_contract(case: Case) -> None:
    actions.agree_contract(course=case.course, sessions=12, missed_count=False, by=case.therapist)
    case.course.refresh_from_db()
    assert (case.course.planned_sessions, case.course.missed_count) == (12, False)


def test_another_number_of_sessions_needs_a_reason(case: Case) -> None:
    actions.agree_contract(course=case.course, sessions=16, by=case.therapist)
    with pytest.raises(ValueError, match="reason"):
        actions.agree_contract(course=case.course, sessions=18, by=case.therapist)
    actions.agree_contract(
        course=case.course, sessions=18, why_changed="Two weeks of illness.", by=case.therapist
    )
    assert Contract.objects.count() == 2


def test_a_new_contract_waits_for_the_patients_signature(case: Case) -> None:
    first = actions.agree_contract(course=case.course, sessions=16, by=case.therapist)
    actions.sign_contract(contract=first, by=case.patient.user, on="phone")
    second = actions.agree_contract(course=case.course, sessions=16, minutes=45, by=case.therapist)
    assert first.signed_by_patient_at is not None
    assert second.signed_by_patient_at is None


def test_there_are_at_most_three_goals_at_a_time(case: Case) -> None:
    goals = [
        actions.set_goal(participant=case.participant, text=text, by=case.therapist)
        for text in ("Tell Sam what I need", "See one friend each week", "Sleep through")
    ]
    with pytest.raises(actions.NoRoom):
        actions.set_goal(participant=case.participant, text="Sing", by=case.therapist)
    actions.retire_goal(goal=goals[2], by=case.therapist)
    actions.set_goal(participant=case.participant, text="Sing", by=case.therapist)
    assert Goal.objects.current(case.participant).count() == 3


def test_goals_come_with_their_first_and_last_rating(case: Case, django_assert_num_queries) -> None:
    goal = actions.set_goal(participant=case.participant, text="Tell Sam what I need", by=case.therapist)
    for rating in (2, 4, 5):
        actions.rate_goal(goal=goal, rating=rating, by=case.patient.user)
    with django_assert_num_queries(2):
        (kept,) = Goal.objects.current(case.participant)
        assert (kept.first_rating.rating, kept.last_rating.rating) == (2, 5)


def test_an_ending_grows_version_by_version(case: Case) -> None:
    actions.write_ending(course=case.course, by=case.therapist, brought="We moved.")
    actions.write_ending(course=case.course, by=case.therapist, did="I rang Ada.")
    newest, first = Ending.objects.all()
    assert (newest.brought, newest.did, first.did) == ("We moved.", "I rang Ada.", "")
