"""One person's figures by hand, by counting every order, and by laws."""

import itertools
import math
from dataclasses import asdict

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipt.outcomes import orders
from ipt.outcomes.orders import exact_p, shared_out_p
from ipt.outcomes.single_case import compare_phases, describe, limits, trend

POINTS = st.lists(st.integers(0, 27), min_size=3, max_size=9)


def test_phases_by_hand():
    """12 pairs: B is lower in 10, higher in one (11 over 10), tied in one (10)."""
    found = compare_phases([14, 12, 10, 13], [11, 9, 10])
    assert found.nap == pytest.approx((10 + 0.5) / 12)
    assert found.tau == pytest.approx((10 - 1) / 12)
    assert found.median_change == 2.5
    assert found.pem == 1.0


def test_a_score_on_the_median_counts_half():
    assert compare_phases([14, 12, 10], [12, 11, 13, 9]).pem == 2.5 / 4


def test_a_trend_within_the_first_phase_is_taken_off():
    """A falls already: 2 of 3 pairs fall... all three do, so three wins are taken off the nine."""
    found = compare_phases([14, 12, 10], [8, 7, 6])
    assert (found.tau, found.tau_u) == pytest.approx((1.0, (9 - 3) / 9))


def test_the_scores_of_parker_and_vannests_example():
    """Behav Ther 40:357-367, the scores as R's SingleCaseES has them: of 110 pairs 104 are won and 4 tied."""
    a, b = [4, 3, 4, 3, 4, 7, 5, 2, 3, 2], [5, 9, 7, 9, 7, 5, 9, 11, 11, 10, 9]
    found = compare_phases(a, b, higher_is="better")
    assert found.nap == pytest.approx((104 + 4 / 2) / 110)


def test_ten_scores_that_rise_by_one_each_are_no_change():
    """As R's SingleCaseES holds itself to Tarlow (2017): Tau 1, Tau-U 0.6, baseline-corrected 0."""
    found = compare_phases([1, 2, 3, 4, 5], [6, 7, 8, 9, 10], higher_is="better")
    assert (found.tau, found.tau_u, found.trend_in_a, found.tau_corrected) == (1, 0.6, True, 0)


def test_a_trend_of_the_first_phase_is_drawn_on_over_what_is_missing():
    """One score and one session without a score: the line still has the slope of the sessions."""
    rising = [1, 2, math.nan, 4, 5, 6], [7, math.nan, 9, 10]
    assert compare_phases(*rising, higher_is="better").tau_corrected == 0
    time = [1, 2, 4, 5, 6, 7, 9, 10]
    assert describe(time, time, changed_at=7).phases.tau_corrected == 0


def test_a_change_beside_a_trend_stays():
    """A falls by one each; B falls on by one each from five points lower."""
    a, b = 20 - np.arange(6), 9 - np.arange(4)
    found = compare_phases(a, b)
    assert (found.trend_in_a, found.tau_corrected) == (True, 1)


def test_without_a_trend_in_the_first_phase_nothing_is_taken_off():
    found = compare_phases([14, 12, 13, 15, 12], [11, 9, 12, 10])
    assert not found.trend_in_a
    assert found.tau_corrected == found.tau


def every_way(first, second):
    """The share of all ways to share the scores out in which as many pairs are won or lost."""
    together, m = [*first, *second], len(second)

    def won(of_b):
        b = [together[at] for at in of_b]
        a = [score for at, score in enumerate(together) if at not in of_b]
        return abs(sum(np.sign(y - x) for x in a for y in b))

    ways = [won(set(of_b)) for of_b in itertools.combinations(range(len(together)), m)]
    here = won(set(range(len(first), len(together))))
    return np.mean([way >= here for way in ways])


FEW = st.lists(st.integers(0, 9), min_size=3, max_size=5)


@given(a=FEW, b=FEW)
def test_p_of_two_phases_is_the_share_of_all_ways_to_share_the_scores_out(a, b):
    told = compare_phases(a, b).p
    assert told == pytest.approx(every_way(a, b))
    assert compare_phases(b, a).p == pytest.approx(told)


def test_p_of_three_and_three_by_hand():
    """Two of the twenty ways have all of one phase above all of the other."""
    assert compare_phases([14, 12, 13], [8, 7, 6]).p == pytest.approx(2 / 20)
    assert any("p cannot fall to 5%" in one for one in limits(3, 3))
    assert not any("cannot fall" in one for one in limits(4, 4))


def test_p_of_many_scores_is_near_what_counting_gives(monkeypatch):
    rng = np.random.default_rng(5)
    for _ in range(20):
        first, second = rng.integers(0, 20, 25).astype(float), rng.integers(3, 23, 20).astype(float)
        counted = shared_out_p(first, second)
        with monkeypatch.context() as fewer:
            fewer.setattr(orders, "SHARED_OUT", 10)
            assert shared_out_p(first, second) == pytest.approx(counted, rel=0.1, abs=2e-3)


@given(a=POINTS, b=POINTS)
def test_better_and_worse_swap_the_sign(a, b):
    one, other = compare_phases(a, b), compare_phases(a, b, higher_is="better")
    assert one.tau_corrected == pytest.approx(-other.tau_corrected)
    assert one.p == other.p
    assert one.nap == pytest.approx(1 - other.nap)
    assert one.tau == pytest.approx(-other.tau)


@given(a=POINTS, b=POINTS, shift=st.integers(-9, 9))
def test_points_added_to_all_change_nothing(a, b, shift):
    moved = compare_phases([x + shift for x in a], [x + shift for x in b])
    assert asdict(moved) == pytest.approx(asdict(compare_phases(a, b)))


def test_missing_scores_are_passed_over():
    assert compare_phases([14, math.nan, 12, 10], [8, 7, math.nan, 6]) == compare_phases(
        [14, 12, 10], [8, 7, 6]
    )


def test_the_slope_is_the_median_of_all_slopes():
    time, score = np.array([1.0, 2, 4, 7, 8]), np.array([20.0, 17, 18, 9, 8])
    slopes = [(score[j] - score[i]) / (time[j] - time[i]) for i, j in itertools.combinations(range(5), 2)]
    found = trend(time, score)
    assert found.slope == pytest.approx(np.median(slopes))
    assert found.low <= found.slope <= found.high
    assert found.tau == pytest.approx(sum(np.sign(slopes)) / 10)


@pytest.mark.parametrize("n", [3, 4, 5, 6])
def test_p_is_the_share_of_all_orders_as_far_from_none(n):
    everything = []
    for order in itertools.permutations(range(n)):
        everything.append(sum(np.sign(order[j] - order[i]) for i, j in itertools.combinations(range(n), 2)))
    for s in set(everything):
        share = sum(abs(other) >= abs(s) for other in everything) / len(everything)
        assert exact_p(n, s) == pytest.approx(share)


EXACT_POINTS = st.integers(4, 10).flatmap(lambda n: st.permutations(range(n)))
ANY_POINTS = st.lists(st.integers(0, 27), min_size=4, max_size=16)


@given(points=EXACT_POINTS)
def test_an_exact_interval_leaves_out_zero_just_where_p_is_small(points):
    found = trend(np.arange(len(points)), points)
    assert found.exact
    assert (found.low > 0 or found.high < 0) == (found.p <= 0.05)


@given(points=st.one_of(EXACT_POINTS, ANY_POINTS))
def test_scores_turned_over_turn_the_interval_over(points):
    time = np.arange(len(points))
    plain, turned = trend(time, points), trend(time, np.negative(points))
    assert (turned.low, turned.slope, turned.high) == (-plain.high, -plain.slope, -plain.low)
    assert (turned.p, turned.tau) == (plain.p, -plain.tau)


@pytest.mark.parametrize(("n", "least", "most"), [(5, 0.97, 1.0), (8, 0.95, 0.99), (30, 0.93, 0.97)])
def test_the_interval_holds_no_trend_about_as_often_as_it_says(n, least, most):
    rng = np.random.default_rng(1)
    found = [trend(np.arange(n), rng.normal(size=n)) for _ in range(1000)]
    assert least < np.mean([one.low <= 0 <= one.high for one in found]) < most


def test_four_scores_set_no_bounds_and_it_is_said():
    found = trend([1, 2, 3, 4], [20, 15, 12, 6])
    assert (found.low, found.high) == (-math.inf, math.inf)
    assert found.p == pytest.approx(2 / 24)
    assert any("anywhere by chance" in one for one in limits(found.n))


def test_p_of_many_points_is_near_what_counting_would_give():
    rng = np.random.default_rng(2)
    order = rng.permutation(10).astype(float)
    exact = trend(np.arange(10), order)
    tied = trend(np.arange(12), np.r_[order, 3.0, 3.0])
    assert exact.exact
    assert not tied.exact
    assert 0 < exact.p <= 1
    assert 0 < tied.p <= 1


@given(points=st.lists(st.integers(0, 27), min_size=4, max_size=14), scale=st.integers(1, 5))
def test_a_slope_follows_its_units(points, scale):
    time = np.arange(len(points), dtype=float)
    plain = trend(time, points)
    assert trend(time, np.multiply(points, scale)).slope == pytest.approx(scale * plain.slope)
    assert trend(time * scale, points).slope == pytest.approx(plain.slope / scale)
    assert trend(time, points[::-1]).slope == pytest.approx(-plain.slope)


def test_what_is_left_over_that_follows_itself_is_told():
    found = trend(np.arange(12), [20, 21, 22, 21, 19, 16, 13, 11, 10, 11, 12, 11])
    assert found.lag_1 > 0.3
    assert any("goes with what came before it" in one for one in limits(found.n, lag_1=found.lag_1))


def test_a_line_alone_is_not_taken_for_it():
    assert trend(np.arange(9), 20.3 - 1.7 * np.arange(9)).lag_1 == 0
    rng = np.random.default_rng(4)
    found = [trend(np.arange(40), rng.normal(size=40) - np.arange(40)).lag_1 for _ in range(200)]
    assert abs(np.mean(found)) < 0.1


def test_a_change_between_phases_alone_is_not_taken_for_it():
    assert compare_phases([20, 20, 20, 20], [8, 8, 8, 8]).lag_1 == 0
    by_hand = compare_phases([12, 14, 10], [5, 6, 4])
    assert by_hand.lag_1 == pytest.approx((0 * 2 + 2 * -2 + 0 * 1 + 1 * -1) / (4 + 4 + 1 + 1))


def test_a_course_is_described_whole_and_in_two_phases():
    time, score = [4, 1, 2, 3, 5, 6, 7], [9, 14, 12, 13, math.nan, 8, 7]
    whole = describe(time, score)
    assert whole.trend == trend(time, score)
    assert whole.phases is None
    assert whole.limits == limits(6, lag_1=whole.trend.lag_1)
    parts = describe(time, score, changed_at=4)
    assert parts.phases == compare_phases([14, 12, 13], [9, 8, 7])
    assert parts.limits == limits(3, 3, lag_1=parts.phases.lag_1)


def test_limits_are_said_of_few_points():
    assert "no comparison" in limits(12)[0]
    assert len(limits(12, 12)) == 1
    assert "fewer than 5" in limits(12, 4)[1]


@pytest.mark.parametrize(
    ("call", "reason"),
    [
        (lambda: compare_phases([1, 2], [1, 2, 3]), "each phase needs 3 scores, not 2 and 3"),
        (lambda: trend([1, 2], [3, 4]), "needs 3 scores, not 2"),
        (lambda: trend([1, 1, 2], [3, 4, 5]), "two scores at time 1"),
        (lambda: trend([1, 2, 3], [3, math.inf, 5]), "infinite"),
        (lambda: trend([1, 2, 3], [3, 4]), "lists of the same length"),
        (lambda: compare_phases([1, 2, math.inf], [1, 2, 3]), "infinite"),
        (lambda: describe([1, 2, 3, 4], [4, 3, 2, 1], changed_at=2), "not 1 and 3"),
    ],
)
def test_too_little_is_refused(call, reason):
    with pytest.raises(ValueError, match=reason):
        call()
