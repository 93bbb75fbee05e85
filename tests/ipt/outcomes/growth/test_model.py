"""The way to a fit is short, whatever the scores spread like, and the same however many there are."""

import numpy as np
import pytest

from ipt.outcomes.growth import GrowthModel, model, simulate
from ipt.outcomes.growth.gathering import gather, usual_units

PEOPLE = {
    "as usual": simulate.Population(),
    "who hardly scatter": simulate.Population(sd_start=8, sd_slope=0.6, residual_sd=0.2),
    "who scatter": simulate.Population(residual_sd=9),
    "who all change alike": simulate.Population(sd_slope=0),
    "who all start alike": simulate.Population(sd_start=0),
}


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize("people", ["as usual", "who hardly scatter", "who scatter"])
def test_few_evaluations_lead_to_the_bottom(people, whole):
    drawn = simulate.courses(np.random.default_rng(3), 1500, whole=whole, population=PEOPLE[people])
    rows = GrowthModel().read(drawn.columns())
    sums, _ = gather(rows, usual_units(rows))
    found = model._descend(sums, reml=True)
    assert found.converged
    assert found.evaluations <= 9


@pytest.mark.parametrize("people", PEOPLE)
def test_a_fit_without_polish_ends_where_one_with_it_does(monkeypatch, people):
    drawn = simulate.courses(np.random.default_rng(3), 1500, whole=False, population=PEOPLE[people])
    plain = GrowthModel().fit(drawn.columns())
    monkeypatch.setattr(model, "MANY", 10)
    large = GrowthModel().fit(drawn.columns())
    assert plain.converged
    assert large.converged
    assert large.loglik == pytest.approx(plain.loglik, rel=1e-12, abs=1e-6)
    assert large.covariance == pytest.approx(plain.covariance, rel=1e-3, abs=1e-4)
    assert large.beta == pytest.approx(plain.beta, rel=1e-6)


def test_a_covariate_that_one_patient_has_is_fitted():
    drawn = simulate.courses(np.random.default_rng(3), 1500, whole=False).columns()
    fit = GrowthModel(covariates=("rare",)).fit(drawn | {"rare": (drawn["patient"] == 7).astype(float)})
    assert fit.converged
    assert fit.fixed["rare"].se > 1


def test_a_fit_prints_as_a_few_lines():
    drawn = simulate.courses(np.random.default_rng(3), 200)
    printed = repr(GrowthModel().fit(drawn.columns()))
    assert printed.startswith(f"GrowthFit: {len(drawn.score)} scores of 200 patients, REML, linear time")
    assert len(printed.splitlines()) == 5
    assert "loglik" in printed
