"""The same by mixedlm-rs, from a data frame to estimates, standard errors and each patient's line."""

import sys

import mixedlm_rs
import numpy as np
import pandas as pd
from timing import report

folder, runs = sys.argv[1], int(sys.argv[2])
kinds = {"patient": "<i4", "time": "<f8", "score": "<f8"}
table = pd.DataFrame({name: np.fromfile(f"{folder}/{name}.bin", kind) for name, kind in kinds.items()})


def fit():
    found = mixedlm_rs.mixedlm("score ~ time", table, groups="patient", re_formula="~time").fit()
    return found, found.bse_fe, found.random_effects


def figures(result):
    found, errors, _ = result
    return {
        "loglik": float(found.llf),
        "estimates": [float(one) for one in found.fe_params],
        "errors": [float(one) for one in errors],
    }


report(fit, runs, figures)
