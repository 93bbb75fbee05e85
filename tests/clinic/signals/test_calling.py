"""A signal comes with its score, joins its thread, and is never written without one."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from clinic.audit.models import AuditEvent
from clinic.courses.actions import begin_session, end_course, sign_session
from clinic.questionnaires.actions import ask, keep_imported, submit
from clinic.safety.actions import review_risk
from clinic.signals import actions
from clinic.signals.models import Signal, SignalCall
from clinic.supervision.actions import answer_check
from clinic.workbench.actions import record_absence
from tests import factories
from tests.clinic.signals.conftest import scores
from tests.conftest import NOW


def rules(case: factories.Case) -> list[str]:
    return sorted(Signal.objects.filter(course=case.course).values_list("rule", flat=True))


def test_a_score_reliably_above_the_first_calls_in_the_same_act(got_worse: factories.Case) -> None:
    [signal] = Signal.objects.all()
    [call] = signal.calls.all()
    assert (signal.rule, signal.level, signal.state) == ("worse_than_start", "review_now", "waits")
    assert signal.standing == "not validated for your service"
    assert call.basis == {"first": 12.0, "score": 19.0}
    assert call.because.startswith("PHQ-9 is 19 and was 12 at first")
    assert AuditEvent.objects.filter(did="called for a look", on_id=signal.pk).exists()


def test_without_the_score_there_is_no_signal_either(case: factories.Case, monkeypatch) -> None:
    scores(case, 12)

    def fails(**_given: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(actions, "record", fails)
    with pytest.raises(RuntimeError):
        scores(case, 19, first=2)
    assert not Signal.objects.exists()
    assert case.participant.responses.count() == 1


def test_the_same_rule_again_joins_its_thread(case: factories.Case) -> None:
    scores(case, 12, 19, 20)
    [signal] = Signal.objects.all()
    assert [call.session_number for call in signal.calls.all()] == [2, 3]


def test_a_rule_that_calls_no_more_is_quiet_and_stays_open(case: factories.Case) -> None:
    scores(case, 12, 19, 13)
    [signal] = Signal.objects.all()
    assert signal.quiet_since == NOW
    assert signal.closed_at is None
    scores(case, 20, first=4)
    signal.refresh_from_db()
    assert signal.quiet_since is None


def test_two_threads_of_a_rule_are_never_open_at_once(got_worse: factories.Case) -> None:
    open_one = Signal.objects.get()
    open_one.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        open_one.save(force_insert=True)


def test_the_same_score_calls_once(got_worse: factories.Case) -> None:
    signal = Signal.objects.get()
    call = signal.calls.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        SignalCall.objects.create(
            service_id=signal.service_id,
            signal=signal,
            called_at=NOW,
            because="x",
            response_id=call.response_id,
        )


def test_a_second_questionnaire_of_the_same_evening_calls_nothing(got_worse: factories.Case) -> None:
    for number, total in ((1, 5), (2, 15)):
        keep_imported(
            participant=got_worse.participant, measure="gad7", total=total, session_number=number,
            given_at=NOW, source=f"gad7 {number}", by=got_worse.therapist,
        )  # fmt: skip
    assert rules(got_worse) == ["worse_than_start"]


def test_an_old_score_and_one_after_the_end_call_nothing(case: factories.Case) -> None:
    scores(case, 12)
    keep_imported(
        participant=case.participant, measure="phq9", total=25, session_number=2, source="old",
        given_at=NOW - timedelta(days=15), by=case.therapist,
    )  # fmt: skip
    end_course(course=case.course, on=date(2026, 11, 12), by=case.therapist)
    scores(case, 26, first=3)
    assert rules(case) == []


def test_little_change_is_called_in_its_sessions_and_at_the_manuals_mid_point(case: factories.Case) -> None:
    scores(case, 20, 20, 20, 20)
    assert rules(case) == ["little_change_early"]
    scores(case, 16, 16, 16, 16, first=5)
    assert rules(case) == ["little_change_by_mid_point", "little_change_early"]
    early = Signal.objects.get(rule="little_change_early")
    assert [call.session_number for call in early.calls.all()] == [4]


def test_a_higher_answer_on_self_harm_calls_beside_its_alert(case: factories.Case) -> None:
    for number, answer in ((1, 0.0), (2, 2.0)):
        asked = ask(
            participant=case.participant, measure="phq9", due_on=date(2026, 11, 12), by=case.therapist,
            session_number=number,
        )  # fmt: skip
        answers = {item.id: 1.0 for item in asked.loaded.items} | {"phq9-9": answer}
        submit(asked=asked, answers=answers, by=case.patient.user)
    assert rules(case) == ["risk_answer_rose"]
    assert case.course.alerts.count() == 1


def test_risk_found_in_a_review_calls_where_none_was_found_before(case: factories.Case) -> None:
    about = {"participant": case.participant, "action": "Asked.", "by": case.therapist}
    review_risk(level=0, **about)
    assert rules(case) == []
    review_risk(level=2, **about)
    assert rules(case) == ["new_risk"]


def test_the_second_missed_session_calls_in_the_act_that_keeps_it(case: factories.Case) -> None:
    for expected in ([], ["missed_sessions"]):
        session = begin_session(course=case.course, by=case.therapist)
        record_absence(session=session, kind="missed", by=case.therapist)
        assert rules(case) == expected


def test_a_cancelled_session_is_no_missed_one(case: factories.Case) -> None:
    for _twice in range(2):
        session = begin_session(course=case.course, by=case.therapist)
        record_absence(session=session, kind="cancelled by patient", by=case.therapist)
    assert rules(case) == []


@pytest.mark.parametrize(
    ("second", "called"), [("mostly", []), ("a little", ["alliance_fell"]), ("no", ["alliance_fell"])]
)
def test_feeling_less_understood_calls_once_it_is_less_than_mostly(
    case: factories.Case, second: str, called: list[str]
) -> None:
    for said in ("yes", second):
        session = begin_session(course=case.course, by=case.therapist)
        sign_session(session=session, line="We met.", by=case.therapist)
        answer_check(participant=case.participant, session=session, understood=said, by=case.patient.user)
    assert rules(case) == called
