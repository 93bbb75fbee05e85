"""The mid-point review: what is looked at, what is decided, and what the patient reads and says of it."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from clinic.access.roles import Role
from clinic.courses.actions import begin_session, sign_session
from clinic.formulation import actions
from clinic.formulation.models import MidpointReview, ReviewAnswer
from clinic.inventory.actions import link_mood_to_event
from clinic.questionnaires.actions import ask, submit
from tests import factories
from tests.conftest import signed_in
from tests.factories import Case

GIVEN = {
    "based_on": "0",
    "focus_fits": "yes",
    "helps": "Saying it before I go quiet.",
    "helps_not": "I forget it when I am tired.",
    "decision": "continue",
    "reason": "The scores fall and the focus holds.",
    "patient_says": "agrees",
}


def page(case: Case, below: str = "") -> str:
    return f"/courses/{case.course.pk}/review/{below}"


def words(response: Any) -> str:
    return " ".join(response.content.decode().split())


def answered(case: Case, each: float) -> None:
    asked = ask(participant=case.participant, measure="phq9", due_on=date(2026, 11, 12), by=case.therapist)
    submit(asked=asked, answers={item.id: each for item in asked.loaded.items}, by=case.patient.user)


def test_a_review_is_kept_with_the_figures_of_its_day(case: Case, therapist: Client) -> None:
    answered(case, 2.0)
    goal = actions.set_goal(participant=case.participant, text="Tell Sam what I need", by=case.therapist)
    actions.rate_goal(goal=goal, rating=2, by=case.therapist)
    therapist.post(page(case), GIVEN)
    actions.rate_goal(goal=goal, rating=9, by=case.therapist)
    kept = MidpointReview.objects.get()
    assert kept.figures["scores"] == [
        {"title": "PHQ-9", "first": 18.0, "last": 18.0, "said": "asked once so far"}
    ]
    assert kept.figures["goals"] == [{"text": "Tell Sam what I need", "first": 2, "last": None}]
    seen = words(therapist.get(page(case)))
    assert "Go on as agreed" in seen and "signed" in seen and "by Maya Osei" in seen


def test_nothing_answered_is_nothing_and_no_zero(case: Case, therapist: Client) -> None:
    actions.set_goal(participant=case.participant, text="Tell Sam what I need", by=case.therapist)
    therapist.post(page(case), GIVEN)
    assert MidpointReview.objects.get().figures["scores"] == []
    assert "not rated" in words(therapist.get(page(case)))


@pytest.mark.parametrize("missing", ["focus_fits", "decision", "reason", "patient_says"])
def test_what_must_be_said_is_asked_for_and_nothing_is_chosen(
    case: Case, therapist: Client, missing: str
) -> None:
    answer = therapist.post(page(case), {**GIVEN, missing: ""})
    assert answer.status_code == 422 and GIVEN["helps"] in words(answer)
    assert not MidpointReview.objects.exists()


def test_reviewed_again_it_is_the_next_version(case: Case, therapist: Client) -> None:
    therapist.post(page(case), GIVEN)
    again = {**GIVEN, "based_on": "1", "decision": "change sessions", "reason": "Two weeks were lost."}
    seen = words(therapist.post(page(case), again, follow=True))
    assert "Propose another number" in seen and "Earlier versions" in seen
    assert list(MidpointReview.objects.values_list("version", "decision")) == [
        (2, "change sessions"),
        (1, "continue"),
    ]


def test_the_patient_reads_it_once_it_is_shared_and_says_what_they_think(
    case: Case, therapist: Client, patient: Client
) -> None:
    therapist.post(page(case), GIVEN)
    assert GIVEN["reason"] not in words(patient.get("/me/review/"))
    review = MidpointReview.objects.get()
    therapist.post(page(case, f"{review.pk}/share/"))
    assert GIVEN["reason"] in words(patient.get("/me/review/"))
    assert patient.post("/me/review/", {"review": review.pk, "fits": "no"}).status_code == 422
    patient.post("/me/review/", {"review": review.pk, "fits": "no", "words": "I still forget it."})
    assert ReviewAnswer.objects.get().words == "I still forget it."
    assert "Rowan read it and sees it differently." in words(therapist.get(page(case)))
    therapist.post(page(case, f"{review.pk}/share/"), {"stop": "1"})
    assert GIVEN["reason"] not in words(patient.get("/me/review/"))
    assert ReviewAnswer.objects.exists()


def test_an_answer_to_an_older_review_is_not_kept(case: Case, therapist: Client, patient: Client) -> None:
    therapist.post(page(case), {**GIVEN, "share": "1"})
    old = MidpointReview.objects.get()
    therapist.post(page(case), {**GIVEN, "based_on": "1", "share": "1"})
    answer = patient.post("/me/review/", {"review": old.pk, "fits": "yes"})
    assert answer.status_code == 422 and "Please read it again" in words(answer)
    assert not ReviewAnswer.objects.exists()


def test_it_counts_the_middle_sessions_that_hold_to_the_focus(case: Case, therapist: Client) -> None:
    actions.agree_focus(
        course=case.course, area="role_dispute", own_words="We went quiet.", reason="The move.",
        patient_says="agrees", session_number=4, by=case.therapist,
    )  # fmt: skip
    for number in range(1, 7):
        session = begin_session(course=case.course, by=case.therapist)
        link_mood_to_event(
            session=session, what="rang", feeling="known", direction="up", fits_focus=number == 5,
            by=case.therapist,
        )  # fmt: skip
        sign_session(session=session, line="We met.", by=case.therapist)
    seen = words(therapist.get(page(case)))
    assert "1 of 2 middle sessions hold a link tied to the focus." in seen
    assert "Session 6 holds none." in seen and "suggestion" in seen


def test_a_review_ticks_its_task(case: Case, therapist: Client) -> None:
    for _number in range(7):
        session = begin_session(course=case.course, by=case.therapist)
        sign_session(session=session, line="We met.", by=case.therapist)
    overview = f"/courses/{case.course.pk}/"
    assert f'<a href="{page(case)}">Review at the mid-point</a>' in words(therapist.get(overview))
    therapist.post(page(case), GIVEN)
    seen = words(therapist.get(overview))
    assert "Review at the mid-point" in seen.split("Done: it is in the record.")[0].rsplit("task-line", 1)[1]


def test_others_find_nothing_here(case: Case) -> None:
    colleague = signed_in(factories.member(Role.THERAPIST, case.service, name="Ben Frost"))
    assert colleague.get(page(case)).status_code == 404
    supervisor = signed_in(case.supervisor)
    assert supervisor.get(page(case)).status_code == 200
    supervisor.post(page(case), GIVEN)
    assert not MidpointReview.objects.exists()


def test_the_page_asks_for_little(case: Case, therapist: Client, django_assert_max_num_queries: Any) -> None:
    for version in range(3):
        therapist.post(page(case), {**GIVEN, "based_on": str(version)})
    therapist.get(page(case))
    with django_assert_max_num_queries(20):
        therapist.get(page(case))
