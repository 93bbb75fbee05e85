"""Split-conformal ranges keep their promise on exchangeable courses, whatever their distribution."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipt.outcomes.forecast.conformal import (
    LEVELS,
    Calibration,
    Check,
    Tails,
    TooFew,
    needed,
    normalised,
    rank,
    tails,
)
from ipt.outcomes.forecast.scale import Predicted, Scale

PASSED = Check("all is well", True, "seen")
FAILED = Check("all is well", False, "not seen")


def calibration(n=40, *, checks=(), simulated=False):
    residuals = np.random.default_rng(3).normal(size=n)
    one = Tails.of(1, residuals, (0.8, 0.9))
    return Calibration("set", n, "1", "2025-01-01", simulated, (0.8, 0.9), (one,), (one,), checks)


@given(st.integers(1, 300), st.floats(0.005, 0.5))
def test_the_rank_keeps_its_promise_exactly(n, miss):
    """Of n + 1 exchangeable residuals without ties the last is equally likely to have each rank."""
    if n < needed(miss):
        with pytest.raises(TooFew):
            rank(n, miss)
        return
    assert (n + 1 - rank(n, miss)) / (n + 1) <= miss + 1e-8
    assert rank(n, miss) == 1 or (n + 1 - (rank(n, miss) - 1)) / (n + 1) > miss - 1e-8


@given(
    st.lists(st.one_of(st.integers(-3, 3).map(float), st.floats(-50, 50)), min_size=10, max_size=60),
    st.sampled_from([0.5, 0.8]),
)
def test_of_any_residuals_each_left_out_in_turn_enough_are_covered(residuals, level):
    """The exchangeability argument itself: over all choices of the new one, the promise holds on average."""
    given_, held = np.array(residuals), 0
    for at, new in enumerate(given_):
        low, high = tails(np.delete(given_, at), level)
        held += low <= new <= high
    assert held >= level * len(given_) - 1e-9


@settings(max_examples=20)
@given(st.integers(0, 2**32 - 1), st.sampled_from(["skewed", "heavy", "steps"]))
def test_coverage_over_many_draws_is_what_was_promised(seed, kind):
    rng = np.random.default_rng(seed)
    shape = (400, 40)
    drawn = {
        "skewed": lambda: rng.exponential(size=shape),
        "heavy": lambda: rng.standard_cauchy(size=shape),
        "steps": lambda: rng.integers(0, 4, shape).astype(float),
    }[kind]()
    pairs = np.array([tails(row[:-1], 0.8) for row in drawn])
    covered = ((pairs[:, 0] <= drawn[:, -1]) & (drawn[:, -1] <= pairs[:, 1])).mean()
    assert covered >= 0.8 - 5 * math.sqrt(0.16 / len(drawn))


def test_a_worked_example():
    """Nineteen residuals: of level 0.8 the second from each end, of level 0.9 the ends themselves."""
    assert tails(np.arange(1.0, 20), 0.8) == (2, 18)
    assert tails(np.arange(1.0, 20), 0.9) == (1, 19)


@given(st.lists(st.integers(-60, 60), min_size=19, max_size=60), st.sampled_from(LEVELS), st.randoms())
def test_the_order_of_courses_means_nothing_and_each_twice_narrows_a_range_by_a_rank(
    residuals, level, random
):
    shuffled, ordered = list(residuals), sorted(residuals)
    random.shuffle(shuffled)
    low, high = tails(residuals, level)
    assert tails(shuffled, level) == (low, high)
    again_low, again_high = tails(residuals + shuffled, level)
    place = rank(len(residuals), (1 - level) / 2)
    assert high >= again_high >= ordered[max(place - 2, 0)]
    assert low <= again_low <= ordered[min(len(ordered) - place + 1, len(ordered) - 1)]


def test_missing_residuals_count_for_nobody():
    assert tails([*np.arange(1.0, 20), np.nan, np.nan], 0.9) == (1, 19)


def test_too_few_courses_are_refused_with_the_number_needed():
    with pytest.raises(TooFew, match="18 courses are too few: at least 19"):
        tails(np.arange(18.0), 0.9)
    few = calibration(12)
    assert few.factors("next", 1, 0.8)[0] < few.factors("next", 1, 0.8)[1]
    with pytest.raises(TooFew, match="12 calibration courses with 1 scores before are too few: at least 19"):
        few.factors("next", 1, 0.9)
    with pytest.raises(TooFew, match="0 calibration courses with 2 scores before"):
        few.factors("end", 2, 0.8)


def test_a_level_that_was_not_calibrated_is_refused():
    with pytest.raises(ValueError, match="was not calibrated"):
        calibration().factors("next", 1, 0.7)


def test_factors_by_known_are_the_same_as_one_by_one():
    found = calibration().by_known("next", 0.8, 3)
    assert tuple(found[:, 1]) == calibration().factors("next", 1, 0.8)
    assert np.isnan(found[:, [0, 2, 3]]).all()


@pytest.mark.parametrize(
    ("checks", "simulated", "passed"),
    [
        ((), False, False),
        ((PASSED, PASSED), False, True),
        ((PASSED, FAILED), False, False),
        ((PASSED,), True, False),
    ],
)
def test_only_a_report_that_passed_on_real_courses_passes(checks, simulated, passed):
    assert calibration(checks=checks, simulated=simulated).passed is passed


def test_residuals_are_in_units_of_the_predictions_sd():
    predicted = Predicted(np.array([10.0, 10]), np.array([2.0, np.nan]), Scale(0, 27, 1, 1))
    assert normalised([13, 13], predicted).tolist()[0] == 1.5
    assert np.isnan(normalised([13, 13], predicted)[1])
