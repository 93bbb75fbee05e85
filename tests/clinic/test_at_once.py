"""Several people save the same thing at the same moment: all is kept, and the audit stays one chain."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from uuid import UUID

import pytest
from django.utils import timezone
from uuid_utils.compat import uuid7

from clinic.audit.models import AuditEvent
from clinic.courses.actions import begin_session, write_private_note
from clinic.formulation.actions import end, write_ending, write_formulation
from clinic.inventory.actions import draw_circle
from clinic.phone.views.entries import take_in
from clinic.phone.views.entry import Entry
from clinic.practice.actions import TellsOtherwise, agree_practice, log_practice
from clinic.practice.models import PracticeEntry
from clinic.questionnaires.actions import ask, enter_for_patient, submit
from clinic.safety.actions import escalate_overdue, raise_alert, review_risk, see, write_safety_plan
from clinic.signals.models import Signal
from clinic.techniques.models import TechniqueUse
from clinic.workbench.actions import record_absence
from tests import factories
from tests.at_once import at_once, need_many_connections
from tests.conftest import NOW

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


def test_what_a_phone_sends_at_once_is_kept_once(case: factories.Case) -> None:
    """Two windows of a phone, or one that lost the answer, send the same at the same moment."""
    agreed = agree_practice(
        participant=case.participant, what="Ring Ada", how_often="once", by=case.therapist
    )
    about = {"participant": str(case.participant.pk), "made_at": timezone.now().isoformat()}
    told = {"id": str(uuid7()), "kind": "practice", "of": str(agreed.practice_id), **about}
    done = {"id": str(uuid7()), "kind": "technique_use", "of": "grounding", **about}
    told["fields"] = {"how": "done", "note": "She laughed."}
    done["fields"] = {"seconds": "120", "takeaway": "Slower."}
    for sent in (told, done):
        states: list[str] = []
        arrives = partial(_arrives, Entry.read(json.dumps(sent).encode()), case, states)
        assert all_do(arrives) == []
        assert states == ["kept"] * MANY
    assert PracticeEntry.objects.get().tellings.count() == 1
    assert TechniqueUse.objects.get().takeaway == "Slower."
    kept = AuditEvent.objects.filter(did__in=("told how a practice went", "used a technique"))
    assert kept.count() == 2


def _arrives(entry: Entry, case: factories.Case, states: list[str]) -> None:
    states.append(take_in(entry, by=case.patient.user).state)


def test_one_number_for_two_things_at_once_keeps_one_and_breaks_nothing(case: factories.Case) -> None:
    """The same id for two practices: one is kept, the other hears that something else was."""
    rows = [
        agree_practice(participant=case.participant, what=what, how_often="once", by=case.therapist)
        for what in ("Ring Ada", "Walk with Ben")
    ]
    key, several, outcomes = uuid7(), iter([rows[0].practice, rows[1].practice] * MANY), []

    def send() -> None:
        try:
            log_practice(practice=next(several), how="done", id=key, by=case.patient.user)
            outcomes.append("kept")
        except TellsOtherwise:
            outcomes.append("otherwise")

    assert all_do(send) == []
    assert PracticeEntry.objects.count() == 1
    assert sorted(outcomes) == ["kept"] * 3 + ["otherwise"] * 3


def test_the_audit_stays_one_chain(case: factories.Case) -> None:
    assert all_do(lambda: write_ending(course=case.course, by=case.therapist)) == []
    numbers = AuditEvent.objects.filter(service_id=case.service.pk).values_list("seq", flat=True)
    assert list(numbers) == list(range(1, len(numbers) + 1))


def test_an_alert_is_seen_and_answered_at_once(case: factories.Case) -> None:
    """Two clinicians open and answer the same alert, and the worker finds it late; nobody's act is lost."""
    for turn in range(8):
        raised = raise_alert(
            participant=case.participant, reason="PHQ-9 item 9", answer="several days", severity=1,
            response_id=UUID(int=turn + 1), at=NOW, by=case.therapist,
        )  # fmt: skip
        answer = {"participant": case.participant, "action": "Rang.", "level": 1, "alert": raised}
        acts = [
            lambda alert=raised: see(alert=alert, by=case.therapist),
            lambda answer=answer: review_risk(by=case.supervisor, **answer),
            lambda: escalate_overdue(now=NOW + timedelta(days=9)),
        ]
        assert at_once(*acts) == []
        assert case.participant.alerts.get(pk=raised.pk).seen_at


def test_a_missed_session_calls_for_a_look_while_a_safety_plan_is_written(case: factories.Case) -> None:
    for _turn in range(8):
        held = begin_session(course=case.course, by=case.therapist)
        acts = [
            lambda held=held: record_absence(session=held, kind="missed", by=case.therapist),
            lambda: write_safety_plan(participant=case.participant, by=case.supervisor),
        ]
        assert at_once(*acts) == []
    assert case.participant.safety_plans.count() == 8
    assert Signal.objects.get(course=case.course).calls.count() == 7


def test_a_course_is_ended_while_the_patient_sends_answers(case: factories.Case) -> None:
    """What was sent is kept, whether it came before the end or after it: then as taken back."""
    given = {f"phq9-{number}": 1.0 for number in range(1, 10)}
    for _turn in range(8):
        mine = factories.course(of=case.service)
        asked = ask(participant=mine.participant, measure="phq9", due_on=TODAY, by=mine.therapist)
        acts = [
            lambda mine=mine: end(course=mine.course, on=TODAY, how="agreed early", by=mine.therapist),
            lambda asked=asked, mine=mine: submit(asked=asked, by=mine.patient.user, answers=given),
        ]
        assert at_once(*acts) == []
        mine.course.refresh_from_db()
        assert (mine.course.ended_on, mine.participant.responses.count()) == (TODAY, 1)
