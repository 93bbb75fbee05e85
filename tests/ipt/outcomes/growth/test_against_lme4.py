"""The figures of lme4 at tight tolerance, on real scores and on simulated ones whose patterns are hard.

`tests/data/growth/lme4.R` made them. Where lme4 stops short of the lowest point ours may lie below it, never
above.
"""

import csv
import json
import math
from pathlib import Path

import numpy as np
import pytest

from ipt.outcomes.growth import GrowthModel

DATA = Path(__file__).parents[3] / "data"
FIGURES = json.loads((DATA / "growth" / "lme4.json").read_text())


def rows(file):
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def number(text):
    return float(text) if text not in ("", "NA", "NaN") else math.nan


def table(name):
    """The scores that a figure was made from, as columns."""
    if name == "reframed":
        found = [row for row in rows(DATA / "reframed.csv") if row["month"].isdigit()]
        kept = [(row["patient"], number(row["month"]), number(row["phq9"])) for row in found]
    elif name == "antidepressant":
        found = rows(DATA / "antidepressant_data.csv")
        kept = [(row["PATIENT"], number(row["RELDAYS"]), number(row["HAMDTL17"])) for row in found]
    else:
        wanted = {"covariates": "unbalanced", "log": "unbalanced", "therapists": "nested"}.get(name, name)
        found = [row for row in rows(DATA / "growth" / "simulated.csv") if row["set"] == wanted]
        kept = [(row["patient"], number(row["time"]), number(row["score"])) for row in found]
    patient, time, score = (np.array(column) for column in zip(*kept, strict=True))
    beside = {
        key: np.array([row[key] for row in found]) for key in ("age", "group", "therapist") if key in found[0]
    }
    if "age" in beside:
        beside["age"] = beside["age"].astype(float)
    return {"patient": patient, "time": time, "score": score, **beside}


def fitted(figure):
    model = GrowthModel(
        method=figure["method"],
        time_scale="log" if figure["name"] == "log" else "linear",
        covariates=("age", "group") if figure["name"] == "covariates" else (),
        therapist="therapist" if figure["name"] == "therapists" else None,
    )
    return model.fit(table(figure["name"]))


@pytest.fixture(params=FIGURES, ids=lambda figure: f"{figure['name']}-{figure['method']}")
def both(request):
    return fitted(request.param), request.param


def test_it_fits_at_least_as_well_to_six_digits(both):
    fit, figure = both
    assert fit.converged
    assert -1e-8 < fit.loglik - figure["loglik"] < 1e-6
    assert fit.aic == pytest.approx(figure["aic"], abs=2e-6)
    assert fit.bic == pytest.approx(figure["bic"], abs=2e-6)


def test_it_counts_the_same(both):
    fit, figure = both
    assert (fit.n_scores, fit.n_patients) == (figure["n_scores"], figure["n_patients"])


def test_fixed_effects_and_their_errors_agree_to_five_digits(both):
    fit, figure = both
    assert list(fit.fixed) == list(figure["estimates"])
    for name, one in fit.fixed.items():
        assert one.estimate == pytest.approx(figure["estimates"][name], abs=1e-5)
        assert one.se == pytest.approx(figure["errors"][name], abs=1e-5)


def test_variances_agree_to_five_digits(both):
    fit, figure = both
    flat = 1e-4 if fit.singular else 1e-5  # where the lowest point is on the edge, lme4 stops beside it
    assert fit.residual_sd == pytest.approx(figure["residual_sd"], abs=1e-5)
    assert fit.sd_intercept == pytest.approx(figure["sd_intercept"], abs=flat)
    assert fit.sd_time == pytest.approx(figure["sd_time"], abs=flat)
    assert fit.corr == pytest.approx(figure["corr"], abs=flat)
    if figure["therapist_sd"] is not None:
        assert fit.therapist_sd == pytest.approx(figure["therapist_sd"], abs=1e-5)


def test_a_singular_fit_is_a_result_and_says_so(both):
    fit, figure = both
    assert fit.singular == figure["singular"]


def test_patients_own_lines_and_residuals_agree(both):
    fit, figure = both
    flat = 1e-4 if fit.singular else 1e-5
    place = list(fit.patients.astype(str)).index(figure["first_patient"])
    assert fit.blups[place] == pytest.approx(figure["first_blup"], abs=flat)
    assert fit.residuals[0] == pytest.approx(figure["first_residual"], abs=flat)
