"""What is agreed is never overwritten, and what must have a reason has one."""

import pytest

from clinic.courses.actions import decline_sessions, propose_sessions
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


def test_the_course_follows_its_contract_once_both_have_signed(case: Case) -> None:
    contract = actions.agree_contract(course=case.course, sessions=12, missed_count=False, by=case.therapist)
    case.course.refresh_from_db()
    assert (case.course.planned_sessions, case.course.missed_count) == (16, False)
    actions.sign_contract(contract=contract, by=case.patient.user, on="phone")
    case.course.refresh_from_db()
    assert case.course.planned_sessions == 12
    agreed = case.course.sessions_agreements.get()
    assert (agreed.from_sessions, agreed.to_sessions, agreed.answer) == (16, 12, "agreed")


def test_a_contract_not_signed_yet_may_name_another_number(case: Case) -> None:
    for sessions in (12, 14, 16):
        actions.agree_contract(course=case.course, sessions=sessions, by=case.therapist)
    assert not case.course.sessions_agreements.filter(answer="").exists()
    assert list(Contract.objects.values_list("sessions", flat=True)) == [16, 14, 12]


def test_a_number_declined_on_its_own_is_agreed_by_signing_the_contract_that_names_it(case: Case) -> None:
    contract = actions.agree_contract(course=case.course, sessions=12, by=case.therapist)
    decline_sessions(agreement=case.course.sessions_agreements.get(), by=case.patient.user, on="phone")
    actions.sign_contract(contract=contract, by=case.patient.user, on="room")
    case.course.refresh_from_db()
    assert case.course.planned_sessions == 12


def test_after_both_have_signed_another_number_is_proposed_by_itself(case: Case) -> None:
    contract = actions.agree_contract(course=case.course, sessions=16, by=case.therapist)
    actions.sign_contract(contract=contract, by=case.patient.user, on="phone")
    with pytest.raises(ValueError, match="proposed by itself"):
        actions.agree_contract(course=case.course, sessions=18, by=case.therapist)


def test_signing_a_later_contract_takes_no_agreed_number_back(case: Case) -> None:
    first = actions.agree_contract(course=case.course, sessions=16, by=case.therapist)
    actions.sign_contract(contract=first, by=case.patient.user, on="phone")
    later = actions.agree_contract(course=case.course, minutes=45, by=case.therapist)
    more = propose_sessions(course=case.course, to_sessions=18, why="Two weeks ill.", by=case.therapist)
    actions.agree_to_sessions(agreement=more, by=case.patient.user, on="phone")
    actions.sign_contract(contract=later, by=case.patient.user, on="phone")
    case.course.refresh_from_db()
    assert case.course.planned_sessions == 18


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
