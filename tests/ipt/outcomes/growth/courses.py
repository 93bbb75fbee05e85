"""Courses drawn by seed for the tests of the growth model."""

import numpy as np


def courses(seed, *, n=30, sessions=8, whole=True):
    """Scores of n patients, some sessions missed; times whole or not."""
    rng = np.random.default_rng(seed)
    patient, time = np.repeat(np.arange(n), sessions), np.tile(np.arange(1.0, sessions + 1), n)
    kept = (rng.random(n * sessions) < 0.8) | (time <= 3)
    patient, time = patient[kept], time[kept]
    if not whole:
        time = time + rng.random(len(time)) / 2
    own = rng.normal(0, [4, 0.6], (n, 2))
    score = 15 - 0.5 * time + own[patient, 0] + own[patient, 1] * time + rng.normal(0, 2, len(time))
    return {"patient": patient, "time": time, "score": score}
