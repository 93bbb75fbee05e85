"""Simulated courses are as told: in order, begun, left and missed as often, and of the population."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipt.outcomes.growth import GrowthModel
from ipt.outcomes.growth.simulate import Population, courses

SEEDS = st.integers(0, 2**32 - 1)


def rng(seed=1):
    return np.random.default_rng(seed)


@given(
    seed=SEEDS,
    n=st.integers(1, 50),
    sessions=st.integers(1, 20),
    missed=st.floats(0, 1),
    leaving=st.floats(0, 1),
    whole=st.booleans(),
)
def test_rows_are_in_order_and_everybody_began(seed, n, sessions, missed, leaving, whole):
    drawn = courses(rng(seed), n, sessions=sessions, missed=missed, leaving=leaving, whole=whole)
    assert len(drawn.patient) == len(drawn.time) == len(drawn.score)
    step = np.diff(drawn.patient)
    assert (step >= 0).all()
    assert (np.diff(drawn.time)[step == 0] > 0).all()
    firsts = drawn.time[np.flatnonzero(np.diff(drawn.patient, prepend=-1))]
    assert len(firsts) == n
    assert (np.floor(firsts) == 1).all()
    assert (np.floor(drawn.time) <= sessions).all()
    assert ((drawn.time % 1 == 0) if whole else (drawn.time % 1 < 1 / 3)).all()


def test_a_seed_draws_the_same_courses_again():
    one, again, other = courses(rng(), 9), courses(rng(), 9), courses(rng(2), 9)
    assert one.score.tolist() == again.score.tolist() != other.score.tolist()


def test_nobody_misses_or_leaves_unless_told():
    drawn = courses(rng(), 30, sessions=5, missed=0, leaving=0)
    assert drawn.time.tolist() == [1, 2, 3, 4, 5] * 30


def test_sessions_are_missed_as_often_as_told():
    drawn = courses(rng(), 20_000, sessions=6, missed=0.2, leaving=0)
    assert np.bincount(drawn.time.astype(int))[1:] / 20_000 == pytest.approx([1, *[0.8] * 5], abs=0.015)


def test_people_leave_as_often_as_told():
    drawn = courses(rng(), 20_000, sessions=4, missed=0, leaving=0.25)
    assert np.bincount(drawn.time.astype(int))[1:] / 20_000 == pytest.approx(0.75 ** np.arange(4), abs=0.015)


def test_the_model_finds_the_population_again():
    told = Population(start=20, slope=-0.8, sd_start=5, sd_slope=0.5, corr=0.3, residual_sd=2)
    fit = GrowthModel().fit(courses(rng(), 5000, population=told).columns())
    start, slope = fit.fixed["(Intercept)"], fit.fixed["time"]
    assert abs(start.estimate - 20) < 4 * start.se
    assert abs(slope.estimate + 0.8) < 4 * slope.se
    assert [fit.sd_intercept, fit.sd_time, fit.residual_sd] == pytest.approx([5, 0.5, 2], rel=0.06)
    assert fit.corr == pytest.approx(0.3, abs=0.08)
