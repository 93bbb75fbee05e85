"""The definition in NumPy, `ipt.outcomes.rates`, of a Parquet file of scores."""

import dataclasses
import sys

import numpy as np
import polars
from timing import report

from ipt.measures import library
from ipt.outcomes import rates

table = polars.read_parquet(sys.argv[1])
courses, course = np.unique(table["course"].to_numpy(), return_inverse=True)
session, score = table["session"].to_numpy(), table["score"].to_numpy()
measure = table["measure"].to_numpy()


def count():
    measured = []
    for name in ("phq9", "gad7"):
        here = measure == name
        given = course[here], session[here], score[here], len(courses)
        measured.append(rates.first_and_last(library.load(name), *given))
    at, until = np.full(len(courses), np.inf), np.full(len(courses), -np.inf)
    np.minimum.at(at, course, session)
    np.maximum.at(until, course, session)
    return rates.count(rates.outcomes(measured, finished=until > at))


report(count, 1, dataclasses.asdict)
