"""Scores judged by `ipt.outcomes.forecast`, one after the other as they come, or all at once."""

import sys

import numpy as np
from timing import report

from ipt.outcomes.forecast import demo_model

file, how, few, runs = sys.argv[1:]
scores = np.load(file)
model = demo_model(demo=True)
sessions = np.arange(1.0, scores.shape[-1] + 1)
first = [row.tolist() for row in scores[: int(few)]]


def one_by_one():
    found = []
    for row in first:
        state = model.start()
        for session, score in enumerate(row, start=1):
            found.append(bool(state.known) and model.off_track(state, session, score))
            state = state.update(session, score)
    return found


def counted(found):
    return {"off": int(np.nansum(np.asarray(found, dtype=float)))}


if how == "one":
    report(one_by_one, int(runs), counted, each=len(first) * len(sessions))
else:
    report(
        lambda: model.off_track_many(sessions, scores),
        int(runs),
        lambda found: counted(found[: int(few)]),
        each=scores.size,
    )
