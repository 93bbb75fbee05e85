"""Simulated courses: for tests, the bench and the demo, and never for anybody's care."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Population:
    """A line and how far patients and scores spread around it, in points and points a session.

    The default is near routine care of depression with PHQ-9: about 16 points at the start and half a point
    less a session; it is made up, not estimated.
    """

    start: float = 16.0
    slope: float = -0.45
    sd_start: float = 4.5
    sd_slope: float = 0.35
    corr: float = -0.2
    residual_sd: float = 3.0


@dataclass(frozen=True)
class Simulated:
    """Columns of one length: ``patient`` int, ``time`` (session from 1), ``score`` in points."""

    patient: NDArray[np.int64]
    time: Floats
    score: Floats

    def columns(self) -> dict[str, NDArray[np.generic]]:
        """As a table by name."""
        return {"patient": self.patient, "time": self.time, "score": self.score}


def courses(
    rng: np.random.Generator,
    n_patients: int,
    *,
    sessions: int = 16,
    missed: float = 0.1,
    leaving: float = 0.03,
    whole: bool = True,
    population: Population | None = None,
) -> Simulated:
    """Draw courses, in order of patient and session.

    Parameters
    ----------
    missed
        The chance that a session has no score; the first always has one.
    leaving
        The chance, at each session, that it was the last.
    whole
        Whole sessions; otherwise each falls up to a third of a session late.

    Returns
    -------
    Simulated
        Scores are not rounded or held to a scale, so that the model holds exactly.

    Examples
    --------
    >>> drawn = courses(np.random.default_rng(1), 2, sessions=4, missed=0)
    >>> drawn.patient, drawn.time
    (array([0, 0, 0, 0, 1, 1, 1, 1]), array([1., 2., 3., 4., 1., 2., 3., 4.]))
    """
    of = population or Population()
    last = np.minimum(rng.geometric(leaving, n_patients) if leaving else sessions, sessions)
    session = np.arange(1, sessions + 1)
    there = (session[None, :] <= np.broadcast_to(last, n_patients)[:, None]) & (
        rng.random((n_patients, sessions), dtype=np.float32) >= missed
    )
    there[:, 0] = True
    patient, place = np.nonzero(there)
    time = (place + 1).astype(np.float64)
    if not whole:
        time += rng.random(len(time)) / 3
    first, second = rng.standard_normal((2, n_patients))
    start = of.start + of.sd_start * first
    slope = of.slope + of.sd_slope * (of.corr * first + np.sqrt(1 - of.corr**2) * second)
    score = start[patient] + slope[patient] * time + of.residual_sd * rng.standard_normal(len(time))
    return Simulated(patient.astype(np.int64), time, score)
