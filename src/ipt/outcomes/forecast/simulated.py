"""A model without patients, for the demo and for tests, learnt from courses drawn by chance."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ipt.measures import library
from ipt.outcomes.forecast import model_file
from ipt.outcomes.forecast.model import ForecastModel, OnlySimulated
from ipt.outcomes.forecast.training import Trained, train

FILE = Path(__file__).parent / "data" / "simulated_phq9.json"
SEED, COURSES, SESSIONS = 2025, 4000, 16
MADE_ON = date(2025, 1, 1)
START, END = (15.6, 5.4), (9.6, 6.4)  # mean and SD; see `draw`
TOGETHER = 0.5  # correlation of the first and the last score, chosen for Kith
NOISE = 2.0  # SD of a score around the person's own line, chosen for Kith
MISSED, LEFT = 0.08, 0.03  # chance of missing a session, and of leaving after one, chosen for Kith
ABOUT = "Simulated: no patient stands behind it. For the demo and for tests only."


def draw(n: int, rng: np.random.Generator) -> Mapping[str, NDArray[Any]]:
    """Draw PHQ-9 scores of n courses of 16 sessions, one row a score: patient, session, score.

    First and last scores have about the mean and SD of England's 5,791 courses of IPT for depression in
    2024/25 (15.6, SD 5.4; 9.6, SD 6.4: NHS England, annual report, outcomes by therapy type); in between a
    person's line falls with the logarithm of the session. Scores are rounded and kept within 0 to 27.

    >>> drawn = draw(3, np.random.default_rng(1))
    >>> sorted(drawn), len(set(drawn["patient"]))
    (['patient', 'score', 'session'], 3)
    """
    spread = [np.sqrt(sd**2 - NOISE**2) for _, sd in (START, END)]
    both = TOGETHER * spread[0] * spread[1]
    lines = rng.multivariate_normal(
        [START[0], END[0]], [[spread[0] ** 2, both], [both, spread[1] ** 2]], size=n
    )
    session = np.arange(1, SESSIONS + 1)
    share = np.log(session) / np.log(SESSIONS)
    true = lines[:, :1] * (1 - share) + lines[:, 1:] * share
    score = np.clip(np.rint(true + rng.normal(0, NOISE, true.shape)), 0, 27)
    stays = np.cumsum(rng.random(score.shape) < LEFT, axis=1) == 0
    there = (rng.random(score.shape) >= MISSED) & stays
    there[:, :2] = True
    patient, place = np.nonzero(there)
    return {"patient": patient, "session": session[place], "score": score[patient, place]}


def simulate(seed: int = SEED, n: int = COURSES) -> Trained:
    """Draw courses and learn a model from them, labelled simulated; the same for the same seed."""
    rng = np.random.default_rng(seed)
    return train(
        draw(n, rng),
        library.load("phq9"),
        patient="patient",
        time="session",
        score="score",
        set_name="simulated courses",
        made_on=MADE_ON,
        rng=rng,
        about=ABOUT,
        simulated=True,
    )


def demo_model(*, demo: bool) -> ForecastModel:
    """The simulated PHQ-9 model that ships; OnlySimulated unless it is for the demo.

    >>> model = demo_model(demo=True)
    >>> model.about
    'Simulated: no patient stands behind it. For the demo and for tests only.'
    >>> model.measure, model.end, model.calibration.n
    ('phq9', 16.0, 1000)
    """
    if not demo:
        raise OnlySimulated("the simulated model is for the demo and for tests, never for a real service")
    return model_file.read(FILE)
