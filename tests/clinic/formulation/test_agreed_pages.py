"""Focus, formulation, goals and contract are seen together, and nothing is overwritten."""

import re
from typing import Any

import pytest
from django.test import Client

from clinic.access.roles import Role
from clinic.formulation import actions
from clinic.formulation.models import Contract, Focus, Formulation, Goal, GoalRating
from tests import factories
from tests.conftest import signed_in
from tests.factories import Case

FOCUS = {
    "based_on": "0",
    "area": "role_dispute",
    "own_words": "We stopped talking about the move.",
    "state_role_dispute": "impasse",
    "reason": "It began in the weeks after the move.",
    "patient_says": "agrees",
}
CONTRACT = {"based_on": "0", "sessions": "16", "minutes": "50", "missed_count": "no"}


def url(case: Case, below: str = "") -> str:
    return f"/courses/{case.course.pk}/formulation/{below}"


def words(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_the_page_says_what_belongs_here_while_it_is_empty(case: Case, therapist: Client) -> None:
    seen = words(therapist.get(url(case)))
    for words_ in ("Choose a focus", "Write it together", "Set a goal", "Agree it"):
        assert words_ in seen


def test_choosing_a_focus_is_a_button_until_there_is_one(case: Case, therapist: Client) -> None:
    to_choose = f'<a class="button" href="{url(case, "focus/")}"'
    assert to_choose in therapist.get(url(case)).content.decode()
    therapist.post(url(case, "focus/"), FOCUS)
    assert to_choose not in therapist.get(url(case)).content.decode()


def test_a_focus_is_chosen_with_a_reason(case: Case, therapist: Client) -> None:
    sam = case.participant.relationships.create(
        service=case.service, pseudonym="Sam", role="partner", category="partner", added_by=case.therapist
    )
    seen = words(therapist.post(url(case, "focus/"), {**FOCUS, "relationship": str(sam.pk)}, follow=True))
    assert "Focus: role dispute with Sam, partner" in seen and "impasse" in seen
    assert "It began in the weeks after the move." in seen


def test_the_stage_is_shown_with_the_one_before(case: Case, therapist: Client) -> None:
    therapist.post(url(case, "focus/"), FOCUS)
    again = {**FOCUS, "based_on": "1", "state_role_dispute": "renegotiation"}
    seen = words(therapist.post(url(case, "focus/"), again, follow=True))
    assert "Stage of the dispute impasse renegotiation" in seen
    assert Focus.objects.count() == 2


def test_another_area_needs_a_line_why_and_is_shown(case: Case, therapist: Client) -> None:
    therapist.post(url(case, "focus/"), FOCUS)
    grief = {**FOCUS, "based_on": "1", "area": "grief"}
    answer = therapist.post(url(case, "focus/"), grief)
    assert answer.status_code == 422 and "The focus changes. Say in a line why." in words(answer)
    assert "We stopped talking about the move." in answer.content.decode()
    kept = therapist.post(
        url(case, "focus/"), {**grief, "why_changed": "Dad came up each week."}, follow=True
    )
    assert "The focus changed. Dad came up each week." in words(kept)


def test_a_state_of_another_area_is_not_kept(case: Case, therapist: Client) -> None:
    """It was chosen before the area was changed, and is hidden where the browser can hide it."""
    therapist.post(url(case, "focus/"), {**FOCUS, "state_grief": "delayed"})
    assert Focus.objects.get().sub_state == "impasse"
    assert therapist.post(url(case, "focus/"), {**FOCUS, "state_role_dispute": "delayed"}).status_code == 422


def test_the_helper_shows_the_four_areas_and_decides_nothing(case: Case, therapist: Client) -> None:
    answer = therapist.get(url(case, "focus/"))
    seen = words(answer)
    for area in ("Grief", "Role dispute", "Role transition", "Interpersonal sensitivities"):
        assert area in seen
    assert "What do you want from them" in seen and "things may look worse before they move" in seen
    assert "One thing to do alone first" in seen and "joint sessions" not in seen
    assert not re.search(r'name="area"[^>]*checked', answer.content.decode())


def test_a_newer_version_from_another_window_is_not_passed_over(case: Case, therapist: Client) -> None:
    therapist.post(url(case, "story/"), {"based_on": "0", "story": "We moved."})
    answer = therapist.post(url(case, "story/"), {"based_on": "0", "story": "We moved for Sam's job."})
    assert answer.status_code == 422 and "saved a newer version while this page was open" in words(answer)
    assert "We moved for Sam" in answer.content.decode() and Formulation.objects.count() == 1
    therapist.post(url(case, "story/"), {"based_on": "1", "story": "We moved for Sam's job."})
    assert [one.story for one in Formulation.objects.all()] == ["We moved for Sam's job.", "We moved."]


def test_a_formulation_without_a_story_keeps_the_boxes(case: Case, therapist: Client) -> None:
    answer = therapist.post(url(case, "story/"), {"based_on": "0", "crisis": "They moved for the job"})
    assert answer.status_code == 422 and "They moved for the job" in answer.content.decode()


def test_a_fourth_goal_finds_no_room(case: Case, therapist: Client) -> None:
    for text in ("One", "Two", "Three", "Four"):
        answer = therapist.post(url(case, "goals/"), {"text": text}, follow=True)
    assert "Three goals are the most at a time" in words(answer)
    assert Goal.objects.count() == 3


def test_a_fourth_goal_typed_in_an_older_window_is_not_lost(case: Case, therapist: Client) -> None:
    for goal in ("Sleep through", "See one friend", "Tell Sam what I need"):
        actions.set_goal(participant=case.participant, text=goal, by=case.therapist)
    answer = therapist.post(url(case, "goals/"), {"text": "Sing in the choir again"})
    assert answer.status_code == 422
    assert "Sing in the choir again" in words(answer)
    assert "Let one rest to make room" in words(answer)
    assert Goal.objects.count() == 3


def test_a_goal_is_rated_and_shown_from_first_to_last(case: Case, therapist: Client) -> None:
    goal = actions.set_goal(participant=case.participant, text="Tell Sam what I need", by=case.therapist)
    for rating in ("2", "5"):
        therapist.post(url(case, f"goals/{goal.pk}/rate/"), {f"{goal.pk}-rating": rating})
    assert "Tell Sam what I need 2 to 5" in words(therapist.get(url(case)))
    answer = therapist.post(url(case, f"goals/{goal.pk}/rate/"), {f"{goal.pk}-rating": "11"})
    assert answer.status_code == 422 and GoalRating.objects.count() == 2


def test_a_resting_goal_stays_readable(case: Case, therapist: Client) -> None:
    goal = actions.set_goal(participant=case.participant, text="Sleep through", by=case.therapist)
    seen = words(therapist.post(url(case, f"goals/{goal.pk}/rest/"), follow=True))
    assert "Goals that rest Sleep through" in seen


def test_the_contract_is_signed_by_both(case: Case, therapist: Client, patient: Client) -> None:
    seen = words(therapist.post(url(case, "contract/"), CONTRACT, follow=True))
    assert "Signed by Maya Osei" in seen and "Not yet signed by Rowan" in seen
    case.course.refresh_from_db()
    assert case.course.missed_count is False
    agreed = Contract.objects.get()
    assert "We meet 16 times, 50 minutes each." in words(patient.get("/me/contract/"))
    patient.post("/me/contract/", {"contract": str(agreed.pk)})
    agreed.refresh_from_db()
    assert agreed.signed_by_patient_at and agreed.patient_signed_on == "phone"


def test_a_contract_that_changed_meanwhile_is_read_again_before_signing(
    case: Case, therapist: Client, patient: Client
) -> None:
    therapist.post(url(case, "contract/"), CONTRACT)
    seen_first = Contract.objects.get()
    therapist.post(url(case, "contract/"), {**CONTRACT, "based_on": "1", "minutes": "45"})
    answer = patient.post("/me/contract/", {"contract": str(seen_first.pk)})
    assert answer.status_code == 422 and "Please read it again" in words(answer)
    assert not Contract.objects.exclude(signed_by_patient_at=None).exists()


def test_the_patient_can_sign_in_the_room(case: Case, therapist: Client) -> None:
    therapist.post(url(case, "contract/"), CONTRACT)
    agreed = Contract.objects.get()
    seen = words(therapist.post(url(case, f"contract/{agreed.pk}/sign/"), follow=True))
    assert "Signed by Rowan in the room" in seen


def test_after_both_have_signed_the_contract_sends_another_number_to_its_own_page(
    case: Case, therapist: Client
) -> None:
    therapist.post(url(case, "contract/"), CONTRACT)
    actions.sign_contract(contract=Contract.objects.get(), by=case.patient.user, on="phone")
    seen = words(therapist.get(url(case, "contract/")))
    assert "16 sessions are agreed. Propose another number" in seen
    therapist.post(url(case, "contract/"), {**CONTRACT, "based_on": "1", "sessions": "18", "minutes": "45"})
    assert Contract.objects.first().sessions == 16


def test_the_page_asks_for_little(case: Case, therapist: Client, django_assert_max_num_queries: Any) -> None:
    for n in range(4):
        therapist.post(url(case, "focus/"), {**FOCUS, "based_on": str(n)})
        actions.write_formulation(course=case.course, crisis="", story=f"Story {n}", by=case.therapist)
    for text in ("One", "Two", "Three"):
        goal = actions.set_goal(participant=case.participant, text=text, by=case.therapist)
        actions.rate_goal(goal=goal, rating=3, by=case.therapist)
    therapist.get(url(case))
    with django_assert_max_num_queries(22):
        therapist.get(url(case))


@pytest.mark.parametrize("below", ["", "focus/", "story/", "goals/", "contract/"])
def test_others_find_nothing_here(case: Case, client: Client, below: str) -> None:
    assert client.get(url(case, below)).status_code == 302
    colleague = signed_in(factories.member(Role.THERAPIST, case.service, name="Ben Frost"))
    assert colleague.get(url(case, below)).status_code == 404
    assert signed_in(case.supervisor).get(url(case, below)).status_code == (403 if below else 200)
    assert signed_in(case.patient.user).get(url(case, below)).status_code == 403


def test_a_supervisor_is_offered_no_change(case: Case) -> None:
    assert "Choose a focus" not in words(signed_in(case.supervisor).get(url(case)))


@pytest.mark.parametrize("below", ["focus/", "story/", "contract/"])
def test_what_is_typed_is_kept_in_the_window_until_it_is_saved(
    case: Case, therapist: Client, below: str
) -> None:
    text = therapist.get(url(case, below)).content.decode()
    assert "data-draft=" in text and "ui/drafts.js" in text and 'name="based_on" value="0"' in text
