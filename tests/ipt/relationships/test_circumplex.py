"""The structural summary: against hand-computed profiles, least squares and the PyPI package circumplex."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from ipt.measures import library
from ipt.relationships.circumplex import curve, how_well, nearest, summarize, turned

ANGLES = [90, 135, 180, 225, 270, 315, 360, 45]  # PA BC DE FG HI JK LM NO
PROFILES = arrays.arrays(np.float64, 8, elements=st.floats(min_value=1, max_value=5))

# circumplex 0.3.0 from PyPI, ssm_analyze of one profile: e, x, y, amplitude, displacement, fit
PACKAGE = [
    (
        [0.374, -0.572, -0.520, 0.016, 0.688, 1.142, 0.578, 0.678],
        (0.298, 0.694521, -0.264469, 0.743172, 339.153504, 0.850169),
    ),
    (
        [1.75, 1.5, 2.25, 4.25, 4.25, 3.25, 3.0, 1.75],
        (2.75, 0.054917, -1.376301, 1.377396, 272.285017, 0.87987),
    ),
    (
        [3.5, 2.0, 3.25, 2.25, 3.5, 2.5, 3.75, 2.5],
        (2.90625, 0.257583, -0.044194, 0.261346, 350.26439, 0.087646),
    ),
]


@pytest.mark.parametrize(("scores", "expected"), PACKAGE)
def test_the_figures_are_those_of_the_pypi_package_circumplex(scores: list[float], expected: tuple) -> None:
    found = summarize(scores, ANGLES)
    told = (found.elevation, found.x, found.y, found.amplitude, found.angle, found.fit)
    assert [float(one) for one in told] == pytest.approx(expected, abs=1e-6)


def test_an_angle_a_rounding_below_0_is_0() -> None:
    assert float(summarize([2.0, 1.3, 1.0, 1.3, 2.0, 2.7, 3.0, 2.7], ANGLES).angle) == 0.0


def test_a_pure_curve_is_found_again() -> None:
    scores = 3 + 1.2 * np.cos(np.radians(np.array(ANGLES) - 225))
    found = summarize(scores, ANGLES)
    assert float(found.elevation) == pytest.approx(3)
    assert float(found.amplitude) == pytest.approx(1.2)
    assert float(found.angle) == pytest.approx(225)
    assert float(found.fit) == pytest.approx(1)
    assert float(found.residual) == pytest.approx(0, abs=1e-12)


def test_one_octant_alone_by_hand() -> None:
    """Only dominance, 5 above 1: e = 1.5, y = 2/8·4 = 1, R² = 8·a²/2 / (16·7/8) = 4/14."""
    found = summarize([5, 1, 1, 1, 1, 1, 1, 1], ANGLES)
    assert float(found.elevation) == 1.5
    assert float(found.amplitude) == pytest.approx(1)
    assert float(found.angle) == pytest.approx(90)
    assert float(found.fit) == pytest.approx(4 / 14)
    assert float(found.residual) == pytest.approx(np.sqrt(10 / 8))


@given(PROFILES)
def test_it_is_the_least_squares_curve(scores: np.ndarray) -> None:
    theta = np.radians(ANGLES)
    columns = np.column_stack([np.ones(8), np.cos(theta), np.sin(theta)])
    best, *_rest = np.linalg.lstsq(columns, scores, rcond=None)
    found = summarize(scores, ANGLES)
    assert [float(found.elevation), float(found.x), float(found.y)] == pytest.approx(best.tolist(), abs=1e-9)
    assert curve(found, ANGLES).tolist() == pytest.approx((columns @ best).tolist(), abs=1e-9)


@given(arrays.arrays(np.float64, (5, 8), elements=st.floats(min_value=1, max_value=5)))
def test_many_at_once_equal_one_by_one(rows: np.ndarray) -> None:
    together = summarize(rows, ANGLES)
    for n, row in enumerate(rows):
        alone = summarize(row, ANGLES)
        for name in ("elevation", "x", "y", "amplitude", "angle", "fit", "residual"):
            assert np.allclose(getattr(together, name)[n], getattr(alone, name), equal_nan=True)


@given(PROFILES, st.permutations(range(8)))
def test_the_order_of_the_octants_does_not_matter(scores: np.ndarray, order: list[int]) -> None:
    one = summarize(scores, ANGLES)
    other = summarize(scores[order], np.array(ANGLES)[order])
    assert float(one.amplitude) == pytest.approx(float(other.amplitude), abs=1e-9)


def test_a_blank_gives_nothing_and_a_level_profile_has_no_side() -> None:
    blank = summarize([1, 2, 3, np.nan, 5, 4, 3, 2], ANGLES)
    assert np.isnan([blank.elevation, blank.amplitude, blank.angle, blank.fit, blank.residual]).all()
    level = summarize([3] * 8, ANGLES)
    assert float(level.elevation) == 3 and float(level.amplitude) == pytest.approx(0, abs=1e-12)
    assert np.isnan([level.angle, level.fit]).all()


def test_what_is_no_circle_of_eight_is_refused() -> None:
    with pytest.raises(ValueError, match="8 octant scores"):
        summarize([1, 2, 3], ANGLES)
    with pytest.raises(ValueError, match="45 degrees apart"):
        summarize([1] * 8, [0, 10, 20, 30, 40, 50, 60, 70])
    with pytest.raises(ValueError, match="45 degrees apart"):
        summarize([1] * 8, [0, 0, 90, 135, 180, 225, 270, 315])


@pytest.mark.parametrize(
    ("fit", "word"),
    [
        (1.0, "good"),
        (0.8, "good"),
        (0.79, "acceptable"),
        (0.7, "acceptable"),
        (0.69, "low"),
        (np.nan, "unknown"),
    ],
)
def test_fit_is_told_by_the_published_convention(fit: float, word: str) -> None:
    assert how_well(fit) == word


def test_the_nearest_octant_is_found_round_the_end_of_the_circle() -> None:
    assert ANGLES[nearest(350, ANGLES)] == 360
    assert ANGLES[nearest(10, ANGLES)] == 360
    assert ANGLES[nearest(100, ANGLES)] == 90


def test_an_angle_turns_the_short_way() -> None:
    assert turned(350, 10) == 20
    assert turned(10, 350) == -20
    assert turned(0, 180) == 180


def test_the_shipped_measure_has_a_whole_circle() -> None:
    angles = [score.angle for score in library.load("ipip_ipc").scores]
    assert angles == ANGLES and summarize([1] * 8, angles).elevation == 1
