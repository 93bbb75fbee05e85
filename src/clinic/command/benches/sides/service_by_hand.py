"""What an analyst writes in Polars for PHQ-9 and GAD-7 by the definitions of NHS Talking Therapies."""

import sys

import polars as pl
from timing import report

file, runs = sys.argv[1:]
CASE, RELIABLE = {"phq9": 10, "gad7": 8}, {"phq9": 6, "gad7": 4}


def ends(name):
    given = pl.col("measure").eq(name) & pl.col("score").is_not_null()
    score, session = pl.col("score").filter(given), pl.col("session").filter(given)
    first, last = score.get(session.arg_min()), score.get(session.arg_max())
    return first.alias(f"{name}_first"), pl.when(session.max() > session.min()).then(last).alias(
        f"{name}_last"
    )


def count():
    by_course = (
        pl.scan_parquet(file)
        .group_by("course")
        .agg(*ends("phq9"), *ends("gad7"), finished=pl.col("session").max() > pl.col("session").min())
    )
    first, last = ({name: pl.col(f"{name}_{end}") for name in CASE} for end in ("first", "last"))
    fall = {name: first[name] - last[name] for name in CASE}
    known = {name: last[name].is_not_null() for name in CASE}
    case = pl.any_horizontal(first[name] >= cut for name, cut in CASE.items()).fill_null(False)
    still = pl.any_horizontal(last[name] >= cut for name, cut in CASE.items()).fill_null(False)
    better = pl.any_horizontal(fall[name] >= far for name, far in RELIABLE.items()).fill_null(False)
    worse = pl.any_horizontal(-fall[name] >= far for name, far in RELIABLE.items()).fill_null(False)
    done = pl.col("finished")
    recovered = done & case & ~still & pl.all_horizontal(known.values())
    return (
        by_course.select(
            courses=pl.len(),
            finished=done.sum(),
            at_caseness=(done & case).sum(),
            recovered=recovered.sum(),
            reliably_improved=(done & better & ~worse).sum(),
            reliably_recovered=(recovered & better & ~worse).sum(),
            reliably_deteriorated=(done & worse & ~better).sum(),
            missing_outcome=(done & ~pl.any_horizontal(known.values())).sum(),
        )
        .collect()
        .row(0, named=True)
    )


report(count, int(runs), dict)
