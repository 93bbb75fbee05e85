"""Times a function in this process and prints what it took, with the process's peak memory, as one line."""

import json
import resource
import statistics
import sys
import time
from pathlib import Path


def report(function, runs, figures=lambda result: {}, each=1, elsewhere=False):
    """Run it a few times, print the median and what `figures` makes of the last result.

    Where other work kept it waiting, the processor's time is what it took; of several threads, the clock's.
    `each` is how many things one run does; the time told is that of one of them. `elsewhere`: another process
    does the work, so that only the clock knows what it took.
    """
    taken = []
    for _ in range(runs):
        began = time.perf_counter(), time.process_time()
        result = function()
        by_clock, by_processor = time.perf_counter() - began[0], time.process_time() - began[1]
        taken.append(by_clock if elsewhere else min(by_clock, by_processor))
    line = {
        "seconds": statistics.median(taken) / each,
        "runs": runs,
        "peak_mb": peak_mb(),
        "figures": figures(result),
    }
    sys.stdout.write(json.dumps(line) + "\n")


def report_requests(ask, requests, figures=lambda result: {}):
    """Ask so often, after a tenth of it to warm up; print the 95th percentile, with the median beside it."""
    for number in range(requests // 10):
        ask(number)
    taken = []
    for number in range(requests):
        began = time.perf_counter()
        result = ask(number)
        taken.append(time.perf_counter() - began)
    line = {
        "seconds": statistics.quantiles(taken, n=20, method="inclusive")[-1],
        "runs": requests,
        "told": "95th percentile",
        "peak_mb": peak_mb(),
        "figures": {"median": statistics.median(taken), **figures(result)},
    }
    sys.stdout.write(json.dumps(line) + "\n")


def peak_mb():
    """The most memory of this process; what the system counts for its parent too is the second choice."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
        lines = dict(line.split(":", 1) for line in status.splitlines())
        return int(lines["VmHWM"].split()[0]) / 1024
    except (OSError, KeyError):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
