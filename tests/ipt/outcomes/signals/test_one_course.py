"""One course: what each signal rests on, in numbers and in a sentence."""

import pytest

from ipt.measures import library
from ipt.outcomes.signals import Observed, look

PHQ9 = library.load("phq9")
nan = float("nan")


def test_a_signal_says_what_it_rests_on():
    [one] = look(Observed(PHQ9, [12, nan, 19], mid_point=8)).signals
    assert (one.rule.id, one.session, one.basis) == ("worse_than_start", 3, {"first": 12, "score": 19})
    assert one.because == ("PHQ-9 is 19 and was 12 at first, 7 points worse; 6 or more is a reliable change.")


def test_every_rule_has_its_sentence():
    seen = look(
        Observed(
            PHQ9, [20, 20, 20, 20, 20, 27], mid_point=6, risk_item=[0, 0, 0, 0, 0, 1],
            risk=[0, nan, nan, nan, nan, 1], missed=[0, 1, 1, 0, 0, 0],
            alliance=[0.9, nan, nan, nan, 0.5, nan],
        )
    )  # fmt: skip
    assert {one.rule.id: one.because for one in seen.signals} == {
        "worse_than_start": (
            "PHQ-9 is 27 and was 20 at first, 7 points worse; 6 or more is a reliable change."
        ),
        "risk_answer_rose": "The answer is 1, and was 0 before.",
        "new_risk": "A clinician found risk; at the review before there was none to find.",
        "little_change_early": (
            "PHQ-9 is 27 in session 6 and was 20 at first; the rule looks for a fall of 20% or more."
        ),
        "little_change_by_mid_point": (
            "PHQ-9 is 27 in session 6 and was 20 at first; the rule looks for a fall of 25% or more."
        ),
        "missed_sessions": "2 sessions were missed.",
        "alliance_fell": (
            "What was said of working together lies at 50% of its scale, and lay at 90% before."
        ),
    }
    assert [one.rule.id for one in seen.at(3)] == ["missed_sessions"]
    assert seen.step_up_at == ()


def test_it_says_where_to_ask_about_stopping_or_stepping_up():
    assert look(Observed(PHQ9, [10, 17, 18], mid_point=8)).step_up_at == (3,)


def test_one_course_at_a_time():
    with pytest.raises(ValueError, match="one course at a time"):
        look(Observed(PHQ9, [[10, 17]], mid_point=8))
