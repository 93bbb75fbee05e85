"""What is closed with a person, and what opens it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from ipt.relationships.fear_and_violence import (
    NEVER_ASKED,
    Act,
    Answer,
    Asked,
    Release,
    closed,
    may_be_suggested_in_crisis,
    question_open,
)

TODAY = date(2026, 11, 12)
SAFE = Asked(Answer.SAFE, alone=True, version=1)
UNSAFE = Asked(Answer.NOT_SAFE, alone=True, version=2)
UNSURE = Asked(Answer.NOT_SURE, alone=True, version=1)
SIGNED = Release(until=TODAY + timedelta(days=14), on_version=2)


@pytest.mark.parametrize("act", list(Act))
@pytest.mark.parametrize("asked", [NEVER_ASKED, UNSAFE, UNSURE])
def test_all_three_stay_closed_until_asked_and_while_unsafe_or_unsure(act, asked):
    assert closed(act, asked, (), TODAY)


@pytest.mark.parametrize("act", list(Act))
def test_no_fear_told_alone_opens_all_three(act):
    assert not closed(act, SAFE, (), TODAY)


def test_an_answer_given_with_somebody_else_there_opens_nothing():
    assert closed(Act.REHEARSE, replace(SAFE, alone=False), (), TODAY)
    assert question_open(replace(SAFE, alone=False))


def test_a_signed_release_opens_until_its_last_day_and_no_longer():
    assert not closed(Act.TRY_FOR_REAL, UNSAFE, (SIGNED,), SIGNED.until)
    assert closed(Act.TRY_FOR_REAL, UNSAFE, (SIGNED,), SIGNED.until + timedelta(days=1))


def test_a_revoked_release_opens_nothing():
    assert closed(Act.REHEARSE, UNSAFE, (replace(SIGNED, revoked=True),), TODAY)


def test_a_release_lapses_when_the_patient_is_asked_again():
    assert not closed(Act.INVITE, UNSAFE, (SIGNED,), TODAY)
    assert closed(Act.INVITE, replace(UNSAFE, version=3), (SIGNED,), TODAY)


def test_one_release_in_force_is_enough_among_those_that_lapsed():
    lapsed = replace(SIGNED, until=TODAY - timedelta(days=1))
    assert not closed(Act.REHEARSE, UNSAFE, (lapsed, SIGNED), TODAY)


def test_a_release_can_be_signed_before_anybody_asked():
    assert not closed(Act.REHEARSE, NEVER_ASKED, (replace(SIGNED, on_version=0),), TODAY)


def test_an_unknown_act_or_answer_is_refused():
    with pytest.raises(ValueError):
        closed("visit", SAFE, (), TODAY)
    with pytest.raises(ValueError):
        closed(Act.REHEARSE, replace(SAFE, answer="fine"), (), TODAY)


def test_the_question_is_open_until_it_was_answered():
    assert question_open(NEVER_ASKED)
    assert not any(question_open(asked) for asked in (SAFE, UNSAFE, UNSURE))


def test_only_a_doubt_that_was_voiced_leaves_somebody_out_of_the_safety_plan():
    suggested = [may_be_suggested_in_crisis(asked) for asked in (NEVER_ASKED, SAFE, UNSURE, UNSAFE)]
    assert suggested == [True, True, False, False]
