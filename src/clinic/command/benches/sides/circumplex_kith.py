"""The structural summary by `ipt.outcomes.circumplex`."""

import sys

import numpy as np
from timing import report

from ipt.outcomes.circumplex import analyze

table, kind, resamples, runs = np.load(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
groups = np.where(table[:, 8] == 1, "b", "a") if kind == "means" else None
measures = None if kind == "means" else {"beside": table[:, 9]}


def run():
    rng = np.random.default_rng(1)
    return analyze(table[:, :8], rng=rng, groups=groups, measures=measures, resamples=resamples)


def figures(found):
    parts = [
        getattr(one, part)
        for one in (*found.profiles, *found.contrasts)
        for part in ("elevation", "x", "y", "amplitude", "angle")
    ]
    return {
        "estimates": [one.estimate for one in parts],
        "bounds": [bound for one in parts for bound in (one.low, one.high)],
        "widths": [one.high - one.low for one in parts for _ in (0, 1)],
    }


report(run, runs, figures)
