"""From the reading to the close: versions kept, a person named, and nothing closed unread."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from clinic.access.meanwhile import WrittenMeanwhile
from clinic.signals import actions, gathering
from clinic.signals.models import Signal
from tests import factories
from tests.clinic.signals.conftest import scores

AGAIN = date(2026, 11, 26)


def the_signal(case: factories.Case, rule: str = "worse_than_start") -> Signal:
    return Signal.objects.open().get(course=case.course, rule=rule)


def reads(case: factories.Case, rule: str = "worse_than_start", **given: object):
    told = {"reasons": ["event"], "plan": "Stay.", "look_again_on": AGAIN, **given}
    return actions.read(signal=the_signal(case, rule), by=case.therapist, **told)


def test_a_reading_is_kept_in_versions(got_worse: factories.Case) -> None:
    reads(got_worse)
    second = reads(got_worse, reasons=["support"], words="Her brother left.", seen=1)
    signal = the_signal(got_worse)
    assert (second.version, signal.newest.words, signal.state) == (2, "Her brother left.", "planned")
    assert signal.readings.count() == 2


def test_a_newer_reading_is_not_passed_over(got_worse: factories.Case) -> None:
    reads(got_worse)
    with pytest.raises(WrittenMeanwhile):
        reads(got_worse, seen=0)


def test_a_reason_that_is_none_is_refused(got_worse: factories.Case) -> None:
    with pytest.raises(ValueError, match="no such reason: weather"):
        reads(got_worse, reasons=["weather"])


def test_nothing_is_closed_unread_or_without_a_reason(got_worse: factories.Case) -> None:
    signal = the_signal(got_worse)
    with pytest.raises(actions.Refused):
        actions.close(signal=signal, why="Fine.", by=got_worse.therapist)
    reads(got_worse)
    with pytest.raises(ValueError, match="with a reason"):
        actions.close(signal=signal, why="  ", by=got_worse.therapist)
    closed = actions.close(signal=signal, why="Two lower scores.", by=got_worse.supervisor)
    assert (closed.closed_by, closed.state) == (got_worse.supervisor, "closed")


def test_the_database_refuses_a_signal_closed_by_nobody(got_worse: factories.Case) -> None:
    signal = the_signal(got_worse)
    signal.closed_at = signal.called_at
    with pytest.raises(IntegrityError), transaction.atomic():
        signal.save()


def test_scores_getting_better_close_nothing(case: factories.Case) -> None:
    scores(case, 12, 19, 5, 4, 3)
    assert the_signal(case).state == "waits"


def test_what_is_closed_takes_no_further_reading(got_worse: factories.Case) -> None:
    reads(got_worse)
    signal = the_signal(got_worse)
    actions.close(signal=signal, why="Lower.", by=got_worse.therapist)
    with pytest.raises(actions.Refused, match="It is closed"):
        actions.read(signal=signal, reasons=[], plan="More.", look_again_on=AGAIN, by=got_worse.therapist)
    actions.add_note(signal=signal, words="Well seen.", by=got_worse.supervisor)
    assert signal.notes.get().words == "Well seen."


def test_what_calls_now_opens_anew_after_a_close(got_worse: factories.Case) -> None:
    reads(got_worse)
    actions.close(signal=the_signal(got_worse), why="Seen.", by=got_worse.therapist)
    scores(got_worse, 20, first=3)
    assert Signal.objects.filter(rule="worse_than_start").count() == 2


@pytest.mark.parametrize(("days", "threads"), [(14, 1), (0, 2)])
def test_what_calls_soon_is_quiet_while_its_plan_holds(case: factories.Case, days: int, threads: int) -> None:
    scores(case, 20, 20, 20, 20)
    today = date(2026, 11, 12)
    reads(case, rule="little_change_early", look_again_on=today + timedelta(days=days))
    actions.close(signal=the_signal(case, "little_change_early"), why="Planned.", by=case.therapist)
    scores(case, 20, first=5)
    found = Signal.objects.filter(rule="little_change_early")
    assert found.count() == threads
    assert sum(one.calls.count() for one in found) == 2


def test_from_the_second_score_that_calls_now_stopping_or_stepping_up_is_asked(case: factories.Case) -> None:
    scores(case, 12, 19)
    assert gathering.of_course(case.course)["step_up"] == ""
    scores(case, 20, first=3)
    assert "stop, step up or change the treatment" in gathering.of_course(case.course)["step_up"]


def test_a_supervisor_sees_the_signals_of_supervised_courses_alone(got_worse: factories.Case) -> None:
    elsewhere = factories.course(of=got_worse.service)
    scores(elsewhere, 12, 19)
    assert [one.course for one in gathering.to_supervise(got_worse.supervisor)] == [got_worse.course]
    assert [one.course for one in gathering.to_supervise(got_worse.therapist)] == [got_worse.course]


def test_one_whose_day_has_come_stands_before_those_whose_day_is_to_come(case: factories.Case) -> None:
    scores(case, 12, 19, 19, 19)
    today = date(2026, 11, 12)
    for rule, again in (("worse_than_start", AGAIN), ("little_change_early", today)):
        reads(case, rule, look_again_on=again)
    assert [(one.rule, one.is_to_be_seen_again()) for one in gathering.to_supervise(case.supervisor)] == [
        ("little_change_early", True), ("worse_than_start", False),
    ]  # fmt: skip


def test_one_that_waits_for_a_reading_comes_first(case: factories.Case) -> None:
    scores(case, 12, 19, 19, 19)
    reads(case)
    assert [one.rule for one in gathering.to_supervise(case.supervisor)] == [
        "little_change_early", "worse_than_start",
    ]  # fmt: skip
