"""The number of sessions changes by agreement and by nothing else."""

import re
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from clinic.audit.models import AuditEvent
from clinic.courses import actions
from clinic.courses.models import SessionsAgreement
from tests.factories import Case

SRC = Path(__file__).parents[3] / "src"
SETS_IT = re.compile(r"\.planned_sessions = |\[\"planned_sessions\"\] = |update\(planned_sessions")


@pytest.fixture
def proposed(case: Case) -> SessionsAgreement:
    return actions.propose_sessions(
        course=case.course, to_sessions=20, why="The work on the dispute began late.", by=case.therapist
    )


def planned(case: Case) -> int:
    case.course.refresh_from_db()
    return case.course.planned_sessions


def test_a_proposal_changes_nothing(case: Case, proposed: SessionsAgreement) -> None:
    assert planned(case) == 16
    assert (proposed.from_sessions, proposed.to_sessions, proposed.open) == (16, 20, True)


@pytest.mark.parametrize("on", ["phone", "room"])
def test_the_number_changes_when_the_patient_agrees(case: Case, proposed: SessionsAgreement, on: str) -> None:
    by = case.patient.user if on == "phone" else case.therapist
    agreed = actions.agree_to_sessions(agreement=proposed, by=by, on=on, words="Yes, please.")
    assert planned(case) == 20
    assert (agreed.answered_by, agreed.answered_on, agreed.words) == (by, on, "Yes, please.")
    assert AuditEvent.objects.filter(did="agreed to another number of sessions", by_id=by.pk).exists()


def test_it_stays_when_they_do_not(case: Case, proposed: SessionsAgreement) -> None:
    actions.decline_sessions(agreement=proposed, by=case.patient.user, on="phone", words="It is enough.")
    assert planned(case) == 16
    assert SessionsAgreement.objects.get().answer == "not agreed"


def test_it_stays_when_it_is_taken_back(case: Case, proposed: SessionsAgreement) -> None:
    actions.take_back_proposal(agreement=proposed, by=case.therapist)
    assert planned(case) == 16
    with pytest.raises(actions.Refused):
        actions.agree_to_sessions(agreement=proposed, by=case.patient.user, on="phone")
    assert planned(case) == 16


def test_an_answer_is_given_once(case: Case, proposed: SessionsAgreement) -> None:
    actions.agree_to_sessions(agreement=proposed, by=case.patient.user, on="phone")
    with pytest.raises(actions.Refused):
        actions.decline_sessions(agreement=proposed, by=case.patient.user, on="phone")
    assert SessionsAgreement.objects.get().answer == "agreed"


def test_each_change_is_the_next_version(case: Case, proposed: SessionsAgreement) -> None:
    actions.agree_to_sessions(agreement=proposed, by=case.patient.user, on="phone")
    actions.propose_sessions(course=case.course, to_sessions=18, why="It goes well.", by=case.therapist)
    told = SessionsAgreement.objects.values_list("version", "from_sessions", "to_sessions")
    assert list(told) == [(2, 20, 18), (1, 16, 20)]


@pytest.mark.parametrize("number", [16, 0, 61])
def test_a_number_that_cannot_be_is_refused(case: Case, number: int) -> None:
    with pytest.raises(actions.Refused):
        actions.propose_sessions(course=case.course, to_sessions=number, why="More.", by=case.therapist)


def test_a_second_proposal_waits_for_the_first(case: Case, proposed: SessionsAgreement) -> None:
    with pytest.raises(actions.Refused, match="proposed already"):
        actions.propose_sessions(course=case.course, to_sessions=18, why="More.", by=case.therapist)


def test_it_is_never_fewer_than_have_begun(case: Case) -> None:
    for _session in range(3):
        session = actions.begin_session(course=case.course, by=case.therapist)
        actions.sign_session(session=session, line="We met.", by=case.therapist)
    with pytest.raises(actions.Refused, match="3 sessions have begun"):
        actions.propose_sessions(course=case.course, to_sessions=2, why="Enough.", by=case.therapist)
    fewer = actions.propose_sessions(course=case.course, to_sessions=3, why="Enough.", by=case.therapist)
    session = actions.begin_session(course=case.course, by=case.therapist)
    with pytest.raises(actions.Refused, match="4 sessions have begun"):
        actions.agree_to_sessions(agreement=fewer, by=case.patient.user, on="phone")
    assert planned(case) == 16


def test_a_reason_is_needed(case: Case) -> None:
    with pytest.raises(ValueError, match="reason"):
        actions.propose_sessions(course=case.course, to_sessions=18, why=" ", by=case.therapist)


def test_the_database_keeps_an_answer_together_with_who_gave_it(
    case: Case, proposed: SessionsAgreement
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        SessionsAgreement.objects.update(answer="agreed", answered_at=timezone.now())


def test_nothing_else_sets_the_number() -> None:
    found = [file.name for file in SRC.rglob("*.py") if SETS_IT.search(file.read_text("utf-8"))]
    assert found == ["sessions_agreed.py"]
