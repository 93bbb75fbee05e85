"""One course on the common line: the running update equals conditioning with whole matrices."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipt.outcomes.forecast import Scale, State, Trajectory
from ipt.outcomes.growth import GrowthModel
from tests.ipt.outcomes.growth.courses import courses

PHQ9 = Scale(0, 27, 1, 1)
LINE = Trajectory((16, -0.4), (20, -0.5, 0.1), 2.5, "linear", PHQ9)
LINES = (
    LINE,
    Trajectory((15, -2), (25, -3, 4), 2, "log", PHQ9),
    Trajectory((15, -2), (25, 0, 0), 2, "log", PHQ9),
    Trajectory((15, -2), (0, 0, 1), 2, "log", PHQ9),
    Trajectory((15, -2), (4, 2, 1), 2, "linear", PHQ9),
    Trajectory((15, -2), (0, 0, 0), 2, "linear", PHQ9),
)
histories = st.lists(
    st.tuples(st.integers(1, 40), st.integers(0, 27)), max_size=12, unique_by=lambda one: one[0]
)


def conditioned(line, history, time):
    """Mean and sd of the score at a time, from the joint normal distribution of all scores."""
    scaled = np.array([line.on_scale(one) for one, _ in history] + [line.on_scale(time)])
    x = np.column_stack([np.ones(len(scaled)), scaled])
    v0, v01, v1 = line.covariance
    joint = x @ np.array([[v0, v01], [v01, v1]]) @ x.T + line.residual_sd**2 * np.eye(len(scaled))
    mean = x @ np.array(line.mean)
    if not history:
        return mean[-1], math.sqrt(joint[-1, -1])
    weights = np.linalg.solve(joint[:-1, :-1], joint[:-1, -1])
    left = np.array([score for _, score in history]) - mean[:-1]
    return mean[-1] + weights @ left, math.sqrt(joint[-1, -1] - weights @ joint[:-1, -1])


def state(line, history):
    found = State(line)
    for time, score in history:
        found = found.update(time, score)
    return found


@given(st.sampled_from(LINES), histories, st.integers(1, 40))
def test_running_updates_equal_conditioning_on_all_scores_at_once(line, history, time):
    assert state(line, history).moments(time) == pytest.approx(
        conditioned(line, history, time), rel=1e-7, abs=1e-7
    )


@given(st.sampled_from(LINES), histories, st.randoms())
def test_the_order_of_scores_does_not_matter(line, history, random):
    shuffled = list(history)
    random.shuffle(shuffled)
    assert state(line, shuffled).moments(7) == pytest.approx(state(line, history).moments(7), rel=1e-9)


@given(st.sampled_from(LINES), histories, st.floats(-50, 50), st.floats(0.1, 20))
def test_a_scale_that_is_shifted_and_stretched_shifts_and_stretches_the_forecast(line, history, shift, by):
    (start, slope), scale = line.mean, line.scale
    moved = Trajectory(
        (shift + by * start, by * slope),
        tuple(by**2 * value for value in line.covariance),
        by * line.residual_sd,
        line.time_scale,
        Scale(shift + by * scale.low, shift + by * scale.high, by * scale.step, scale.worse),
    )
    then = [
        (time, min(max(shift + by * score, moved.scale.low), moved.scale.high)) for time, score in history
    ]
    mean, sd = state(line, history).moments(9)
    assert state(moved, then).moments(9) == pytest.approx((shift + by * mean, by * sd), rel=1e-6, abs=1e-6)


@given(st.sampled_from(LINES), histories, st.integers(1, 40), st.integers(0, 27))
def test_a_score_more_never_makes_the_forecast_less_sure(line, history, time, score):
    known = state(line, history)
    assert known.update(time, score).moments(20)[1] <= known.moments(20)[1] + 1e-9


def test_a_missing_score_changes_nothing():
    known = State(LINE).update(1, 17)
    assert known.update(2, math.nan) == known


def test_the_state_remembers_the_first_score_and_how_many():
    known = state(LINE, [(1, 17), (2, 12)])
    assert (known.known, known.first) == (2, 17)
    assert math.isnan(State(LINE).first)


def test_a_trajectory_is_read_off_a_growth_fit():
    fit = GrowthModel(time_scale="log").fit(courses(3))
    found = Trajectory.of(fit, PHQ9)
    assert found.mean == pytest.approx(fit.beta)
    assert found.covariance == pytest.approx(
        (fit.covariance[0, 0], fit.covariance[0, 1], fit.covariance[1, 1])
    )
    assert (found.residual_sd, found.time_scale) == (fit.residual_sd, "log")


def test_the_state_of_a_course_agrees_with_the_fits_own_line():
    table = courses(3)
    fit = GrowthModel().fit(table)
    line = Trajectory.of(fit, Scale(-100, 100, 0, 1))
    for at in (0, 7):
        rows = table["patient"] == fit.patients[at]
        known = state(
            line, list(zip(table["time"][rows].tolist(), table["score"][rows].tolist(), strict=True))
        )
        own = fit.beta + fit.blups[at]
        assert known.moments(30)[0] == pytest.approx(own[0] + own[1] * 30, abs=1e-6)


def test_a_fit_with_covariates_is_refused():
    table = courses(3)
    fit = GrowthModel(covariates=("age",)).fit(table | {"age": table["patient"] % 7.0})
    with pytest.raises(ValueError, match="without covariates"):
        Trajectory.of(fit, PHQ9)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"mean": (math.nan, 0)}, "finite"),
        ({"covariance": (1, 2, 1)}, "no covariance"),
        ({"covariance": (-1, 0, 1)}, "no covariance"),
        ({"residual_sd": 0}, "without a residual"),
        ({"time_scale": "square"}, "linear or log"),
    ],
)
def test_what_is_no_trajectory_is_refused(change, reason):
    given = {"mean": (1, 1), "covariance": (1, 0, 1), "residual_sd": 1, "time_scale": "linear", "scale": PHQ9}
    with pytest.raises(ValueError, match=reason):
        Trajectory(**given | change)


def test_scores_off_the_scale_and_times_that_are_none_are_refused():
    with pytest.raises(ValueError, match="between 0 and 27, not 28"):
        State(LINE).update(1, 28)
    with pytest.raises(ValueError, match="no time"):
        State(LINE).update(math.inf, 8)
    with pytest.raises(ValueError, match="has no logarithm"):
        State(LINES[1]).update(0, 8)
    with pytest.raises(ValueError, match="has no logarithm"):
        LINES[1].all_on_scale([1, 0])
