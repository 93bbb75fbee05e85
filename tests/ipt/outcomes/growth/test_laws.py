"""What must not change a fit, and how it must change with what is done to the scores."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipt.outcomes.growth import GrowthModel
from ipt.outcomes.growth.gathering import gather, usual_units
from tests.ipt.outcomes.growth.courses import courses

SEEDS = st.integers(0, 2**32 - 1)
few = settings(max_examples=15)


def told(fit):
    return [
        fit.loglik,
        *fit.beta,
        *(one.se for one in fit.fixed.values()),
        *fit.covariance.ravel(),
        fit.residual_sd,
    ]


@given(seed=SEEDS, whole=st.booleans())
@few
def test_the_order_of_rows_changes_nothing(seed, whole):
    table = courses(seed, whole=whole)
    mixed = np.random.default_rng(seed).permutation(len(table["score"]))
    first, then = (
        GrowthModel().fit(table),
        GrowthModel().fit({key: column[mixed] for key, column in table.items()}),
    )
    assert told(then) == pytest.approx(told(first), rel=1e-6, abs=1e-6)
    place = {name: at for at, name in enumerate(then.patients)}
    assert then.blups[[place[name] for name in first.patients]] == pytest.approx(first.blups, abs=1e-5)


@given(seed=SEEDS, shift=st.floats(-50, 50), scale=st.floats(0.1, 10))
@few
def test_scores_in_other_units_give_the_same_in_those_units(seed, shift, scale):
    table = courses(seed)
    first, then = (
        GrowthModel().fit(table),
        GrowthModel().fit(table | {"score": shift + scale * table["score"]}),
    )
    assert then.beta == pytest.approx(
        [shift + scale * first.beta[0], scale * first.beta[1]], rel=1e-5, abs=1e-5
    )
    assert then.covariance == pytest.approx(scale**2 * first.covariance, rel=1e-4, abs=1e-5 * scale**2)
    assert then.residual_sd == pytest.approx(scale * first.residual_sd, rel=1e-6)
    by = (first.n_scores - 2) * np.log(scale)
    assert then.loglik == pytest.approx(first.loglik - by, rel=1e-8, abs=1e-6)


@given(seed=SEEDS, shift=st.floats(-5, 5), scale=st.floats(0.1, 10))
@few
def test_times_from_another_zero_and_in_other_units_give_the_same_lines(seed, shift, scale):
    table = courses(seed, whole=False)
    first = GrowthModel(method="ml").fit(table)
    then = GrowthModel(method="ml").fit(table | {"time": shift + scale * table["time"]})
    assert then.loglik == pytest.approx(first.loglik, abs=1e-6)
    assert then.beta[1] * scale == pytest.approx(first.beta[1], abs=1e-5)
    assert then.fitted == pytest.approx(first.fitted, abs=1e-4)


@given(seed=SEEDS, times=st.integers(2, 4))
@few
def test_every_patient_several_times_over_leaves_estimates_and_multiplies_the_likelihood(seed, times):
    table = courses(seed)
    many = {key: np.concatenate([column] * times) for key, column in table.items()}
    many["patient"] = np.concatenate([table["patient"] + 1000 * copy for copy in range(times)])
    first, then = GrowthModel(method="ml").fit(table), GrowthModel(method="ml").fit(many)
    assert then.loglik == pytest.approx(times * first.loglik, rel=1e-8)
    assert then.beta == pytest.approx(first.beta, abs=1e-5)
    assert then.covariance == pytest.approx(first.covariance, abs=1e-4)
    errors = [one.se * times**0.5 for one in then.fixed.values()]
    assert errors == pytest.approx([one.se for one in first.fixed.values()], rel=1e-5)


@given(seed=SEEDS, at=st.integers(5, 20))
@few
def test_sums_of_parts_are_the_sums_of_the_whole(seed, at):
    table = courses(seed)
    model = GrowthModel()
    whole = model.fit(table)
    units = usual_units(whole.rows)
    here = table["patient"] < at
    parts = []
    for kept in (here, ~here):
        part = model.read({key: column[kept] for key, column in table.items()})
        parts.append(gather(part, units)[0])
    assert told(model.fit_sums(parts[0] + parts[1])) == pytest.approx(told(whole), rel=1e-6, abs=1e-6)


@given(seed=SEEDS)
@few
def test_missing_scores_are_left_out_and_counted(seed):
    table = courses(seed)
    blank = table | {"score": np.where(table["time"] == 3, np.nan, table["score"])}
    kept = table["time"] != 3
    without = GrowthModel().fit({key: column[kept] for key, column in table.items()})
    fit = GrowthModel().fit(blank)
    assert told(fit) == pytest.approx(told(without), rel=1e-6, abs=1e-6)
    assert (fit.n_left_out, fit.n_scores) == (int((~kept).sum()), int(kept.sum()))


@given(seed=SEEDS)
@few
def test_residuals_are_scores_without_what_was_fitted(seed):
    table = courses(seed)
    fit = GrowthModel().fit(table)
    assert fit.fitted + fit.residuals == pytest.approx(table["score"])
    line = fit.beta + fit.blups
    of = np.searchsorted(fit.patients, table["patient"])
    assert fit.fitted == pytest.approx(line[of, 0] + line[of, 1] * table["time"])


def test_sums_in_other_units_or_with_therapists_are_not_added():
    first, other = courses(1), courses(2)
    model = GrowthModel()
    sums = [gather(rows := model.read(table), usual_units(rows))[0] for table in (first, other)]
    with pytest.raises(ValueError, match="different units"):
        sums[0] + sums[1]
    nested = GrowthModel(therapist="therapist")
    level = gather(rows := nested.read(first | {"therapist": first["patient"] % 4}), usual_units(rows))[0]
    with pytest.raises(ValueError, match="therapist may be in both"):
        level + level
