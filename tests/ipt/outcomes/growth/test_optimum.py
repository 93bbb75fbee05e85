"""The way down ends at the bottom, and asks for no more values than it must."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipt.outcomes.growth import optimum
from ipt.outcomes.growth.optimum import lowest

BOTTOM = np.array([1.5, 0.2, 0.5])


def bowl(curvature, level=0.0):
    def function(at):
        off = at - BOTTOM
        return level + float(off @ curvature @ off) / 2, curvature @ off

    return function


@given(seed=st.integers(0, 2**32 - 1), polish=st.booleans())
def test_it_finds_the_bottom_of_any_bowl(seed, polish):
    turned = np.random.default_rng(seed).normal(size=(3, 3))
    found = lowest(bowl(turned @ turned.T + np.eye(3)), np.zeros(3), tolerance=1e-12, polish=polish)
    assert found.converged
    assert found.at == pytest.approx(BOTTOM, abs=1e-5)


def test_it_walks_through_a_bent_valley():
    """Rosenbrock's function."""

    def valley(at):
        x, y = at
        slope = np.array([-400 * x * (y - x * x) - 2 * (1 - x), 200 * (y - x * x)])
        return 100 * (y - x * x) ** 2 + (1 - x) ** 2, slope

    found = lowest(valley, np.array([-1.2, 1.0]), tolerance=1e-14, polish=True)
    assert found.at == pytest.approx([1, 1], abs=1e-6)


@pytest.mark.parametrize("polish", [True, False])
def test_a_known_curvature_needs_one_step(polish):
    curvature = np.diag([3e6, 1e5, 2e4])
    found = lowest(
        bowl(curvature), np.zeros(3), tolerance=1e-10, polish=polish, expected=lambda at: curvature
    )
    assert (found.at, found.evaluations, found.converged) == (pytest.approx(BOTTOM), 2 + polish, True)


@pytest.mark.parametrize("flat", [0.0, -1.0, 1e-12])
def test_a_curvature_that_is_flat_somewhere_is_left_alone(flat):
    found = lowest(
        bowl(np.diag([3.0, 1, 2])),
        np.zeros(3),
        tolerance=1e-12,
        polish=True,
        expected=lambda at: np.diag([3.0, 1.0, flat]),
    )
    assert found.converged
    assert found.at == pytest.approx(BOTTOM, abs=1e-6)


@pytest.mark.parametrize("polish", [True, False])
def test_a_wall_on_the_way_is_gone_around(polish):
    def walled(at):
        return bowl(np.eye(3))(at) if at[0] < 1.6 else (np.inf, np.zeros(3))

    found = lowest(walled, np.array([-30.0, 0, 0]), tolerance=1e-12, polish=polish)
    assert found.at == pytest.approx(BOTTOM, abs=1e-5)


def steps(seed):
    """From near the bottom of a large and deep bowl, the last digits of its value said by chance."""
    rng = np.random.default_rng(seed)
    smooth = bowl(np.diag([3e6, 1e5, 2e4]), level=2e7)

    def rough(at):
        value, slope = smooth(at)
        return value + rng.normal(0, 5e-9), slope

    near = np.diag([3.4e6, 0.9e5, 2.2e4])
    start = BOTTOM + np.array([1e-8, 1e-7, 3e-7])
    return lowest(rough, start, tolerance=1e-12, polish=False, expected=lambda at: near).evaluations


def test_falls_too_small_to_be_seen_are_told_by_slopes(monkeypatch):
    told = sum(steps(seed) for seed in range(20))
    monkeypatch.setattr(optimum, "ROUNDING", 0.0)
    assert told < sum(steps(seed) for seed in range(20)) / 2
