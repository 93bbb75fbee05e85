"""What the record shows of each session, never asked twice; adjunct techniques apart, missing is missing."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from clinic.courses.actions import amend_session, begin_session, tick_task
from clinic.courses.models import Session
from clinic.incidents.actions import begin_decision, tell_incident
from clinic.inventory.actions import add_person, link_mood_to_event, withdraw_link
from clinic.supervision.record import adherence_of
from ipt.therapy.adherence import SessionAdherence
from tests.clinic.supervision.conftest import FIRST, focus_on, hold, words
from tests.factories import Case


def url(case: Case) -> str:
    return f"/courses/{case.course.pk}/adherence/"


def read(case: Case, number: int) -> SessionAdherence:
    return next(one for one in adherence_of(case.course) if one.number == number)


def link(case: Case, session: Session, fits: bool) -> Any:
    return link_mood_to_event(
        session=session, what="left the room", feeling="angry", direction="down", fits_focus=fits,
        by=case.therapist,
    )  # fmt: skip


@pytest.fixture
def middle(case: Case) -> list[Session]:
    """Six sessions, the focus agreed in the fourth: 5 has two links, one tied; 6 has none."""
    held = [hold(case, number) for number in range(1, 4)]
    focus_on(case, 4)
    held.append(hold(case, 4))
    held.append(hold(case, 5, techniques=["encouragement_of_affect", "mindfulness"], plan="Ring Ada."))
    held.append(hold(case, 6))
    link(case, held[1], fits=True)
    link(case, held[4], fits=True)
    link(case, held[4], fits=False)
    return held


def test_the_share_is_of_middle_sessions_with_a_link(
    case: Case, middle: list[Session], therapist: Client
) -> None:
    assert read(case, 5).focus_share == 0.5
    assert read(case, 2).focus_share is None  # before the focus
    assert read(case, 6).focus_share is None  # nothing on record
    seen = words(therapist.get(url(case)))
    assert "In 1 of 1 middle session with a link, mood was tied to the focus" in seen
    assert "One more middle session has no link on record" in seen


def test_a_link_taken_back_counts_no_more(case: Case, middle: list[Session]) -> None:
    withdraw_link(link=middle[4].mood_event_links.filter(fits_focus=True).get(), by=case.therapist)
    assert read(case, 5).focus_share == 0


def test_an_adjunct_technique_stands_apart(case: Case, middle: list[Session], therapist: Client) -> None:
    seen = read(case, 5)
    assert seen.adjunct == ("mindfulness",)
    assert "mindfulness" not in {one.id for one in seen.strategies}
    page = therapist.get(url(case))
    own = {title for title, _times in page.context["own"]}
    assert page.context["adjunct"] == [("Mindfulness and attention regulation", 1)]
    assert "Mindfulness and attention regulation" not in own
    assert "Adjunct, not counted as IPT" in words(page)


def test_the_newest_version_of_a_record_counts(case: Case, middle: list[Session]) -> None:
    amend_session(
        session=middle[4], by=case.therapist, why_amended="Was not done.", line="5", techniques=["role_play"]
    )
    assert read(case, 5).adjunct == ()
    assert {one.id for one in read(case, 5).strategies} == {"role_play"}


def test_what_was_kept_in_a_session_shows_by_itself(case: Case, middle: list[Session]) -> None:
    about = {"participant": case.participant, "by": case.therapist}
    ada = add_person(**about, pseudonym="Ada", category="family", ring=2)
    line = {"speaker": "patient", "said": "Fine.", "felt": "hurt"}
    with time_machine.travel(middle[5].began_at + timedelta(minutes=20), tick=False):
        tell_incident(
            **about,
            relationship=ada,
            on=date(2026, 10, 20),
            turns=[line, line | {"felt": ""}],
            session_number=6,
        )
        begin_decision(**about, question="Ask her?", options=[{"option": "Do nothing for now"}])
    seen = read(case, 6).facts
    assert (seen.turns, seen.feelings, seen.decisions, seen.role_plays) == ((2,), 1, 1, 0)
    assert seen.time_limit_named is None
    tick_task(course=case.course, task="remaining_named", session_number=6, by=case.therapist)
    assert read(case, 6).facts.time_limit_named is True


def test_an_open_session_is_not_read_and_a_signed_one_is_on_its_page(
    case: Case, middle: list[Session], therapist: Client
) -> None:
    with time_machine.travel(FIRST + timedelta(weeks=6), tick=False):
        begin_session(course=case.course, by=case.therapist)
    assert [one.number for one in adherence_of(case.course)] == [1, 2, 3, 4, 5, 6]
    seen = words(therapist.get(f"/courses/{case.course.pk}/sessions/5/"))
    assert "How IPT was done, from the record" in seen and "1 of 2 links" in seen


def test_before_a_session_is_signed_the_page_says_what_comes(case: Case, therapist: Client) -> None:
    assert "No session is signed yet" in words(therapist.get(url(case)))


def test_the_table_of_the_chart_says_the_same(case: Case, middle: list[Session], therapist: Client) -> None:
    page = therapist.get(url(case)).content.decode()
    figure = re.search(r"<figure.*?</figure>", page, re.S)[0]
    assert figure.count('class="link-dot tied"') == 2 * 3  # in each of three widths
    assert figure.count('class="link-dot other"') == 1 * 3
    assert "no, not a middle session with a focus" in figure and "no, nothing on record" in figure


@pytest.mark.parametrize("page", ["adherence/", "sessions/1/"])
def test_a_longer_course_asks_no_more_queries(case: Case, therapist: Client, page: str) -> None:
    address = f"/courses/{case.course.pk}/{page}"
    hold(case, 1)
    few = _queries(therapist, address)
    for number in range(2, 7):
        link(case, hold(case, number), fits=True)
    assert _queries(therapist, address) == few


def _queries(browser: Client, address: str) -> int:
    browser.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(address).status_code == 200
    return len(asked)
