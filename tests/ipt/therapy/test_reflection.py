"""The self-reflection ends in things to do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipt.therapy.reflection import ANSWERS, QUESTIONS, next_steps

answers = st.dictionaries(st.sampled_from(QUESTIONS), st.sampled_from(ANSWERS))


@given(answers)
def test_there_is_always_somebody_to_turn_to(said):
    assert {"talk", "young"} & set(next_steps(said))


@given(answers)
def test_danger_comes_first_whatever_else_is_said(said):
    for danger in ("yes", "partly"):
        assert next_steps({**said, "danger": danger})[0] == "urgent"


@given(answers)
def test_leaving_a_question_out_is_the_same_as_not_saying(said):
    assert next_steps(said) == next_steps({question: said.get(question, "unsaid") for question in QUESTIONS})


def test_the_young_are_sent_to_help_for_the_young():
    assert "talk" not in next_steps({"adult": "no"})


def test_an_unknown_answer_is_refused():
    with pytest.raises(ValueError, match="mood = maybe"):
        next_steps({"mood": "maybe"})
