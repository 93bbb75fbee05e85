"""The minute before a session: what moved, what was agreed, who is in play, what is due."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from clinic.access.roles import Role
from clinic.courses import actions
from clinic.courses.models import Session
from clinic.formulation.actions import agree_focus
from clinic.incidents.actions import agree_to_try, tell_incident, tell_try
from clinic.incidents.models import Incident
from clinic.inventory.actions import draw_circle, link_mood_to_event
from clinic.questionnaires.actions import ask, submit
from clinic.safety.actions import keep_private_enquiry, raise_alert
from tests import factories
from tests.clinic.inventory.people import rowans
from tests.conftest import NOW, signed_in
from tests.factories import Case


def page(case: Case) -> str:
    return f"/courses/{case.course.pk}/prepare/"


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def hold(case: Case, **written: Any) -> Session:
    session = actions.begin_session(course=case.course, by=case.therapist)
    actions.sign_session(session=session, by=case.therapist, **{"line": "We met.", **written})
    return session


def answered(case: Case, days_ago: int, **otherwise: float | None) -> None:
    """All nine at "several days", but for those named ``q<number>``."""
    with time_machine.travel(NOW - timedelta(days=days_ago), tick=False):
        asked = ask(
            participant=case.participant, measure="phq9", due_on=timezone.localdate(), by=case.therapist
        )
        answers: dict[str, float | None] = {item.id: 1.0 for item in asked.loaded.items}
        answers |= {f"phq9-{name[1:]}": value for name, value in otherwise.items()}
        submit(asked=asked, answers=answers, by=case.patient.user)


def test_before_anything_each_part_says_what_will_stand_there(case: Case, therapist: Client) -> None:
    seen = text(therapist.get(page(case)))
    for words in (
        "No score yet", "No session has been signed yet.", "None is agreed yet.",
        "Nobody yet: no link, no incident", "This is session 1 of 16.", "15 more after it.",
    ):  # fmt: skip
        assert words in seen


def test_it_says_the_score_its_direction_and_which_answers_moved(case: Case, therapist: Client) -> None:
    answered(case, 14, q9=0.0)
    answered(case, 7, q1=3.0, q9=0.0)
    answered(case, 0, q1=1.0, q3=2.0, q9=0.0)
    seen = text(therapist.get(page(case)))
    assert "PHQ-9 is" in seen and "1 lower than the time before" in seen
    first = seen.index("Little interest or pleasure in doing things:")
    assert "Nearly every day" in seen[first:] and first < seen.index("Trouble falling or staying asleep")
    assert "Poor appetite or overeating" not in seen


def test_a_wording_that_asks_has_its_own_mark_and_no_colon_after_it(case: Case, therapist: Client) -> None:
    answered(case, 7, q9=0.0)
    answered(case, 0, q1=2.0, q9=0.0, q10=2.0)
    seen = text(therapist.get(page(case)))
    assert "get along with other people? <span" in seen and "?:" not in seen
    assert "Little interest or pleasure in doing things: <span" in seen


def test_a_blank_is_not_a_move_and_never_zero(case: Case, therapist: Client) -> None:
    answered(case, 7, q2=3.0, q9=0.0)
    answered(case, 0, q2=None, q9=0.0)
    seen = text(therapist.get(page(case)))
    assert "No single answer moved." in seen and "Feeling down" not in seen


def has_a_line_to_try(case: Case) -> Incident:
    """A line to Ada is agreed on, in an incident with her; she was asked about first, alone."""
    ada = rowans(case)["Ada"]
    keep_private_enquiry(
        relationship=ada, asked_alone=True, asked_on=date(2026, 11, 5), answer="safe", by=case.therapist
    )
    account = tell_incident(
        participant=case.participant, relationship=ada, on=date(2026, 11, 9),
        turns=[{"speaker": "patient", "said": "Fine."}], by=case.therapist,
    )  # fmt: skip
    agree_to_try(
        incident=account.incident, line="I was worried.", agreed_for=date(2026, 11, 15), by=case.therapist
    )
    return account.incident


def test_what_was_agreed_stands_beside_what_came_of_it(case: Case, therapist: Client) -> None:
    hold(case, plan="Say one sentence early.", remember="Worry comes out as fine.")
    incident = has_a_line_to_try(case)
    seen = text(therapist.get(page(case)))
    assert "Say one sentence early." in seen and "Worry comes out as fine." in seen
    assert "“I was worried.”" in seen and "to be tried by" in seen
    tell_try(incident=incident, how="partly", what_happened="Ada put the phone down.", by=case.therapist)
    seen = text(therapist.get(page(case)))
    assert "Partly" in seen and "Ada put the phone down." in seen


def test_a_line_to_be_tried_is_not_called_nothing(case: Case, therapist: Client) -> None:
    hold(case)
    assert "Nothing was agreed." in text(therapist.get(page(case)))
    has_a_line_to_try(case)
    assert "Nothing was agreed." not in text(therapist.get(page(case)))


def test_who_is_in_play_with_the_latest_link_and_the_move_in_the_circle(
    case: Case, therapist: Client
) -> None:
    people = rowans(case)
    with time_machine.travel(NOW - timedelta(days=10), tick=False):
        draw_circle(
            participant=case.participant, placements=[(people["Sam"], 3, None)],
            drawn_on=date(2026, 11, 2), by=case.therapist,
        )  # fmt: skip
    with time_machine.travel(NOW - timedelta(days=7), tick=False):
        session = actions.begin_session(course=case.course, by=case.therapist)
        link_mood_to_event(
            session=session, relationship=people["Sam"], what="listened on the walk", feeling="close",
            direction="up", by=case.therapist,
        )  # fmt: skip
        actions.sign_session(session=session, line="We met.", by=case.therapist)
    draw_circle(
        participant=case.participant, placements=[(people["Sam"], 2, None)], drawn_on=date(2026, 11, 12),
        by=case.therapist,
    )  # fmt: skip
    seen = text(therapist.get(page(case)))
    assert "nearer, ring 3 to 2" in seen
    assert "listened on the walk: close, mood went up" in seen and "(session 1)" in seen


def test_open_alerts_and_an_open_proposal_are_there(case: Case, therapist: Client) -> None:
    raise_alert(
        participant=case.participant, reason="PHQ-9 item 9", answer="Several days", severity=1,
        response_id=None, at=timezone.now(), by=None,
    )  # fmt: skip
    actions.propose_sessions(course=case.course, to_sessions=18, why="Two weeks ill.", by=case.therapist)
    seen = text(therapist.get(page(case)))
    assert "Review now" in seen and "18 sessions instead of 16: not answered yet" in seen


def test_tasks_due_and_missing_lead_to_their_pages(case: Case, therapist: Client) -> None:
    for _number in range(2):
        hold(case)
    seen = text(therapist.get(page(case)))
    assert "missing since session 1" in seen
    assert f'<a href="/courses/{case.course.pk}/circle/">Go through the people' in seen


def test_the_caseload_and_the_course_offer_it(case: Case, therapist: Client) -> None:
    assert page(case) in text(therapist.get(f"/courses/{case.course.pk}/"))


def test_a_supervisor_may_read_it_and_others_find_nothing(case: Case) -> None:
    assert signed_in(case.supervisor).get(page(case)).status_code == 200
    stranger = signed_in(factories.member(Role.THERAPIST, case.service, name="Ben Frost"))
    assert stranger.get(page(case)).status_code == 404
    assert signed_in(case.patient.user).get(page(case)).status_code == 403


@pytest.mark.parametrize("much", [1, 4])
def test_the_page_costs_a_fixed_number_of_queries(
    case: Case, therapist: Client, django_assert_max_num_queries: Any, much: int
) -> None:
    people = rowans(case)
    agree_focus(
        course=case.course, area="role_dispute", own_words="We went quiet.", reason="The move.",
        patient_says="agrees", relationship=people["Sam"], session_number=4, by=case.therapist,
    )  # fmt: skip
    for day in range(much):
        answered(case, 10 - day, q9=0.0)
        session = actions.begin_session(course=case.course, by=case.therapist)
        for person in people.values():
            link_mood_to_event(
                session=session, relationship=person, what="rang", direction="up", by=case.therapist
            )
        actions.sign_session(session=session, line="We met.", by=case.therapist)
    therapist.get(page(case))
    with django_assert_max_num_queries(32):
        therapist.get(page(case))
