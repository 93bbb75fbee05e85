"""Funnel limits are those of Spiegelhalter 2005; figures from R's qbinom, pbinom and dbinom."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipt.outcomes import funnel

R = [  # n, then the limits around 0.45 at p = 0.001, 0.025, 0.975, 0.999
    (20, 0.10090572, 0.20841318, 0.64510422, 0.77116949),
    (100, 0.29309257, 0.34789100, 0.54315585, 0.59929964),
    (1000, 0.40105619, 0.41870761, 0.48038906, 0.49824097),
]


@pytest.mark.parametrize(("n", "lowest", "low", "high", "highest"), R)
def test_the_limits_are_those_that_r_gives(n, lowest, low, high, highest):
    assert funnel.limits(0.45, n) == pytest.approx((low, high), abs=1e-8)
    assert funnel.limits(0.45, n, 0.998) == pytest.approx((lowest, highest), abs=1e-8)


def test_a_share_is_placed_between_the_limits_of_all_together():
    found = funnel.places({"b": (45, 100), "a": (30, 100), "c": (60, 100), "none": (0, 0)})
    assert list(found) == ["b", "a", "c", "none"]
    assert {name: place.position for name, place in found.items()} == {
        "b": "within",
        "a": "below 99.8 %" if found["a"].low_998 > 0.3 else "below 95 %",
        "c": "above 99.8 %" if found["c"].high_998 < 0.6 else "above 95 %",
        "none": "within",
    }
    assert found["a"].position != "within"
    assert found["none"].share is None


def test_nobody_counted_has_no_funnel():
    assert funnel.places({"a": (0, 0)}) == {}
    assert funnel.places({}) == {}


@given(st.floats(0.01, 0.99), st.integers(1, 3000))
def test_the_narrow_limits_lie_within_the_wide_ones_and_hold_the_target(target, n):
    (low, high), (lowest, highest) = funnel.limits(target, n), funnel.limits(target, n, 0.998)
    assert 0 <= lowest <= low <= high <= highest <= 1
    assert low - 1 / n <= target <= high + 1 / n


@given(st.floats(0, 1), st.lists(st.integers(0, 400), max_size=6))
def test_many_at_once_equal_one_by_one_and_mirror(target, sizes):
    low, high = funnel.limits(target, sizes)
    assert low.tolist() == [float(funnel.limits(target, n)[0]) for n in sizes]
    mirrored, _ = funnel.limits(1 - target, sizes)
    assert np.allclose(1 - mirrored, high, atol=max([2 / n for n in sizes if n], default=1))


@pytest.mark.parametrize(
    ("target", "of", "level"), [(-0.1, 5, 0.95), (1.1, 5, 0.95), (0.5, -1, 0.95), (0.5, 5, 1.0)]
)
def test_what_cannot_be_is_refused(target, of, level):
    with pytest.raises(ValueError, match="target"):
        funnel.limits(target, of, level)
