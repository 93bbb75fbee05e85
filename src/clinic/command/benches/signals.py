"""Whether a new score is off track, by the demo's model: one call a score, and many at once."""

from collections.abc import Iterator

import numpy as np

from clinic.command.benches.measured import Gate, Given, Row, Skipped, side

COURSES, SESSIONS = 100_000, 16
A_CALL, IN_BULK = 50e-6, 100e-9  # seconds a score, at most


def rows(given: Given) -> Iterator[Row | Skipped]:
    """A row for calls and one for bulk; both judge the same scores alike."""
    courses = COURSES // 100 if given.quick else COURSES
    file = given.folder / "courses.npy"
    rng = np.random.default_rng(11)
    line = rng.normal(16, 5, (courses, 1)) - rng.gamma(1.5, 0.5, (courses, 1)) * np.arange(SESSIONS)
    scores = np.clip(np.rint(line + rng.normal(0, 3, line.shape)), 0, 27)
    scores[rng.random(scores.shape) < 0.1] = np.nan
    with file.open("wb") as opened:
        np.lib.format.write_array(opened, scores)
    few = min(courses, 2000)
    one = side("Kith", given.python, "signals_kith.py", file, "one", few, given.runs(5), given=given)
    bulk = side("Kith", given.python, "signals_kith.py", file, "bulk", few, given.runs(5), given=given)
    seen = f"of {few:,} courses {one.figures['off']} and {bulk.figures['off']} off track"
    gates = (Gate("one by one and in bulk alike", one.figures == bulk.figures, seen),)
    yield Row("off track, a new score taken in and judged", one, limit=A_CALL, gates=gates)
    what = f"off track in bulk, a score of {courses:,} courses of {SESSIONS} sessions"
    yield Row(what, bulk, limit=IN_BULK, gates=gates)
