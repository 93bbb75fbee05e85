"""The deviance equals the likelihood written out with whole matrices, and its gradient its differences."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipt.outcomes.growth.deviance import Theta, information, profile
from ipt.outcomes.growth.gathering import gather, usual_units
from ipt.outcomes.growth.scores import read

SEEDS = st.integers(0, 2**32 - 1)
FREE = st.floats(-2, 2)


def some_scores(seed, *, whole=True, therapists=False, covariates=0, few=False):
    """A small random table: gaps, patients with one score, times of any kind."""
    rng = np.random.default_rng(seed)
    n = int(rng.integers(4, 8 if few else 30))
    patient = np.repeat(np.arange(n), rng.integers(1, 7, n))
    time = (
        np.concatenate([rng.permutation(9)[:k] for k in np.bincount(patient, minlength=n)]).astype(float) + 1
    )
    if not whole:
        time = time + rng.random(len(time)) / 3
    own = rng.normal(0, [4, 0.6], (n, 2))
    beside = {f"x{place}": rng.normal(3, 2, len(time)) for place in range(covariates)}
    score = 15 - 0.5 * time + own[patient, 0] + own[patient, 1] * time + rng.normal(0, 2, len(time))
    columns = {"patient": patient, "time": time, "score": score, "therapist": patient % 3, **beside}
    return read(
        columns,
        patient="patient",
        time="time",
        score="score",
        covariates=list(beside),
        therapist="therapist" if therapists else None,
        time_scale="linear",
    )


def written_out(scores, units, theta, *, reml):
    """-2 log likelihood at theta with beta and the residual variance at their best, by whole matrices."""
    (middle, spread), (level, unit) = units.time, units.score
    y = (scores.score - level) / unit
    time = (scores.when - middle) / spread
    beside = [(x - m) / s for x, (m, s) in zip(scores.covariates.T, units.covariates, strict=True)]
    x = np.column_stack([np.ones_like(time), time, *beside])
    v0, v01, v1 = theta.covariance
    same = scores.code[:, None] == scores.code[None, :]
    v = same * (v0 + v01 * (time[:, None] + time[None, :]) + v1 * np.outer(time, time)) + np.eye(len(y))
    if scores.therapist is not None:
        who = scores.therapist[scores.code]
        v = v + theta.t**2 * (who[:, None] == who[None, :])
    inverse = np.linalg.inv(v)
    inner = x.T @ inverse @ x
    left = y - x @ np.linalg.solve(inner, x.T @ inverse @ y)
    degrees = len(y) - (x.shape[1] if reml else 0)
    deviance = np.linalg.slogdet(v)[1] + degrees * (1 + np.log(2 * np.pi * (left @ inverse @ left) / degrees))
    return deviance + (np.linalg.slogdet(inner)[1] if reml else 0)


@pytest.mark.parametrize("reml", [True, False])
@given(seed=SEEDS, a=FREE, b=FREE, c=FREE, t=FREE, whole=st.booleans(), therapists=st.booleans())
def test_it_equals_the_likelihood_written_out(seed, a, b, c, t, whole, therapists, reml):
    scores = some_scores(seed, whole=whole, therapists=therapists, covariates=seed % 3)
    units = usual_units(scores)
    sums, _ = gather(scores, units)
    theta = Theta(a, b, c, t if therapists else 0.0)
    ours = profile(sums, theta, reml=reml).deviance
    assert ours == pytest.approx(written_out(scores, units, theta, reml=reml), rel=1e-9, abs=1e-7)


@pytest.mark.parametrize("reml", [True, False])
@given(seed=SEEDS, a=FREE, b=FREE, c=FREE, t=FREE, therapists=st.booleans())
def test_its_gradient_is_how_it_moves(seed, a, b, c, t, therapists, reml):
    sums, _ = gather(scores := some_scores(seed, therapists=therapists), usual_units(scores))
    at = np.array([a, b, c, t if therapists else 0.0])
    told = profile(sums, Theta(*at), reml=reml).gradient
    for place in range(4 if therapists else 3):
        aside = np.zeros(4)
        aside[place] = 1e-5
        up, down = (profile(sums, Theta(*(at + way * aside)), reml=reml).deviance for way in (1, -1))
        assert told[place] == pytest.approx((up - down) / 2e-5, rel=1e-4, abs=1e-4)


@given(seed=SEEDS, a=FREE, b=FREE, c=FREE, whole=st.booleans())
def test_its_expected_curvature_is_that_of_the_covariance_written_out(seed, a, b, c, whole):
    """tr(V^-1 V_i V^-1 V_j) - tr(V^-1 V_i) tr(V^-1 V_j) / n, with V_i how V moves with a, b and c."""
    scores = some_scores(seed, whole=whole, few=True)
    units = usual_units(scores)
    sums, _ = gather(scores, units)
    time = (scores.when - units.time[0]) / units.time[1]
    same = scores.code[:, None] == scores.code[None, :]
    ways = [same * 1.0, same * (time[:, None] + time[None, :]), same * np.outer(time, time)]
    v = np.eye(len(time)) + sum(one * way for one, way in zip(Theta(a, b, c).covariance, ways, strict=True))
    inverse = np.linalg.inv(v)
    moves = [
        inverse @ way
        for way in (2 * a * ways[0] + b * ways[1], a * ways[1] + 2 * b * ways[2], 2 * c * ways[2])
    ]
    told = [
        [np.trace(one @ other) - np.trace(one) * np.trace(other) / len(time) for other in moves]
        for one in moves
    ]
    assert information(sums, Theta(a, b, c)) == pytest.approx(np.array(told), rel=1e-6, abs=1e-6)


@given(seed=SEEDS, a=FREE, b=FREE, c=FREE)
def test_patterns_of_attendance_lose_nothing(seed, a, b, c):
    """A few sessions shared by many patients are grouped; the same rows one by one give the same."""
    rng = np.random.default_rng(seed)
    n = 120
    kept = rng.random((n, 3)) < 0.7
    kept[:, 0] = True
    patient, time = np.nonzero(kept)
    columns = {"patient": patient, "time": time.astype(float), "score": rng.normal(12, 5, len(patient))}
    told = {"patient": "patient", "time": "time", "score": "score", "covariates": (), "therapist": None}
    scores = read(columns, **told, time_scale="linear")
    units = usual_units(scores)
    grouped, each = gather(scores, units)
    assert len(grouped.blocks.n) <= 3 * 4
    plain = type(grouped)(units, grouped.total, each.blocks(), n, len(patient))
    ours, theirs = (profile(sums, Theta(a, b, c), reml=True) for sums in (grouped, plain))
    assert ours.deviance == pytest.approx(theirs.deviance, rel=1e-11)
    assert ours.gradient == pytest.approx(theirs.gradient, rel=1e-8, abs=1e-8)
