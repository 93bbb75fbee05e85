"""Effect sizes worked out by hand, and what they must do when scores are turned, shifted or stretched."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipt.outcomes import effect_size
from ipt.outcomes.effect_size import bootstrap_interval, pre_post

FIRST, LAST = [20.0, 16, 12, 18, 14], [10.0, 12, 8, 9, 11]
SEEDS = st.integers(0, 2**32 - 1)


def drawn(seed, n=40):
    rng = np.random.default_rng(seed)
    first = rng.normal(16, 5, n)
    return first, first - rng.normal(5, 4, n)


@pytest.mark.parametrize(
    ("kind", "d", "variance"),
    [
        ("baseline", 6 / math.sqrt(10), 3.6 / 8 + 10.5 / 40),
        ("average", 6 / 2.5, 5.76 * 108.25 / 1250 + 10.5 / 25),
        ("change", 6 / math.sqrt(10.5), 1 / 5 + 36 / 10.5 / 10),
        ("repeated", 6 / math.sqrt(10.5 / 1.6), 0.4 + 36 / 6.5625 / 4 * 1.7257143 / 4),
    ],
)
def test_a_small_case_by_hand(kind, d, variance):
    """Means 16 and 10; variances 10 and 2.5, covariance 1: r is 1 / 5, and changes vary by 10.5."""
    found = pre_post(FIRST, LAST, kind=kind, corrected=False)
    assert (found.mean_first, found.mean_last, found.n) == (16, 10, 5)
    assert found.estimate == pytest.approx(d)
    half = 1.959964 * math.sqrt(variance)
    assert (found.low, found.high) == pytest.approx((d - half, d + half), rel=1e-6)


@pytest.mark.parametrize("kind", ["baseline", "average", "change", "repeated"])
@pytest.mark.parametrize(("sd", "r"), [(5, 0.8), (8, 0.8), (2, 0.8), (8, 0.2)])
def test_the_interval_holds_as_often_as_it_says(kind, sd, r):
    """True sizes of a fall of 5 points, where scores spread out, together or neither; 1,000 draws of 60."""
    changes = 25 + sd**2 - 10 * r * sd
    unit = {
        "baseline": 5,
        "average": math.sqrt((25 + sd**2) / 2),
        "change": math.sqrt(changes),
        "repeated": math.sqrt(changes / (2 * (1 - r))),
    }[kind]
    rng = np.random.default_rng(4)
    both = rng.multivariate_normal([15, 10], [[25, 5 * r * sd], [5 * r * sd, sd**2]], (1000, 60))
    found = [pre_post(one[:, 0], one[:, 1], kind=kind) for one in both]
    assert np.mean([one.low <= 5 / unit <= one.high for one in found]) == pytest.approx(0.95, abs=0.025)


def test_a_small_sample_is_corrected():
    plain, corrected = (pre_post(FIRST, LAST, corrected=one) for one in (False, True))
    assert corrected.estimate == pytest.approx(plain.estimate * (1 - 3 / 15))


def test_another_standard_deviation_can_be_given():
    """Means of IPT for depression, England 2024/25: 15.6 to 9.6; over 5.4 that is 1.1 (NHS England)."""
    rng = np.random.default_rng(1)
    first = 15.6 + 5.4 * rng.permutation(np.linspace(-1.5, 1.5, 99))
    found = pre_post(first, first - 6.0 + rng.permutation(np.linspace(-3, 3, 99)), sd=5.4)
    assert round(found.estimate, 1) == 1.1


@given(seed=SEEDS, shift=st.floats(-20, 20), scale=st.floats(0.1, 10))
def test_shift_and_scale_change_nothing(seed, shift, scale):
    first, last = drawn(seed)
    plain, moved = pre_post(first, last), pre_post(shift + scale * first, shift + scale * last)
    assert (moved.estimate, moved.low) == pytest.approx((plain.estimate, plain.low))


@given(seed=SEEDS)
def test_scores_where_higher_is_better_change_the_sign(seed):
    first, last = drawn(seed)
    assert pre_post(first, last, higher_is="better").estimate == pytest.approx(
        -pre_post(first, last).estimate
    )


def test_whoever_has_one_score_only_is_left_out_and_counted():
    found = pre_post([*FIRST, 9, np.nan], [*LAST, np.nan, np.nan])
    assert (found.n, found.n_left_out) == (5, 1)
    assert found.estimate == pre_post(FIRST, LAST).estimate


@pytest.mark.parametrize(
    ("kind", "truth"), [("baseline", 1.0), ("average", 5 / math.sqrt(33)), ("change", 1.25)]
)
def test_the_interval_holds_the_truth_about_as_often_as_it_says(kind, truth):
    """First scores vary by 25, the changes by 16 and last scores by 41."""
    inside = 0
    for seed in range(400):
        found = pre_post(*drawn(seed, 80), kind=kind)
        inside += found.low < truth < found.high
    assert 0.92 < inside / 400 < 0.98


@pytest.mark.parametrize("kind", ["baseline", "average", "change", "repeated"])
def test_resampling_gives_about_the_same_interval(kind):
    first, last = drawn(3, 300)
    found = pre_post(first, last, kind=kind)
    low, high = bootstrap_interval(first, last, rng=np.random.default_rng(1), kind=kind)
    assert (low, high) == pytest.approx((found.low, found.high), abs=0.1)


def test_scores_that_go_together_exactly_are_refused_where_their_correlation_is_divided_by():
    first = np.array([10.0, 11, 12, 13, 14])
    for last in (2 * first - 15, 0.3 * first + 1, first - 3):
        with pytest.raises(ValueError, match="go together exactly"):
            pre_post(first, last, kind="repeated")
        with pytest.raises(ValueError, match="go together exactly"):
            bootstrap_interval(first, last, rng=np.random.default_rng(1), kind="repeated")


def test_draws_of_two_people_whose_scores_always_go_together_count_for_nothing():
    """Three people who all fell: no draw says none of them did."""
    low, _high = bootstrap_interval([19, 15, 22], [6, 12, 21], rng=np.random.default_rng(1), kind="repeated")
    assert low > 0.5


def test_resampling_in_blocks_draws_as_often(monkeypatch):
    monkeypatch.setattr(effect_size, "CELLS", 400)
    first, last = drawn(3)
    in_blocks = bootstrap_interval(first, last, rng=np.random.default_rng(1), resamples=2001)
    assert in_blocks == pytest.approx(bootstrap_interval(first, last, rng=np.random.default_rng(2)), abs=0.1)


@given(seed=SEEDS)
def test_whoever_all_change_alike_have_the_same_size_by_any_spread_of_scores(seed):
    first, _ = drawn(seed)
    found = [pre_post(first, first - 4, kind=kind).estimate for kind in ("baseline", "average")]
    assert found[0] == pytest.approx(found[1])


@pytest.mark.parametrize(
    ("first", "last", "more", "reason"),
    [
        ([1, 2], [2, 3], {}, "people with both scores: 2, too few"),
        ([5, 5, 5], [1, 2, 3], {}, "the scores do not differ"),
        ([0.1, 0.2, 0.3, 0.7], [0.4, 0.5, 0.6, 1.0], {"kind": "change"}, "the scores do not differ"),
        ([1, np.inf, 3, 4], LAST[:4], {}, "a score is infinite"),
        ([], [], {}, "people with both scores: 0, too few"),
        (FIRST, LAST[:4], {}, "lists of the same length"),
        (FIRST, LAST, {"kind": "change", "sd": 5.0}, "stands for that of the first scores"),
    ],
)
def test_what_has_no_effect_size_is_refused(first, last, more, reason):
    with pytest.raises(ValueError, match=reason):
        pre_post(first, last, **more)


@pytest.mark.parametrize(("first", "reason"), [([5, 5, 5], "do not differ"), ([5, 6], "too few")])
def test_nothing_is_drawn_again_where_there_is_no_effect_size(first, reason):
    with pytest.raises(ValueError, match=reason):
        bootstrap_interval(first, [1, 2, 3][: len(first)], rng=np.random.default_rng(1))
