"""The same by PyPI's circumplex."""

import sys

import circumplex
import numpy as np
import pandas as pd
from timing import report

table, kind, resamples, runs = np.load(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
names = ["PA", "BC", "DE", "FG", "HI", "JK", "LM", "NO"]
people = pd.DataFrame(table[:, :8], columns=names)
people["group"], people["beside"] = np.where(table[:, 8] == 1, "b", "a"), table[:, 9]
given = {"grouping": "group", "contrast": True} if kind == "means" else {"measures": "beside"}


def figures(found):
    rows = found.results.to_dict("records")
    parts = [(row, part) for row in rows for part in ("e", "x", "y", "a", "d")]
    return {
        "estimates": [float(row[f"{part}_est"]) for row, part in parts],
        "bounds": [float(row[f"{part}_{end}"]) for row, part in parts for end in ("lci", "uci")],
    }


report(lambda: circumplex.ssm_analyze(people, names, boots=resamples, seed=1, **given), runs, figures)
