"""A score's scale: chances add up, ends take what lies beyond, and steps are corrected for."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipt.measures import library
from ipt.outcomes.forecast import Predicted, Scale

PHQ9 = Scale(0, 27, 1, 1)
means, sds = st.floats(-10, 40), st.floats(0.1, 12)


def at(mean, sd, scale=PHQ9):
    return Predicted(np.asarray(mean, float), np.asarray(sd, float), scale)


def test_the_scale_of_a_measure_comes_from_its_file():
    assert Scale.of(library.load("phq9")) == PHQ9
    assert Scale.of(library.load("maas")) == Scale(1, 6, 0, -1)


@given(means, sds)
def test_the_chances_of_all_scores_add_up_to_one(mean, sd):
    predicted = at(mean, sd)
    values = np.arange(28)
    single = predicted.chance("<=", values) - predicted.chance("<", values)
    assert single.sum() == pytest.approx(1)
    assert (single > -1e-12).all()


@given(means, sds, st.integers(-3, 30))
def test_each_comparison_is_the_rest_of_its_opposite(mean, sd, value):
    predicted = at(mean, sd)
    assert predicted.chance("<", value) + predicted.chance(">=", value) == pytest.approx(1)
    assert predicted.chance("<=", value) + predicted.chance(">", value) == pytest.approx(1)
    assert predicted.chance(">", value) == pytest.approx(predicted.chance(">=", value + 1))


def test_the_chance_is_the_normal_curve_cut_half_a_step_further():
    expected = 0.5 * (1 + math.erf((9.5 - 12) / (3 * math.sqrt(2))))
    assert at(12, 3).chance("<=", 9) == pytest.approx(expected)
    assert at(12, 3).chance("<", 10) == pytest.approx(expected)
    assert at(12, 3).chance("<", 9.8) == pytest.approx(expected)


def test_a_simulation_of_rounded_and_clipped_scores_agrees():
    drawn = np.clip(np.rint(np.random.default_rng(4).normal(2, 4, 400_000)), 0, 27)
    for value in (0, 1, 5, 10):
        assert at(2, 4).chance("<=", value) == pytest.approx((drawn <= value).mean(), abs=0.004)


def test_without_steps_nothing_is_corrected_and_the_ends_hold():
    scale = Scale(1, 6, 0, -1)
    assert at(3, 1, scale).chance("<=", 3) == pytest.approx(0.5)
    assert at(3, 1, scale).chance(">=", 1) == 1
    assert at(3, 1, scale).chance("<", 1) == 0
    assert at(3, 1, scale).chance("<=", 6) == 1


@given(means, sds, st.floats(0.01, 0.99))
def test_quantiles_rise_and_stay_on_the_scale(mean, sd, share):
    low, high = at(mean, sd).quantile(share / 2), at(mean, sd).quantile(share)
    assert 0 <= low <= high <= 27


def test_what_is_not_known_stays_unknown():
    found = at([10, np.nan], [2, 2]).chance("<=", [np.nan, 3])
    assert np.isnan(found).all()
    assert np.isnan(at(np.nan, 1).quantile(0.5))


@pytest.mark.parametrize("wrong", [(5, 5, 1, 1), (0, np.inf, 1, 1), (0, 5, 9, 1), (0, 5, 1, 0)])
def test_a_scale_that_is_none_is_refused(wrong):
    with pytest.raises(ValueError, match="scale"):
        Scale(*wrong)


def test_an_unknown_comparison_or_share_is_refused():
    with pytest.raises(ValueError, match="=="):
        at(3, 1).chance("==", 3)
    with pytest.raises(ValueError, match="between 0 and 1"):
        at(3, 1).quantile(1)
    with pytest.raises(ValueError, match="neither better nor worse"):
        Scale.of(library.load(next(iter(_neutral()))))


def _neutral():
    for name in library.ids():
        measure = library.load(name)
        if measure.score(measure.main_score).higher_is == "neither":
            yield name
