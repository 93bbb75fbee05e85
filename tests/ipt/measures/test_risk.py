"""Answers that show risk: never missed, never guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipt.measures import library, risk, scoring

PHQ9, ASQ = library.load("phq9"), library.load("asq_nimh")
answers = st.lists(st.sampled_from([0, 1, 2, 3, None]), min_size=9, max_size=9)


@given(answers)
def test_item_9_shows_risk_from_several_days_up(row):
    found = risk.risk_items(PHQ9, row)
    assert bool(found) == (row[8] is not None and row[8] >= 1)


@given(answers)
def test_a_blank_item_9_is_asked_again_and_is_not_risk(row):
    assert [item.number for item in risk.blank_risk_items(PHQ9, row)] == (["9"] if row[8] is None else [])


def test_a_risk_item_says_what_was_answered_and_what_to_do():
    (found,) = risk.risk_items(PHQ9, [0] * 8 + [2])
    assert (found.item.id, found.answer, found.label) == ("phq9-9", 2, "More than half the days")
    assert found.threshold == 1
    assert "review of suicide risk" in found.action


@pytest.mark.parametrize(
    ("measure_id", "number", "from_answer"),
    [
        ("phq9", "9", 1), ("core10", "6", 1), ("epds", "10", 1), ("qids_sr16", "12", 1), ("pcl5", "16", 2),
        ("asq_nimh", "5", 1),
    ],
)  # fmt: skip
def test_every_safety_item_has_its_threshold(measure_id, number, from_answer):
    measure = library.load(measure_id)
    rules = {measure.item(rule.item).number: rule.value for rule in measure.safety if rule.item}
    assert rules[number] == from_answer


def test_a_severe_total_is_attention_and_not_risk():
    row = [3] * 8 + [0]
    assert risk.risk_items(PHQ9, row) == ()
    (found,) = risk.attention(scoring.score(PHQ9, row))
    assert (found.score, found.value, found.rule.value) == ("total", 24, 20)


def test_a_total_that_is_not_there_wants_no_attention():
    assert risk.attention(scoring.score(PHQ9, [3] * 5 + [None] * 4)) == ()


def test_a_question_that_was_not_asked_is_not_blank():
    """ASQ item 5 is asked after a yes or a refusal only."""
    assert risk.blank_risk_items(ASQ, [0, 0, 0, 0, None]) == ()
    assert [item.number for item in risk.blank_risk_items(ASQ, [0, 1, 0, 0, None])] == ["5"]
    assert [item.number for item in risk.blank_risk_items(ASQ, [0, None, 0, 0, None])] == ["2", "5"]


def test_risk_is_read_for_one_person_and_refuses_wrong_answers():
    with pytest.raises(ValueError, match="one person"):
        risk.risk_items(PHQ9, [[0] * 9])
    with pytest.raises(ValueError, match="item 9: 5 is not an answer"):
        risk.risk_items(PHQ9, [0] * 8 + [5])
