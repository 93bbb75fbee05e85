"""While a session goes on, its open page keeps its own therapist signed in, and no longer."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from clinic.courses import actions
from clinic.courses.models import Session
from tests import factories
from tests.conftest import NOW, signed_in


@pytest.fixture
def page(case: factories.Case) -> str:
    session = actions.begin_session(course=case.course, by=case.therapist)
    return f"/courses/{case.course.pk}/sessions/{session.number}/"


def watched(client: Client, page: str, minutes: range) -> int | None:
    """The page asks at each of these minutes; how many seconds are left after the last."""
    answer = None
    for minute in minutes:
        with time_machine.travel(NOW + timedelta(minutes=minute), tick=False):
            answer = client.get(f"{page}at-work/")
    return answer.json()["left"] if answer is not None and answer.status_code == 200 else None


def test_the_page_asks_by_itself(therapist: Client, page: str) -> None:
    assert f'data-left="{page}at-work/" data-every="60"' in therapist.get(page).content.decode()


def test_it_tells_the_version_of_the_draft(therapist: Client, page: str) -> None:
    assert therapist.get(f"{page}at-work/").json()["revision"] == 0
    therapist.post(f"{page}draft/", {"line": "We met.", "revision": "0"})
    assert therapist.get(f"{page}at-work/").json()["revision"] == 1


def test_a_session_of_fifty_minutes_is_not_interrupted(therapist: Client, page: str) -> None:
    therapist.get(page)
    assert watched(therapist, page, range(1, 60)) == 20 * 60
    with time_machine.travel(NOW + timedelta(minutes=60), tick=False):
        assert therapist.get(page).status_code == 200


def test_half_an_hour_after_its_length_the_sign_in_ends(therapist: Client, page: str) -> None:
    therapist.get(page)
    assert watched(therapist, page, range(1, 79)) == 2 * 60
    assert watched(therapist, page, range(79, 82)) is None


def test_what_the_therapist_does_themselves_counts_on(therapist: Client, page: str) -> None:
    with time_machine.travel(NOW + timedelta(minutes=75), tick=False):
        therapist.get(page)
    assert watched(therapist, page, range(76, 90)) == 6 * 60


def test_a_page_that_slept_too_long_does_not_come_back(therapist: Client, page: str) -> None:
    therapist.get(page)
    assert watched(therapist, page, range(25, 26)) is None


def test_a_signed_session_keeps_nobody_signed_in(case: factories.Case, therapist: Client, page: str) -> None:
    therapist.get(page)
    actions.sign_session(session=Session.objects.get(), by=case.therapist, line="We met.")
    assert watched(therapist, page, range(1, 19)) == 2 * 60


def test_a_session_left_open_from_another_day_keeps_nobody_signed_in(therapist: Client, page: str) -> None:
    Session.objects.update(began_at=NOW - timedelta(days=1))
    therapist.get(page)
    assert watched(therapist, page, range(1, 19)) == 2 * 60


def test_nobody_else_is_kept_signed_in(case: factories.Case, page: str) -> None:
    for person in (case.supervisor, case.patient.user):
        assert signed_in(person).get(f"{page}at-work/").status_code == 403
