"""What a researcher writes: each answer 0 to 3 or blank, up to two blanks prorated and rounded half up.

`columns` is the frame that read_csv gives, each column by itself; `block` is one array; `complete` has no
blanks.
"""

import sys

import numpy as np
import pandas as pd
from timing import report

file, runs, held = sys.argv[1:]
items = [f"phq9_{item}" for item in range(1, 10)]
array = np.load(file)
if held == "columns":
    answers = pd.DataFrame({item: array[:, place] for place, item in enumerate(items)}, copy=False)
else:
    answers = pd.DataFrame(array, columns=items)


def score():
    if not (answers.isin([0, 1, 2, 3]) | answers.isna()).all(axis=None):
        raise ValueError("an answer is not an option")
    blank = answers.isna().sum(axis=1)
    return np.floor(answers.mean(axis=1) * 9 + 0.5).where(blank <= 2)


def score_complete():
    if not answers.isin([0, 1, 2, 3]).all(axis=None):
        raise ValueError("an answer is not an option")
    return answers.sum(axis=1)


report(
    score_complete if held == "complete" else score,
    int(runs),
    lambda totals: {"sum": float(totals.sum()), "scored": int(totals.count())},
)
