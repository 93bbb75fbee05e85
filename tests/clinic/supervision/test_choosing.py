"""Sessions are chosen or drawn for supervision, and no draw is silently made again."""

from random import Random

import pytest
from django.test import Client

from clinic.access.roles import Role
from clinic.audit.models import AuditEvent
from clinic.courses.actions import begin_session
from clinic.courses.models import Session
from clinic.supervision.actions import Refused, choose_session, draw_session, rate_session, set_aside
from clinic.supervision.models import ChosenSession
from tests import factories
from tests.clinic.supervision.conftest import words
from tests.conftest import signed_in
from tests.factories import Case


def page(case: Case, below: str = "") -> str:
    return f"/courses/{case.course.pk}/adherence/{below}"


def test_a_therapist_and_the_supervisor_choose_a_signed_session(
    case: Case, sessions: list[Session], therapist: Client, supervisor: Client
) -> None:
    assert therapist.post(page(case, "choose/"), {"session": "1", "reason": "The end."}).status_code == 302
    assert supervisor.post(page(case, "choose/"), {"session": "3"}).status_code == 302
    assert {(one.session.number, one.chosen_by) for one in ChosenSession.objects.all()} == {
        (1, case.therapist),
        (3, case.supervisor),
    }
    assert "The end." in words(supervisor.get(page(case)))


def test_what_is_not_signed_or_chosen_already_cannot_be_chosen(
    case: Case, chosen: ChosenSession, therapist: Client
) -> None:
    still_open = begin_session(course=case.course, by=case.therapist)
    for session in (still_open, chosen.session):
        with pytest.raises(Refused):
            choose_session(session=session, by=case.therapist)
        assert therapist.post(page(case, "choose/"), {"session": session.number}).status_code == 422
    assert ChosenSession.objects.count() == 1


def test_a_draw_gives_every_free_session_a_chance_and_says_from_which(
    case: Case, chosen: ChosenSession
) -> None:
    drawn = set()
    for seed in range(20):
        one = draw_session(course=case.course, by=case.supervisor, rng=Random(seed))
        assert one.drawn_from == [1, 3]  # the second is chosen already
        drawn.add(one.session.number)
        set_aside(chosen=one, why="To draw again in this test.", by=case.supervisor)
    assert drawn == {1, 3}


def test_a_draw_is_kept_and_cannot_be_made_again_silently(case: Case, sessions: list[Session]) -> None:
    first = draw_session(course=case.course, by=case.supervisor, reason="One by chance.")
    with pytest.raises(Refused, match="was drawn and is not rated yet"):
        draw_session(course=case.course, by=case.therapist)
    event = AuditEvent.objects.get(did="drew a session for supervision")
    assert event.by_id == case.supervisor.pk
    assert event.detail == {"number": first.session.number, "drawn_from": [1, 2, 3]}

    set_aside(chosen=first, why="The recording is lost.", by=case.therapist)
    second = draw_session(course=case.course, by=case.therapist)
    assert ChosenSession.objects.count() == 2 and second.pk != first.pk
    seen = words(signed_in(case.supervisor).get(page(case)))
    assert "The recording is lost." in seen and "by Dr Lewis, from 3 sessions" in seen


def test_a_rated_session_stays_and_one_is_set_aside_with_a_reason_only(
    case: Case, chosen: ChosenSession, therapist: Client
) -> None:
    address = page(case, f"{chosen.pk}/set-aside/")
    assert therapist.post(address, {"why": " "}).status_code == 422
    rate_session(chosen=chosen, ratings={"focus": 2}, rests_on="notes", by=case.therapist)
    assert therapist.post(address, {"why": "Not this one."}, follow=True).status_code == 200
    chosen.refresh_from_db()
    assert chosen.set_aside_at is None


def test_nothing_is_left_to_draw_from_when_all_are_chosen(case: Case, sessions: list[Session]) -> None:
    for session in sessions:
        choose_session(session=session, by=case.therapist)
    with pytest.raises(Refused, match="No signed session is left"):
        draw_session(course=case.course, by=case.therapist)


def test_whoever_neither_treats_nor_supervises_finds_nothing(case: Case, chosen: ChosenSession) -> None:
    for role in (Role.SUPERVISOR, Role.THERAPIST, Role.LEAD):
        other = signed_in(factories.member(role, case.service))
        for below in ("", f"{chosen.pk}/", f"{chosen.pk}/rate/"):
            assert other.get(page(case, below)).status_code == 404
        assert other.post(page(case, "draw/")).status_code == 404
    assert signed_in(case.patient.user).get(page(case)).status_code == 403
    assert ChosenSession.objects.count() == 1
