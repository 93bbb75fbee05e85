"""The rates of a service: a million courses from Parquet on each engine, beside Polars written by hand."""

import importlib.util
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from clinic.command.benches.measured import Gate, Given, Row, Side, Skipped, side

COURSES = 1_000_000  # of 8 sessions and two measures each on average: 16 million scores
LIMIT = 3.0  # seconds, on DuckDB
ENGINES = {"duckdb": "DuckDB", "polars": "Polars", "spark": "Spark"}
NOTE = "reads, checks and counts; all cores on every side. By hand nothing is checked"


def rows(given: Given) -> Iterator[Row | Skipped]:
    """One row for each engine; the integers of all are those of the NumPy definition."""
    courses = COURSES // 100 if given.quick else COURSES
    what = f"service rates, {courses:,} courses"
    if absent := [name for name in ("ibis", "duckdb", "polars") if not importlib.util.find_spec(name)]:
        yield Skipped(
            what, f"{', '.join(absent)} is not installed; ./kith bench service --install-peers does"
        )
        return
    file = given.folder / "scores.parquet"
    what += f", {_written(file, courses) / 1e6:.3g}M scores"
    wanted = side("NumPy", given.python, "service_numpy.py", file, given=given)
    by_hand = side("by hand", given.python, "service_by_hand.py", file, given.runs(3), given=given)
    for engine, name in ENGINES.items():
        if engine == "spark" and not (importlib.util.find_spec("pyspark") and shutil.which("java")):
            yield Skipped(
                f"{what}, on Spark", "pyspark and Java are not both installed (with Java, --install-peers)"
            )
            continue
        ours = side(name, given.python, "service_kith.py", file, engine, given.runs(3), given=given)
        limit = LIMIT if engine == "duckdb" else None
        yield Row(
            f"{what}, on {name}", ours, by_hand, limit=limit, gates=_gates(ours, by_hand, wanted), note=NOTE
        )


def _gates(ours: Side, by_hand: Side, wanted: Side) -> tuple[Gate, ...]:
    return (
        Gate(
            "integers equal NumPy's definition",
            ours.figures == wanted.figures,
            str(list(ours.figures.values())),
        ),
        Gate(
            "integers equal those by hand",
            by_hand.figures == ours.figures,
            str(list(by_hand.figures.values())),
        ),
    )


def _written(file: Path, courses: int) -> int:
    """Write long rows of 4 to 12 sessions a course, PHQ-9 and GAD-7 in each, some missing; how many."""
    import polars

    rng = np.random.default_rng(10)
    sessions = rng.integers(4, 13, courses)
    who = np.repeat(np.arange(courses), sessions)
    when = np.arange(len(who)) - np.repeat(np.cumsum(sessions) - sessions, sessions)
    table = []
    for measure, top, mean in (("phq9", 27, 16), ("gad7", 21, 13)):
        line = (mean + rng.normal(0, 4, courses))[who] - rng.gamma(1.5, 0.5, courses)[who] * when
        score = np.clip(np.rint(line + rng.normal(0, 2, len(who))), 0, top)
        score[rng.random(len(who)) < 0.03] = np.nan
        table.append(
            polars.DataFrame({"who": who, "session": when, "score": score}).with_columns(
                measure=polars.lit(measure)
            )
        )
    scores = polars.concat(table).sort("who", "session")
    named = polars.format("course-{}", "who").alias("course")
    scores.select(named, "session", "measure", polars.col("score").fill_nan(None)).write_parquet(file)
    return len(scores)
