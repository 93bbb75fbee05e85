"""The expected range on the shared screen: shut until the therapist opens it, and for that look alone."""

import re
from dataclasses import replace
from math import ceil, floor
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from clinic.access.actions import change_service
from clinic.access.roles import Role
from clinic.audit.models import AuditEvent
from clinic.courses.actions import begin_session, sign_session
from clinic.courses.models import Session
from clinic.questionnaires import accepted
from clinic.questionnaires.actions import ask
from ipt.outcomes.forecast import demo_model
from tests import factories
from tests.clinic.signals.conftest import scores
from tests.conftest import NOW, signed_in

MODEL = demo_model(demo=True)
OPENED = "showed the expected range"
OF_THE_RANGE = ('class="expected"', "shaded band", "made-up courses", "chart.css", "xpected-range")


@pytest.fixture
def session(case: factories.Case) -> Session:
    """The third session, with scores of all three; the last of them far above what was expected."""
    for line in ("The first.", "The second."):
        sign_session(
            session=begin_session(course=case.course, by=case.therapist), line=line, by=case.therapist
        )
    scores(case, 12, 13, 24)
    return begin_session(course=case.course, by=case.therapist)


def written(time: int, *known: int) -> str:
    """The range of a score given those before it, as the page writes it."""
    state = MODEL.start()
    for number, score in enumerate(known, start=1):
        state = state.update(number, score)
    expected = MODEL.expected(state, time)
    return f"{ceil(expected.low)} to {floor(expected.high)}"


def at(session: Session, more: str = "") -> str:
    return f"/courses/{session.course_id}/sessions/{session.number}/together/{more}"


def text(browser: Client, page: str) -> str:
    reply = browser.get(page)
    assert reply.status_code == 200
    return " ".join(reply.content.decode().split())


def openings(session: Session) -> int:
    return AuditEvent.objects.filter(did=OPENED, on_id=str(session.pk), course_id=session.course_id).count()


def test_until_it_is_opened_nothing_of_it_is_in_the_page(therapist: Client, session: Session) -> None:
    shown = text(therapist, at(session))
    assert [words for words in OF_THE_RANGE if words in shown.replace("#expected-range", "")] == []
    assert "Show the expected range" in shown
    assert f'href="{at(session, "expected/")}#expected-range"' in shown
    assert openings(session) == 0


def test_opened_it_says_in_plain_words_what_it_is_and_is_not(therapist: Client, session: Session) -> None:
    shown = text(therapist, at(session, "expected/"))
    for words in (
        'class="expected"', "In 8 of 10 courses the score was inside.", "2 of 10 scores fall outside it",
        "It is not a promise and not a goal.", "No real person stands behind it.",
        f"For session 4 the band goes from {written(4, 12, 13, 24)}.", "Hide the expected range",
        f'href="{at(session)}#answers"',
    ):  # fmt: skip
        assert words in shown, words


def test_it_judges_nothing_and_foretells_no_case(therapist: Client, session: Session) -> None:
    """The last score lies far above the range, and is a case: neither is said, nor drawn otherwise."""
    shown = text(therapist, at(session, "expected/"))
    shown = shown[shown.index("<body") :]
    for words in (
        "above that range", "below that range", "within that range", "reliabl", "still a case", "caseness",
        "chance", "off track", "asks for a look", 'class="looked"', "dot square", "dot filled", "clay",
        "verdict",
    ):  # fmt: skip
        assert words.lower() not in shown.lower(), words


def test_opened_the_chart_says_what_a_score_may_mean_once_and_no_band_is_named(
    therapist: Client, session: Session
) -> None:
    shut, opened = text(therapist, at(session)), text(therapist, at(session, "expected/"))
    assert "often called “severe”" in shut and shut.count("Lower is better.") == 1
    assert "Your answers add up to 24, on a scale from 0 to 27. The first time it was 12." in opened
    assert "often called" not in opened and "severe" not in opened.lower()
    for said in ("Lower is better.", "a thing to talk about", "Low mood (PHQ-9): 12 the first time"):
        assert re.sub("<desc.*?</desc>", "", opened).count(said) == 1, (
            said
        )  # what is read, beside the drawing


def test_the_table_says_what_the_drawing_shows(therapist: Client, session: Session) -> None:
    shown = text(therapist, at(session, "expected/"))
    assert f'<td>session 2</td><td class="number">{written(2, 12)}</td>' in shown
    assert f'<td>session 3</td><td class="number">{written(3, 12, 13)}</td>' in shown
    assert "<td>the end</td>" in shown


def test_each_opening_is_recorded_with_who_and_which_session(
    case: factories.Case, therapist: Client, session: Session
) -> None:
    therapist.get(at(session, "expected/"))
    therapist.get(at(session, "expected/"))
    assert openings(session) == 2
    event = AuditEvent.objects.filter(did=OPENED).last()
    assert (event.by_id, event.detail) == (case.therapist.pk, {"number": session.number})
    assert text(therapist, f"/courses/{session.course_id}/history/").count(OPENED) == 2


def test_it_is_shut_again_wherever_one_goes_from_there(therapist: Client, session: Session) -> None:
    therapist.get(at(session, "expected/"))
    sign_session(session=session, line="The third.", by=session.course.therapist)
    later = begin_session(course=session.course, by=session.course.therapist)
    for page in (at(session), at(later), at(session).removesuffix("together/")):
        shown = text(therapist, page)
        assert 'class="expected"' not in shown
        assert "shaded band" not in shown
    assert therapist.get(at(session, "expected/")).headers["Cache-Control"] == "no-store"


def test_who_supervises_looks_at_the_page_and_cannot_open_it(case: factories.Case, session: Session) -> None:
    supervisor = signed_in(case.supervisor)
    assert "expected range" not in text(supervisor, at(session))
    assert supervisor.get(at(session, "expected/")).status_code == 403
    assert openings(session) == 0


def test_neither_the_patient_nor_a_stranger_opens_it(case: factories.Case, session: Session) -> None:
    stranger = signed_in(factories.member(Role.THERAPIST, case.service, name="Ben Frost"))
    assert stranger.get(at(session, "expected/")).status_code == 404
    assert signed_in(case.patient.user).get(at(session, "expected/")).status_code == 403
    assert openings(session) == 0


def test_opening_it_brings_nothing_onto_the_patients_own_pages(
    therapist: Client, patient: Client, session: Session
) -> None:
    therapist.get(at(session, "expected/"))
    sign_session(session=session, line="The third.", by=session.course.therapist)
    pages = ("/me/", "/me/measures/", "/me/sessions/", f"/me/sessions/{session.number}/", "/me/my-data/")
    for page in (*pages, "/me/my-data/download/"):
        shown = text(patient, page)
        assert 'class="expected"' not in shown
        assert "xpected range" not in shown


def test_a_screen_handed_over_does_not_open_it(
    case: factories.Case, therapist: Client, session: Session
) -> None:
    asked = ask(participant=case.participant, measure="phq9", due_on=NOW.date(), by=case.therapist)
    form = therapist.post(f"/courses/{case.course.pk}/measures/{asked.pk}/hand-over/").url
    for page in (at(session), at(session, "expected/")):
        assert therapist.get(page).url == form
    assert openings(session) == 0


@pytest.mark.parametrize("without", ["model", "scores shown", "second score"])
def test_where_there_is_nothing_to_open_it_is_not_offered(
    case: factories.Case, therapist: Client, settings: Any, tmp_path: Any, without: str
) -> None:
    session = begin_session(course=case.course, by=case.therapist)
    if without != "second score":
        scores(case, 12, 13)
    if without == "scores shown":
        change_service(service=case.service, by=case.therapist, shows_scores=False)
    if without == "model":
        settings.KITH_DEMO = False
        settings.KITH_HOME = replace(settings.KITH_HOME, folder=tmp_path)
    assert "expected range" not in text(therapist, at(session))
    assert therapist.get(at(session, "expected/")).url == at(session)
    assert openings(session) == 0


def test_an_accepted_model_says_whose_courses_it_learnt_from(
    therapist: Client, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the words its file bears, and none about made-up courses."""
    real = replace(
        MODEL,
        about="Riverside, 2019 to 2025.",
        calibration=replace(MODEL.calibration, simulated=False),
    )
    monkeypatch.setattr(accepted, "_simulated", lambda: real)
    shown = text(therapist, at(session, "expected/"))
    assert "This band comes from the courses of other people. Riverside, 2019 to 2025." in shown
    assert "made-up" not in shown


def test_opened_it_costs_a_fixed_number_of_queries(
    case: factories.Case, therapist: Client, session: Session, django_assert_max_num_queries: Any
) -> None:
    scores(case, 23, 22, 21, first=4)
    therapist.get(at(session, "expected/"))
    locks = 2 * (connection.vendor == "postgresql")  # its audit asks for one an event
    with django_assert_max_num_queries(25 + locks):
        therapist.get(at(session, "expected/"))
