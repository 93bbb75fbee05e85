"""A run of imagery: refused by rule where it must be, stopped at once, never ended before grounding."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from uuid_utils.compat import uuid7

from clinic.techniques import actions, running
from clinic.techniques.actions import imagery as runs
from clinic.techniques.models import ImageryRun, Readiness, RunTap
from tests.clinic.techniques.running import (
    IMAGERY,
    NOTHING,
    begun,
    finished,
    grounded,
    in_session,
    made_ready,
    raise_risk,
    tapped,
)
from tests.conftest import NOW
from tests.factories import Case


def asked(case: Case, session: object, **yes: bool) -> Readiness:
    return runs.ask_readiness(
        participant=case.participant, session=session, answers=NOTHING | yes, by=case.therapist
    )


def refused_for(readiness: Readiness) -> set[str]:
    with pytest.raises(actions.Refused) as refusal:
        runs.begin_run(readiness=readiness, label="x", stop_word="red", by=readiness.asked_by)
    assert not ImageryRun.objects.exists()
    return {one.when for one in refusal.value.verdict.reasons}


@pytest.mark.parametrize("circumstance", sorted(NOTHING))
def test_one_yes_before_it_refuses_the_run_and_is_kept(case: Case, circumstance: str) -> None:
    made_ready(case)
    readiness = asked(case, in_session(case), **{circumstance: True})
    assert refused_for(readiness) == {circumstance}
    assert Readiness.objects.get().answers[circumstance] is True


@pytest.mark.parametrize("circumstance", ["mania", "psychosis", "dissociation", "pending_court_case"])
def test_what_was_recorded_of_the_person_refuses_it(case: Case, circumstance: str) -> None:
    made_ready(case)
    actions.keep_precautions(participant=case.participant, present=[circumstance], by=case.therapist)
    assert refused_for(asked(case, in_session(case))) == {circumstance}


def test_acute_risk_refuses_it(case: Case) -> None:
    made_ready(case)
    raise_risk(case)
    assert refused_for(asked(case, in_session(case))) == {"acute_risk"}


@pytest.mark.parametrize(
    ("number", "minutes", "why"),
    [(3, 5, "early_sessions"), (15, 5, "last_sessions"), (6, 45, "little_time")],
)
def test_the_wrong_time_refuses_it(case: Case, number: int, minutes: int, why: str) -> None:
    made_ready(case)
    assert why in refused_for(asked(case, in_session(case, number, minutes)))


def test_without_consent_it_is_refused(case: Case) -> None:
    about = {"participant": case.participant, "by": case.therapist}
    actions.open_or_close(what=IMAGERY.id, opened=True, reason="She asks for it.", **about)
    assert refused_for(asked(case, in_session(case))) == {"no_consent"}


def test_consent_taken_back_refuses_it(case: Case) -> None:
    made_ready(case)
    actions.keep_consent(participant=case.participant, technique=IMAGERY.id, agreed=False, by=case.therapist)
    assert refused_for(asked(case, in_session(case))) == {"not_wanted"}


def test_it_is_off_until_a_reason_is_signed_and_never_on_by_default_after_trauma(case: Case) -> None:
    assert "ptsd14" not in IMAGERY.on_by_default_in
    about = {"participant": case.participant, "by": case.therapist}
    actions.keep_consent(technique=IMAGERY.id, agreed=True, **about)
    assert refused_for(asked(case, in_session(case))) == {"off_by_default"}
    actions.open_or_close(what=IMAGERY.id, opened=True, reason="She asks for it.", **about)
    assert runs.begin_run(
        readiness=asked(case, in_session(case, 7)), label="x", stop_word="red", by=case.therapist
    )


def test_a_question_that_was_not_asked_is_not_a_no(case: Case) -> None:
    with pytest.raises(ValueError, match="unwilling"):
        runs.ask_readiness(
            participant=case.participant,
            session=in_session(case),
            answers={name: False for name in NOTHING if name != "unwilling"},
            by=case.therapist,
        )


def test_a_signed_session_begins_none(case: Case) -> None:
    made_ready(case)
    session = in_session(case)
    session.signed_at = timezone.now()
    session.save()
    with pytest.raises(runs.NotNow):
        runs.begin_run(readiness=asked(case, session), label="x", stop_word="red", by=case.therapist)


def test_one_run_at_a_time(case: Case) -> None:
    run = begun(case)
    with pytest.raises(runs.AlreadyRunning):
        runs.begin_run(readiness=asked(case, run.session), label="x", stop_word="red", by=case.therapist)
    with pytest.raises(IntegrityError), transaction.atomic():
        ImageryRun.objects.create(
            service=case.service,
            participant=case.participant,
            session=run.session,
            readiness=asked(case, run.session),
            begun_by=case.therapist,
        )


# During


def test_risk_raised_meanwhile_leads_no_further_and_keeps_what_is_noted(case: Case) -> None:
    run = begun(case)
    tapped(run, "step", "step_in")
    raise_risk(case)
    with pytest.raises(actions.Refused, match="Risk is looked after first"):
        tapped(run, "step", "receive")
    with pytest.raises(actions.Refused):
        tapped(run, "carried_on", "All the same.")
    tapped(run, "distress", value=9)
    tapped(run, "stopped")
    grounded(run)
    assert running.add_up(run).may_finish
    assert running.state(run)["against"] == [
        "Risk is looked after first: an alert waits for its review, or the last review found a plan, intent"
        " or means."
    ]


def test_consent_taken_back_leads_no_further(case: Case) -> None:
    run = begun(case)
    actions.keep_consent(participant=case.participant, technique=IMAGERY.id, agreed=False, by=case.therapist)
    with pytest.raises(actions.Refused):
        tapped(run, "step", "step_in")


def test_closing_it_in_the_course_leads_no_further(case: Case) -> None:
    run = begun(case)
    actions.open_or_close(participant=case.participant, what=IMAGERY.id, opened=False, by=case.therapist)
    with pytest.raises(actions.Refused):
        tapped(run, "step", "step_in")


def test_time_running_short_warns_and_refuses_nothing(case: Case) -> None:
    run = begun(case)
    with time_machine.travel(NOW + timedelta(minutes=42), tick=False):
        tapped(run, "step", "step_in")
        assert running.state(run)["short"] is True
        assert running.state(run)["against"] == []


@pytest.mark.parametrize("step", ["as_then", "step_in", "receive"])
def test_a_stop_from_any_part_leads_to_grounding_and_not_back(case: Case, step: str) -> None:
    run = begun(case)
    tapped(run, "step", step)
    tapped(run, "stopped")
    assert running.add_up(run).step == "ground"
    for to in ("as_then", "step_in", "receive", "talk_it_over"):
        with pytest.raises(runs.NotNow):
            tapped(run, "step", to)
    with pytest.raises(runs.NotNow):
        finished(run)


def test_a_stop_while_talking_asks_for_grounding_once_more(case: Case) -> None:
    run = grounded(begun(case))
    tapped(run, "stopped")
    with pytest.raises(runs.NotNow):
        finished(run)
    tapped(run, "grounded", value=2)
    assert finished(run).finished_at


def test_grounding_is_said_in_its_own_step(case: Case) -> None:
    with pytest.raises(runs.NotNow):
        tapped(begun(case), "grounded", value=0)


def test_high_distress_for_over_two_minutes_proposes_a_stop(case: Case) -> None:
    run = begun(case)
    tapped(run, "distress", value=8)
    with time_machine.travel(NOW + timedelta(seconds=121), tick=False):
        tapped(run, "distress", value=9)
        assert running.state(run)["proposal"] == "high_distress"
        tapped(run, "carried_on", "It is easing.")
        assert running.state(run)["proposal"] == ""


def test_high_distress_that_is_not_rated_again_proposes_a_stop_when_the_time_is_up(
    case: Case, therapist: Client
) -> None:
    run = begun(case)
    page = f"/courses/{case.course.pk}/techniques/imagery/{run.pk}/"
    tapped(run, "distress", value=8)
    for seconds, proposed in ((120, ""), (121, "high_distress")):
        with time_machine.travel(NOW + timedelta(seconds=seconds), tick=False):
            state = running.state(run)
            assert (state["proposal"], state["high_for"]) == (proposed, seconds)
            reply = therapist.get(page)
            assert reply.context["proposal"] == proposed
            assert f'data-high-for="{seconds}"' in reply.content.decode()
    tapped(run, "distress", value=7)
    assert running.state(run)["high_for"] is None
    assert 'data-high-for=""' in therapist.get(page).content.decode()


def test_who_was_to_step_in_stays_as_agreed_whoever_stepped_in(case: Case, therapist: Client) -> None:
    run = begun(case)
    page = f"/courses/{case.course.pk}/techniques/imagery/{run.pk}/"
    tapped(run, "stepped_in", "patient")
    assert running.state(run)["stepped_in"] == "patient"
    said = therapist.get(page).content.decode()
    agreed = "the patient steps in" if run.steps_in_first == "patient" else "you step in"
    assert f"Agreed: {agreed}." in said
    assert 'value="patient" aria-pressed="true"' in said


def test_a_tap_sent_again_is_one(case: Case) -> None:
    run, key = begun(case), uuid7()
    for _time in range(2):
        tapped(run, "distress", value=6, id=key)
    assert RunTap.objects.count() == 1


def test_a_tap_kept_by_a_device_stands_where_it_was_made(case: Case) -> None:
    run = begun(case)
    with time_machine.travel(NOW + timedelta(minutes=9), tick=False):
        tapped(run, "distress", value=6)
        tapped(run, "distress", value=8, happened_at=NOW + timedelta(minutes=4))
        tapped(run, "distress", value=3, happened_at=NOW - timedelta(days=1))  # a clock that is wrong
        assert [one.value for one in running.add_up(run).distress] == [3, 8, 6]


def test_a_rating_stands_behind_what_the_same_window_did_before_it(case: Case) -> None:
    run, step = begun(case), uuid7()
    with time_machine.travel(NOW + timedelta(minutes=4), tick=False):
        tapped(run, "step", "step_in", id=step)  # made two seconds ago, and slow to arrive
        earlier = NOW + timedelta(minutes=4, seconds=-1)
        tapped(run, "distress", value=6, happened_at=earlier, after=step)
        tapped(run, "distress", value=3, happened_at=earlier)  # made in another window, before the step
        tapped(run, "distress", value=4, happened_at=NOW, after=uuid7())  # what came before it was refused
    assert [one.value for one in RunTap.objects.filter(run=run)] == [4, 3, None, 6]


def test_a_stop_stands_after_a_step_that_was_slow_to_arrive(case: Case) -> None:
    run = begun(case)
    with time_machine.travel(NOW + timedelta(seconds=65), tick=False):
        tapped(run, "step", "step_in")  # pressed before the stop, arrived after it
        tapped(run, "stopped", happened_at=NOW + timedelta(seconds=61))
        assert running.add_up(run).step == "ground"
        tapped(run, "grounded", value=1)
        assert running.add_up(run).may_finish


def test_going_back_stands_after_a_grounding_that_was_slow_to_arrive(case: Case) -> None:
    run = begun(case)
    tapped(run, "step", "ground")
    with time_machine.travel(NOW + timedelta(seconds=105), tick=False):
        tapped(run, "grounded", value=1)
        tapped(run, "step", "as_then", happened_at=NOW + timedelta(seconds=102))
        stands = running.add_up(run)
        assert (stands.step, stands.grounded) == ("as_then", False)
        with pytest.raises(runs.NotNow):
            finished(run)


@pytest.mark.parametrize(
    ("kind", "words", "value"),
    [
        ("distress", "", 11),
        ("distress", "", None),
        ("step", "choose", None),
        ("stepped_in", "somebody", None),
        ("carried_on", " ", None),
        ("left", "", None),
        ("unreal", "", 5),
        ("dance", "", None),
        ("need", "a" * 301, None),
        ("grounded", "", None),
    ],
)
def test_what_makes_no_sense_is_not_kept(case: Case, kind: str, words: str, value: int | None) -> None:
    run = begun(case)
    tapped(run, "step", "ground")
    with pytest.raises(ValueError, match="no "):
        tapped(run, kind, words, value)
