"""Reliable change and recovery, against the published formulas and the services' own thresholds."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipt.measures import library
from ipt.outcomes import change

PHQ9, GAD7, WHO5 = (library.load(name) for name in ("phq9", "gad7", "who5"))
WITH_RULE = [m for m in map(library.load, library.ids()) if change.reliable_rule(m)]


def test_standard_error_of_a_difference():
    """SD 6 and reliability .85: 6 * sqrt(0.3) = 3.286, and 1.96 times that is 6.44."""
    assert change.s_diff(6, 0.85) == pytest.approx(3.286, abs=5e-4)
    assert change.reliable_threshold(6, 0.85) == pytest.approx(6.44, abs=5e-3)


def test_the_published_example():
    """Jacobson & Truax 1991, pp. 13-15: marital adjustment, 32.5 before and 47.5 after, RC = 3.16."""
    assert change.s_diff(7.5, 0.80) == pytest.approx(4.74, abs=5e-3)
    assert change.reliable_change_index(32.5, 47.5, sd=7.5, reliability=0.80) == pytest.approx(3.16, abs=5e-3)


def test_the_gad7_threshold_of_gyani_2013_follows_from_its_sd_and_alpha():
    """1.96 * 4.5 * sqrt(2 * (1 - .92)) = 3.53, as Gyani et al. 2013 print."""
    assert change.reliable_threshold(4.5, 0.92) == pytest.approx(3.53, abs=5e-3)


def test_criterion_c_lies_equally_far_from_both_means_in_standard_deviations():
    """(7.5 * 60 + 7.5 * 40) / 15 = 50, Jacobson & Truax 1991 p. 13."""
    assert change.criterion_c(40, 7.5, 60, 7.5) == 50
    assert change.criterion_c(15, 6, 4, 3) == pytest.approx((3 * 15 + 6 * 4) / 9)


def test_formulas_take_arrays():
    assert change.s_diff([6, np.nan], 0.85).shape == (2,)
    assert np.isnan(change.s_diff([6, np.nan], 0.85)[1])


@pytest.mark.parametrize("bad", [lambda: change.s_diff(-1, 0.5), lambda: change.s_diff(1, 1.2)])
def test_impossible_spreads_and_reliabilities_are_refused(bad):
    with pytest.raises(ValueError, match="reliability lies between 0 and 1"):
        bad()


@pytest.mark.parametrize(("sd", "reliability"), [(5, 1), (0, 0.8), ([6, 0], 0.8), (np.inf, 0.8)])
def test_a_threshold_that_any_move_or_none_would_pass_is_none(sd, reliability):
    with pytest.raises(ValueError, match=r"there is no threshold|infinite"):
        change.reliable_threshold(sd, reliability)


def test_no_move_is_no_change_whatever_the_threshold():
    nothing = replace(change.reliable_rule(PHQ9), value=0)
    assert change.compare(PHQ9, 9, 9, reliable=nothing).reliable == "none"
    assert change.directions(PHQ9, 9, 9, rule=nothing) == 0


def test_no_index_without_error_and_no_cutoff_without_spread():
    with pytest.raises(ValueError, match="no index"):
        change.reliable_change_index(1, 2, sd=0, reliability=0.5)
    with pytest.raises(ValueError, match="more than zero"):
        change.criterion_c(1, 0, 2, 0)


@pytest.mark.parametrize(
    ("before", "after", "reliable", "outcome"),
    [
        (18, 9, "improvement", "recovered"),
        (18, 12, "improvement", "improved"),  # 6 points are reliable, and 12 is still a case
        (18, 13, "none", "unchanged"),  # 5 points are not
        (10, 9, "none", "unchanged"),  # below the cut-off, but not reliably
        (9, 3, "improvement", "improved"),  # never a case, so nothing to recover from
        (9, 15, "deterioration", "deteriorated"),
        (9, 14, "none", "unchanged"),
    ],
)
def test_phq9_outcomes(before, after, reliable, outcome):
    result = change.compare(PHQ9, before, after)
    assert (result.reliable, result.outcome) == (reliable, outcome)
    assert result.change == after - before


@pytest.mark.parametrize(("after", "reliable"), [(11, "none"), (10, "improvement"), (18, "deterioration")])
def test_gad7_needs_four_points(after, reliable):
    assert change.compare(GAD7, 14, after).reliable == reliable


def test_thresholds_come_with_their_source():
    result = change.compare(PHQ9, 18, 9)
    assert result.reliable_threshold.value == 6
    assert "NHS Talking Therapies" in result.reliable_threshold.source
    assert result.caseness.value == 10
    assert (result.case_before, result.case_after) == (True, False)


def test_where_nothing_was_published_nothing_is_claimed():
    result = change.compare(WHO5, 20, 60)
    assert result.reliable is None
    assert result.outcome is None
    assert (result.case_before, result.case_after) == (True, False)


def test_higher_can_be_better():
    rule = library.load("ors")
    assert change.compare(rule, 20, 26).outcome == "recovered"
    assert change.compare(rule, 26, 20).outcome == "deteriorated"


def test_another_threshold_can_be_used():
    stricter = next(rule for rule in GAD7.change if rule.value == 6)
    assert change.compare(GAD7, 14, 10, reliable=stricter).reliable == "none"


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [(28, 3, "between 0 and 27"), (3, -1, "between 0 and 27"), (float("nan"), 3, "both")],
)
def test_impossible_scores_are_refused(before, after, reason):
    with pytest.raises(ValueError, match=reason):
        change.compare(PHQ9, before, after)


def test_an_unknown_score_is_refused():
    with pytest.raises(ValueError, match="no score 'sum'"):
        change.compare(PHQ9, 1, 2, score_id="sum")


def pairs(measure):
    score = measure.score(measure.main_score)
    values = st.integers(int(score.low), int(score.high)).map(float)
    return st.tuples(st.just(measure), values, values)


@given(st.sampled_from(WITH_RULE).flatmap(pairs))
def test_turning_time_round_turns_the_direction(case):
    measure, before, after = case
    turned = {"improvement": "deterioration", "deterioration": "improvement", "none": "none"}
    there, back = change.compare(measure, before, after), change.compare(measure, after, before)
    assert back.reliable == turned[there.reliable]


@given(st.sampled_from(WITH_RULE).flatmap(pairs))
def test_many_pairs_at_once_agree_with_one_by_one(case):
    measure, before, after = case
    word = {1.0: "improvement", -1.0: "deterioration", 0.0: "none"}
    many = change.directions(measure, [before, np.nan], [after, after])
    assert word[many[0]] == change.compare(measure, before, after).reliable
    assert np.isnan(many[1])


def test_directions_need_a_published_threshold():
    with pytest.raises(ValueError, match="no reliable change has been published for WHO-5"):
        change.directions(WHO5, 20, 60)


def test_a_change_of_just_the_threshold_is_reliable_however_tenths_are_written():
    """36.8 - 31.8 is a little less than 5 in binary; every pair of ORS scores that lies 5 points apart."""
    ors = library.load("ors")
    low = np.arange(351) / 10
    high = np.arange(50, 401) / 10
    assert set(change.directions(ors, low, high).tolist()) == {1.0}
    assert set(change.directions(ors, high, low).tolist()) == {-1.0}
    assert change.compare(ors, 36.8, 31.8).reliable == "deterioration"
    assert set(change.directions(ors, high, low + 0.1).tolist()) == {0.0}
