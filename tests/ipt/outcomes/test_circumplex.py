"""The structural summary over people: what it must equal, and what must not change it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipt.outcomes import circumplex
from ipt.outcomes.circumplex import ANGLES, analyze, circular_quantiles
from ipt.outcomes.columns import BadScores
from ipt.relationships.circumplex import summarize

SEEDS = st.integers(0, 2**32 - 1)
few = settings(max_examples=20)


def people(seed, n=60):
    rng = np.random.default_rng(seed)
    theta = np.radians(ANGLES)
    way = rng.normal([[0.4, 0.7]], 0.8, (n, 2))
    return 1.5 + way @ np.array([np.cos(theta), np.sin(theta)]) + rng.normal(0, 0.5, (n, 8)), way[:, 0]


def of(octants, **more):
    return analyze(octants, rng=np.random.default_rng(5), resamples=200, **more)


def estimates(profile):
    return [getattr(profile, part).estimate for part in ("elevation", "x", "y", "amplitude", "angle")]


def bounds(profile):
    parts = [getattr(profile, part) for part in ("elevation", "x", "y", "amplitude", "angle")]
    return [(one.low, one.high) for one in parts]


def test_means_are_summed_up_as_one_profile():
    octants, _ = people(1)
    (found,) = of(octants).profiles
    plain = summarize(octants.mean(axis=0), ANGLES)
    parts = (plain.elevation, plain.x, plain.y, plain.amplitude, plain.angle)
    assert estimates(found) == pytest.approx([float(one) for one in parts])
    assert found.fit == pytest.approx(float(plain.fit))


def test_correlations_are_those_of_numpy():
    octants, beside = people(2)
    (found,) = of(octants, measures={"warm": beside}).profiles
    plain = [np.corrcoef(octants[:, place], beside)[0, 1] for place in range(8)]
    assert found.scores == pytest.approx(plain)


def test_each_resample_is_what_those_people_drawn_would_give():
    octants, beside = people(3, n=12)
    moments = circumplex._Moments(np.column_stack([octants, beside]), 1)
    counts = next(circumplex._draws(12, 30, np.random.default_rng(4)))
    found = moments.profiles(counts)[0]
    for weights, profile in zip(counts, found, strict=True):
        drawn = np.repeat(np.arange(12), weights.astype(int))
        plain = [np.corrcoef(octants[drawn, place], beside[drawn])[0, 1] for place in range(8)]
        assert profile == pytest.approx(plain)


def test_every_resample_draws_as_many_people_as_there_are():
    blocks = list(circumplex._draws(7, 1000, np.random.default_rng(4)))
    counts = np.concatenate(blocks)
    assert counts.shape == (1000, 7)
    assert (counts.sum(axis=1) == 7).all()
    assert counts.mean(axis=0) == pytest.approx(np.ones(7), abs=0.15)


def test_blocks_of_any_size_hold_all_resamples(monkeypatch):
    monkeypatch.setattr(circumplex, "CELLS", 100)
    assert sum(len(block) for block in circumplex._draws(30, 50, np.random.default_rng(4))) == 50


@given(seed=SEEDS)
@few
def test_people_in_another_order_have_the_same_profile(seed):
    octants, beside = people(seed)
    mixed = np.random.default_rng(seed).permutation(len(beside))
    first, then = (of(octants[order], measures={"warm": beside[order]}) for order in (slice(None), mixed))
    assert estimates(then.profiles[0]) == pytest.approx(estimates(first.profiles[0]))
    assert np.array(bounds(then.profiles[0])) == pytest.approx(np.array(bounds(first.profiles[0])))


@given(seed=SEEDS, shift=st.floats(-5, 5))
@few
def test_points_added_to_all_octants_move_the_elevation_alone(seed, shift):
    octants, _ = people(seed)
    (first,), (then,) = of(octants).profiles, of(octants + shift).profiles
    assert estimates(then)[1:] == pytest.approx(estimates(first)[1:])
    assert then.elevation.estimate == pytest.approx(first.elevation.estimate + shift)
    assert then.elevation.low == pytest.approx(first.elevation.low + shift)


@given(seed=SEEDS, steps=st.integers(1, 7))
@few
def test_turned_octants_turn_the_angle_and_its_interval_and_nothing_else(seed, steps):
    octants, _ = people(seed)
    turned = (np.array(ANGLES) + 45 * steps) % 360
    (first,), (then,) = of(octants).profiles, of(octants, angles=turned).profiles
    assert estimates(then)[0] == pytest.approx(estimates(first)[0])
    assert bounds(then)[3] == pytest.approx(bounds(first)[3])
    assert then.fit == pytest.approx(first.fit)
    for part in ("estimate", "low", "high"):
        by = (getattr(then.angle, part) - getattr(first.angle, part) - 45 * steps + 180) % 360 - 180
        assert by == pytest.approx(0, abs=1e-6)


@given(seed=SEEDS)
@few
def test_everybody_twice_has_the_same_profile(seed):
    octants, _ = people(seed)
    (first,), (then,) = of(octants).profiles, of(np.concatenate([octants, octants])).profiles
    assert estimates(then) == pytest.approx(estimates(first))


@given(seed=SEEDS)
@few
def test_a_contrast_is_the_second_minus_the_first_with_the_angle_the_short_way(seed):
    octants, _ = people(seed)
    groups = np.where(np.arange(60) % 3 == 0, "a", "b")
    found = of(octants, groups=groups)
    (first, second), (contrast,) = found.profiles, found.contrasts
    assert contrast.name == "b minus a"
    away = [b - a for a, b in zip(estimates(first), estimates(second), strict=True)]
    assert estimates(contrast)[:4] == pytest.approx(away[:4])
    assert contrast.angle.estimate == pytest.approx((away[4] + 180) % 360 - 180)
    assert contrast.angle.low <= contrast.angle.estimate <= contrast.angle.high


@pytest.mark.parametrize("way", [179, -179])
def test_a_turn_of_nearly_half_a_circle_has_a_narrow_interval(way):
    rng, theta = np.random.default_rng(6), np.radians(ANGLES)
    groups = np.repeat(["a", "b"], 100)
    octants = np.cos(theta - np.radians(np.where(groups == "a", 20, 20 + way))[:, None])
    turn = of(octants + rng.normal(0, 0.8, octants.shape), groups=groups).contrasts[0].angle
    assert turn.high - turn.low < 30
    assert turn.low < turn.estimate < turn.high
    assert max(abs(turn.low), abs(turn.high)) > 180


def test_a_contrast_with_a_flat_profile_has_no_turn():
    flat, groups = np.ones((9, 8)) * np.arange(9)[:, None], ["a"] * 9 + ["b"] * 60
    turn = of(np.concatenate([flat, people(1)[0]]), groups=groups).contrasts[0].angle
    assert np.isnan([turn.estimate, turn.low, turn.high]).all()


def test_an_interval_holds_its_estimate_and_narrows_with_people():
    for n in (50, 5000):
        octants, _ = people(6, n)
        found = of(octants).profiles[0]
        for (low, high), one in zip(bounds(found)[:4], estimates(found)[:4], strict=True):
            assert low < one < high
    wide, narrow = (of(people(6, n)[0]).profiles[0].amplitude for n in (50, 5000))
    assert narrow.high - narrow.low < (wide.high - wide.low) / 5


def test_an_interval_over_north_goes_the_short_way():
    low, high = circular_quantiles([350, 352, 355, 0, 2, 5, 8], (0.0, 1.0))
    assert (low, high) == pytest.approx((350, 8))


def test_an_angle_of_a_full_turn_is_none():
    (middle,) = circular_quantiles([350, 355, 0, 5, 10], [0.5])
    assert 0 <= middle < 360


def test_the_same_seed_gives_the_same_intervals():
    octants, _ = people(7)
    assert bounds(of(octants).profiles[0]) == bounds(of(octants).profiles[0])


def test_an_infinite_score_is_refused():
    octants, beside = people(8)
    beside[3] = np.inf
    with pytest.raises(ValueError, match="warm is infinite"):
        of(octants, measures={"warm": beside})


def test_whoever_misses_something_is_left_out_and_counted():
    octants, beside = people(8)
    octants[3, 2], beside[5] = np.nan, np.nan
    found = of(octants, measures={"warm": beside})
    assert (found.n, found.n_left_out) == (58, 2)


def test_a_flat_profile_has_no_angle():
    found = of(np.ones((9, 8)) * np.arange(9)[:, None]).profiles[0]
    assert np.isnan([found.angle.estimate, found.angle.low, found.angle.high, found.fit]).all()


@pytest.mark.parametrize(
    ("octants", "more", "reason"),
    [
        (np.ones((9, 7)), {}, "needs 8 octants, not 7"),
        (people(1)[0][:2], {}, "too few people: 2; 3 are needed"),
        (people(1)[0], {"groups": ["a"] * 59 + ["b"]}, "too few people of b: 1; 3 are needed"),
        (people(1)[0], {"measures": {"warm": np.ones(60)}}, "warm is the same for everybody"),
        (np.full((9, 8), np.nan), {}, "nobody has all octants"),
    ],
)
def test_what_cannot_be_summed_up_is_refused(octants, more, reason):
    with pytest.raises(BadScores, match=reason):
        of(octants, **more)
