"""What both look at on one screen: nothing private, nobody by name, nothing that is not agreed."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from clinic.access.roles import Role
from clinic.courses import actions
from clinic.courses.models import Session
from clinic.formulation.actions import agree_focus, rate_goal, set_goal
from clinic.incidents.actions import tell_incident
from clinic.inventory.actions import add_person, link_mood_to_event
from clinic.questionnaires.actions import ask, submit
from clinic.safety.actions import raise_alert
from clinic.safety.models import Alert
from tests import factories
from tests.clinic.practice.agreements import agreed
from tests.conftest import signed_in
from tests.factories import Case

HIDDEN = (
    "Tearful at the word", "Not signed yet", "Risk reviewed", "Asked; no plan", "alert", "item 9",
    "Review now", "Marianne", "private",
)  # fmt: skip


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def session(case: Case) -> Session:
    """A second session with something private in every place that has it."""
    first = actions.begin_session(course=case.course, by=case.therapist)
    actions.sign_session(
        session=first, line="The row about the house.", plan="Ring on Sunday.",
        remember="One sentence early.",
        risk_status="Asked; no plan.", private="Tearful at the word “unimportant”.", by=case.therapist,
    )  # fmt: skip
    agree_focus(
        course=case.course, area="role_dispute", own_words="We went quiet.", reason="The move.",
        patient_says="agrees", session_number=1, by=case.therapist,
    )  # fmt: skip
    goal = set_goal(participant=case.participant, text="Say what I need", by=case.therapist)
    rate_goal(goal=goal, rating=3, by=case.therapist)
    asked = ask(participant=case.participant, measure="phq9", due_on=date(2026, 11, 12), by=case.therapist)
    submit(asked=asked, answers={one.id: 1.0 for one in asked.loaded.items}, by=case.patient.user)
    raise_alert(
        participant=case.participant, reason="PHQ-9 item 9", answer="Several days", severity=1,
        response_id=None, at=timezone.now(), by=None,
    )  # fmt: skip
    second = actions.begin_session(course=case.course, by=case.therapist)
    who = add_person(
        participant=case.participant, pseudonym="Marianne Ford", category="family", ring=2, by=case.therapist
    )
    link_mood_to_event(
        session=second, relationship=who, when="On Tuesday", what="came home late", feeling="hurt",
        direction="down", by=case.therapist,
    )  # fmt: skip
    tell_incident(
        participant=case.participant, relationship=who, on=date(2026, 11, 10),
        turns=[{"speaker": "patient", "said": "Fine."}], new_line="I was worried.", session_number=2,
        by=case.therapist,
    )  # fmt: skip
    actions.save_draft(
        session=second, content={"summary": "Not signed yet", "line": "Not signed yet"}, revision=0,
        private="Tearful at the word “fine”.", by=case.therapist,
    )  # fmt: skip
    return second


def page(session: Session) -> str:
    return f"/courses/{session.course_id}/sessions/{session.number}/together/"


def test_it_shows_what_both_know(therapist: Client, session: Session) -> None:
    seen = text(therapist.get(page(session)))
    for words in (
        "“We went quiet.”", "On Tuesday", "MF", "came home late", "felt hurt", "I was worried.",
        "Ring on Sunday.", "One sentence early.", "Say what I need", "3 of 10", "Session 2 of 16",
        "14 more after this", "Your answers add up to",
    ):  # fmt: skip
        assert words in seen, words


@pytest.mark.parametrize("words", HIDDEN)
def test_nothing_of_the_therapists_alone_is_on_it(therapist: Client, session: Session, words: str) -> None:
    assert Alert.objects.filter(course=session.course).open().exists()
    seen = text(therapist.get(page(session)))
    assert words.lower() not in seen[seen.index("<body") :].lower()


def test_the_score_is_shown_only_where_the_service_shows_scores(
    case: Case, therapist: Client, session: Session
) -> None:
    case.service.shows_scores = False
    case.service.save()
    assert "add up to" not in text(therapist.get(page(session)))


def test_the_session_leads_there_and_one_link_leads_back(therapist: Client, session: Session) -> None:
    at = page(session).removesuffix("together/")
    assert f'href="{page(session)}"' in text(therapist.get(at))
    assert f'id="way-back" href="{at}"' in text(therapist.get(page(session)))


def test_before_there_is_anything_it_says_so(case: Case, therapist: Client) -> None:
    first = actions.begin_session(course=case.course, by=case.therapist)
    seen = text(therapist.get(page(first)))
    assert "We have not chosen yet." in seen and "Nothing is written down yet today." in seen


def test_a_name_in_a_sentence_is_shown_by_its_initials(
    case: Case, therapist: Client, session: Session
) -> None:
    """Names are hidden in what was written, too, and nobody else's words are touched."""
    agreed(case, "Ring Marianne Ford, and listen")
    set_goal(participant=case.participant, text="Ask Marianne's advice, mariannes aside", by=case.therapist)
    link_mood_to_event(session=session, what="Ford <b>rang</b>", direction="up", by=case.therapist)
    seen = text(therapist.get(page(session)))
    for words in (
        "Ring MF, and listen",
        "Ask MF&#x27;s advice, mariannes aside",
        "MF &lt;b&gt;rang&lt;/b&gt;",
    ):
        assert words in seen, words
    assert "Marianne" not in seen and "Ford" not in seen


def test_others_find_nothing(case: Case, session: Session) -> None:
    stranger = signed_in(factories.member(Role.THERAPIST, case.service, name="Ben Frost"))
    assert stranger.get(page(session)).status_code == 404
    assert signed_in(case.patient.user).get(page(session)).status_code == 403


def test_the_page_costs_a_fixed_number_of_queries(
    case: Case, therapist: Client, session: Session, django_assert_max_num_queries: Any
) -> None:
    for _more in range(3):
        link_mood_to_event(session=session, what="rang", direction="up", by=case.therapist)
    therapist.get(page(session))
    lock = connection.vendor == "postgresql"  # its audit asks for one
    with django_assert_max_num_queries(22 + lock):
        therapist.get(page(session))
