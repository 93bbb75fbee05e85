"""A course with a focus and three signed sessions, and everybody at their screens."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from clinic.courses.actions import begin_session, sign_session
from clinic.courses.models import Session
from clinic.formulation.actions import agree_focus
from clinic.supervision.actions import choose_session
from clinic.supervision.models import ChosenSession
from tests.conftest import NOW, signed_in
from tests.factories import Case

FIRST = NOW - timedelta(weeks=7)


def hold(case: Case, number: int, **written: Any) -> Session:
    """Begin and sign the next session, a week after the one before."""
    at = FIRST + timedelta(weeks=number - 1)
    with time_machine.travel(at, tick=False):
        session = begin_session(course=case.course, by=case.therapist)
    with time_machine.travel(at + timedelta(minutes=52), tick=False):
        sign_session(session=session, by=case.therapist, **{"line": f"Session {number}.", **written})
    session.refresh_from_db()
    return session


def focus_on(case: Case, number: int) -> None:
    """Agree a focus on the day of a session."""
    with time_machine.travel(FIRST + timedelta(weeks=number - 1, minutes=30), tick=False):
        agree_focus(
            course=case.course,
            area="role_dispute",
            own_words="We stopped talking.",
            reason="Near the onset.",
            patient_says="agrees",
            by=case.therapist,
        )


@pytest.fixture
def sessions(case: Case) -> list[Session]:
    return [hold(case, 1), hold(case, 2), hold(case, 3)]


@pytest.fixture
def chosen(case: Case, sessions: list[Session]) -> ChosenSession:
    return choose_session(session=sessions[1], by=case.therapist, reason="The silence.")


@pytest.fixture
def supervisor(case: Case) -> Client:
    return signed_in(case.supervisor)


def words(answer: Any) -> str:
    """What a page says, without its markup."""
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())
