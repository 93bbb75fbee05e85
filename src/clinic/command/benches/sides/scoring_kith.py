"""Totals of many PHQ-9 forms by `ipt.measures.scoring`."""

import sys

import numpy as np
from timing import report

from ipt.measures import library, scoring

answers = np.load(sys.argv[1])
phq9 = library.load("phq9")


def figures(totals):
    return {"sum": float(np.nansum(totals)), "scored": int(np.isfinite(totals).sum())}


report(lambda: scoring.total(phq9, answers), int(sys.argv[2]), figures)
