"""Several people save the same thing at the same moment: all is kept, and the audit stays one chain."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from clinic.audit.models import AuditEvent
from clinic.courses.actions import begin_session, write_private_note
from clinic.formulation.actions import write_ending, write_formulation
from clinic.inventory.actions import draw_circle
from clinic.questionnaires.actions import ask, enter_for_patient
from clinic.safety.actions import write_safety_plan
from tests import factories
from tests.at_once import at_once, need_many_connections

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 6
TODAY = date(2026, 11, 12)


@pytest.fixture
def case() -> factories.Case:
    need_many_connections()
    return factories.course()


def all_do(act: Callable[[], object]) -> list[Exception]:
    """Many people do the same at the same moment; what went wrong."""
    return at_once(*[act] * MANY)


def test_versions_saved_at_once_are_all_kept(case: factories.Case) -> None:
    course, participant, by = case.course, case.participant, case.therapist
    session = begin_session(course=course, by=by)
    saved = [
        lambda: write_safety_plan(participant=participant, warning_signs="I stop answering.", by=by),
        lambda: write_formulation(course=course, crisis="The move", story="A story", by=by),
        lambda: write_ending(course=course, by=by),
        lambda: draw_circle(participant=participant, placements=[], drawn_on=TODAY, by=by),
        lambda: write_private_note(session=session, text="An echo", by=by),
    ]
    assert [all_do(act) for act in saved] == [[]] * len(saved)
    kept = [
        participant.safety_plans,
        course.formulations,
        course.endings,
        participant.circles,
        session.private_notes,
    ]
    numbers = list(range(MANY, 0, -1))
    assert [list(those.values_list("version", flat=True)) for those in kept] == [numbers] * len(kept)


def test_the_same_asked_or_entered_at_once_is_one(case: factories.Case) -> None:
    participant, by = case.participant, case.therapist
    form, answers = UUID(int=7), {f"phq9-{number}": 1.0 for number in range(1, 10)}
    given_at = datetime(2026, 11, 12, 13, tzinfo=UTC)
    assert all_do(lambda: ask(participant=participant, measure="gad7", due_on=TODAY, by=by)) == []
    entry = {"measure": "phq9", "answers": answers, "given_at": given_at, "way": "paper", "id": form}
    assert all_do(lambda: enter_for_patient(participant=participant, by=by, **entry)) == []
    assert (participant.measure_requests.count(), participant.responses.count()) == (1, 1)
    assert participant.alerts.count() == 1


def test_the_audit_stays_one_chain(case: factories.Case) -> None:
    assert all_do(lambda: write_ending(course=case.course, by=case.therapist)) == []
    numbers = AuditEvent.objects.filter(service_id=case.service.pk).values_list("seq", flat=True)
    assert list(numbers) == list(range(1, len(numbers) + 1))
