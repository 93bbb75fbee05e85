"""Each rule by hand, and the laws that hold for any scores."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from ipt.measures import library
from ipt.outcomes.signals import Observed, can_look, load, prompts, raised

PHQ9 = library.load("phq9")
nan = float("nan")


def at(rule, scores=None, mid_point=8, **known):
    """The sessions, counted from 1, at which a rule calls."""
    scores = [nan] * len(next(iter(known.values()))) if scores is None else scores
    called = raised(Observed(PHQ9, scores, mid_point=mid_point, **known))[rule]
    return [int(place) + 1 for place in np.flatnonzero(called)]


def test_six_points_above_the_first_score_are_reliably_worse_and_five_are_not():
    assert at("worse_than_start", [12, 17, 18, nan, 19, 12]) == [3, 5]


def test_the_score_before_the_first_session_is_compared_with_where_it_is_given():
    assert at("worse_than_start", [18, 18], first=12) == [1, 2]


def test_a_measure_on_which_higher_is_better_gets_worse_by_falling():
    maas = library.load("maas")
    assert maas.score(maas.main_score).higher_is == "better"
    found = raised(Observed(maas, [[5.0, 1.0]], mid_point=2))
    assert not found["little_change_by_mid_point"].any()


def test_the_answer_on_self_harm_is_compared_with_the_last_one_given():
    assert at("risk_answer_rose", risk_item=[0, nan, 1, 1, 0, 2]) == [3, 6]
    assert at("risk_answer_rose", risk_item=[nan, 1, nan, 1]) == []


def test_risk_is_new_only_after_somebody_looked_and_found_none():
    assert at("new_risk", risk=[1, 1, 0, nan, 1]) == [5]


def test_less_than_a_fifth_is_looked_for_in_sessions_four_to_six_alone():
    assert at("little_change_early", [20, 20, 20, 17, 16, 17, 20, 20]) == [4, 6]


def test_a_quarter_is_looked_for_from_the_manuals_mid_point_on():
    scores = [20, 20, 20, 16, 16, 16, 16, 16, 15, 16]
    assert at("little_change_by_mid_point", scores) == [8, 10]
    assert at("little_change_by_mid_point", scores, mid_point=9) == [10]


def test_who_began_below_the_cut_off_has_little_to_fall():
    assert at("little_change_early", [9, 9, 9, 9, 9]) == []
    assert at("little_change_early", [10, 9, 9, 9, 9]) == [4, 5]


def test_the_floor_of_the_scale_is_taken_off():
    k10 = library.load("k10")
    low = k10.score(k10.main_score).low
    assert low == 10
    fell = raised(Observed(k10, [30, 30, 30, 26, 25], mid_point=9))["little_change_early"]
    assert fell.tolist() == [False, False, False, False, False]  # 4 of 20 is a fifth


def test_the_second_missed_session_calls_and_every_one_after_it():
    assert at("missed_sessions", missed=[1, 0, nan, 1, 0, 1]) == [4, 6]


def test_a_fall_by_exactly_the_share_is_enough_also_in_tenths():
    """Of scores in tenths, a quarter of some differs by a little in binary, as 24.8 less 18.6."""
    first = np.arange(10, 27, 0.4).round(1)
    scores = np.column_stack([first, first, first, first, (0.75 * first).round(1)])
    called = raised(Observed(PHQ9, scores, mid_point=5))["little_change_by_mid_point"]
    assert called[:, -1].sum() == 0


def test_a_tenth_less_than_the_time_before_calls():
    assert at("alliance_fell", alliance=[0.9, 0.85, nan, 0.75, 0.9]) == [4]


def test_stopping_or_stepping_up_is_asked_from_the_second_score_that_calls_now():
    found = raised(Observed(PHQ9, [10, 17, 10, 17, 18], mid_point=8))
    assert prompts(found).tolist() == [False, False, False, True, True]


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"scores": [28]}, "scores: a number is not between 0 and 27"),
        ({"scores": [float("inf")]}, "infinite"),
        ({"scores": []}, "one session at least"),
        ({"scores": 4}, "axis of sessions"),
        ({"scores": [4], "missed": [0, 1]}, "missed has the shape"),
        ({"scores": [4], "alliance": [3]}, "alliance: a number is not between 0 and 1"),
        ({"scores": [4], "first": 99}, "first: a number is not between"),
    ],
)
def test_what_cannot_be_is_refused(wrong, reason):
    with pytest.raises(ValueError, match=reason):
        Observed(PHQ9, **({"mid_point": 8} | wrong))


some = st.integers(0, 27).map(float) | st.just(nan)
many = arrays.arrays(np.float64, st.tuples(st.integers(1, 5), st.integers(1, 10)), elements=some)


@given(many, st.randoms())
def test_many_at_once_equal_one_by_one_in_any_order(scores, shuffled):
    together = raised(Observed(PHQ9, scores, mid_point=4))
    order = shuffled.sample(range(len(scores)), len(scores))
    for rule, called in together.items():
        alone = [raised(Observed(PHQ9, scores[row], mid_point=4))[rule] for row in order]
        assert np.array_equal(called[order], np.stack(alone))


@given(many)
def test_nothing_calls_at_a_session_of_which_nothing_is_known(scores):
    for called in raised(Observed(PHQ9, scores, mid_point=4)).values():
        assert not called[np.isnan(scores)].any()


@given(many, st.integers(0, 27))
def test_what_comes_later_changes_nothing_before(scores, score):
    longer = np.concatenate([scores, np.full((len(scores), 1), float(score))], axis=-1)
    known = ~np.isnan(scores).all(axis=-1)  # a course without a score has no first one yet
    before, after = (raised(Observed(PHQ9, rows, mid_point=4)) for rows in (scores, longer))
    assert all(np.array_equal(before[r][known], after[r][known, :-1]) for r in before)


@given(many)
def test_a_lower_score_never_calls_where_a_higher_one_does_not(scores):
    lower = np.where(np.arange(scores.shape[1]) > 0, np.maximum(scores - 1, 0), scores)
    first = np.where(np.isnan(scores[:, 0]), 14.0, scores[:, 0])
    high, low = (raised(Observed(PHQ9, rows, mid_point=4, first=first)) for rows in (scores, lower))
    assert all(not (low[rule] & ~high[rule])[:, 1:].any() for rule in high)


def test_a_rule_looks_where_what_it_reads_is_known_and_nowhere_else():
    scores, rules = [10, 12], load().rules
    bare = Observed(PHQ9, scores, mid_point=8)
    assert {rule.finding for rule in rules if can_look(bare, rule)} == {"reliable_worsening", "small_fall"}
    full = Observed(
        PHQ9, scores, mid_point=8, risk_item=[0, 0], risk=[0, np.nan], missed=[0, 0], alliance=[1, 1]
    )
    assert all(can_look(full, rule) for rule in rules)
    assert not any(can_look(Observed(PHQ9, [np.nan], mid_point=8), rule) for rule in rules)


def test_every_finding_has_a_rule():
    assert len({rule.finding for rule in load().rules}) == 6
