"""Counts of a Parquet file of scores by `ipt.outcomes.counting` on an engine."""

import dataclasses
import sys
from pathlib import Path

from timing import report

from ipt.outcomes import counting
from ipt.outcomes.long_rows import Names

file, engine, runs = sys.argv[1:]


def count():
    return counting.count({Path(file): Names()}, engine=engine).cells.whole()


report(count, int(runs), dataclasses.asdict, elsewhere=engine == "spark")
