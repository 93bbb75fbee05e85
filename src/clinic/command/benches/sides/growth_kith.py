"""The growth model by `ipt.outcomes.growth`, from columns to estimates, errors and each patient's line."""

import sys

import numpy as np
from timing import report

from ipt.outcomes.growth import GrowthModel

folder, runs = sys.argv[1], int(sys.argv[2])
kinds = {"patient": "<i4", "time": "<f8", "score": "<f8"}
table = {name: np.fromfile(f"{folder}/{name}.bin", kind) for name, kind in kinds.items()}


def fit():
    found = GrowthModel().fit(table)
    return found, found.fixed, found.blups


def figures(result):
    found, fixed, blups = result
    return {
        "loglik": found.loglik,
        "estimates": [one.estimate for one in fixed.values()],
        "errors": [one.se for one in fixed.values()],
        "spreads": [found.sd_intercept, found.sd_time, found.residual_sd],
        "corr": found.corr,
        "first": blups[0].tolist(),
    }


report(fit, runs, figures)
