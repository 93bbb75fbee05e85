"""Writes simulated.csv: small sets of scores whose patterns are hard on a growth model. Run it by hand."""

import csv
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent
rng = np.random.default_rng(1984)


def scores(
    name, n, times, *, start=1, sds=(4.0, 0.5), corr=-0.3, sd=3.0, attends=1.0, therapists=0, jitter=0.0
):
    """Rows of n patients at `times` times, each kept with a chance of `attends` but for the first."""
    cross = corr * sds[0] * sds[1]
    own = rng.multivariate_normal([0, 0], [[sds[0] ** 2, cross], [cross, sds[1] ** 2]], n)
    shift = rng.normal(0, 2, max(therapists, 1))
    for patient in range(n):
        therapist = patient % therapists if therapists else 0
        age = int(rng.integers(18, 75))
        group = "ab"[patient % 2]
        for time in range(start, start + times):
            if time > start and rng.random() > attends:
                continue
            at = round(time + jitter * rng.random(), 3)
            value = 16 - 0.5 * at + own[patient, 0] + own[patient, 1] * at + 0.03 * age + rng.normal(0, sd)
            value += shift[therapist] if therapists else 0
            missing = name == "missing" and rng.random() < 0.2
            yield name, f"p{patient}", at, "" if missing else round(value, 3), f"t{therapist}", age, group


SETS = [
    scores("balanced", 40, 8),
    scores("unbalanced", 60, 12, attends=0.5),
    scores("single", 80, 10, attends=0.25),
    scores("missing", 50, 10, attends=0.8),
    scores("no_slopes", 30, 6, sds=(4.0, 0.0), corr=0.0),
    scores("no_intercepts", 30, 6, sds=(0.0, 0.0), corr=0.0),
    scores("one_line", 30, 6, sds=(4.0, 0.5), corr=1.0, sd=5.0),
    scores("jittered", 45, 9, attends=0.7, jitter=0.9),
    scores("nested", 90, 8, attends=0.8, therapists=9),
]
with (HERE / "simulated.csv").open("w", newline="", encoding="utf-8") as file:
    table = csv.writer(file, lineterminator="\n")
    table.writerow(["set", "patient", "time", "score", "therapist", "age", "group"])
    for rows in SETS:
        table.writerows(rows)
