"""Long rows of simulated courses: four measures, gaps, single scores, open courses, every group."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

import numpy as np

SCORES = ("course", "session", "measure", "score")
MEASURES = (  # lowest and highest score, and the share of courses that were asked
    ("phq9", 0, 27, 0.95),
    ("gad7", 0, 21, 0.8),
    ("pcl5", 0, 80, 0.3),
    ("k10", 10, 50, 0.3),
)


@dataclass(frozen=True)
class Row:
    """One score, and what the row says of its course."""

    course: str
    session: float
    measure: str
    score: float
    service: str = ""
    therapist: str = ""
    focus: str = ""
    manual: str = ""
    condition: str = ""
    started_on: str = ""
    ended_on: str = ""
    attended: str = ""

    @property
    def others(self) -> Mapping[str, str]:
        """What is said besides the score."""
        said = {field.name: getattr(self, field.name) for field in fields(self) if field.name not in SCORES}
        return {name: value for name, value in said.items() if value}


def simulated(courses: int, rng: np.random.Generator) -> list[Row]:
    """Courses of up to twelve sessions whose scores wander down, some up; in no order."""
    rows = []
    for number in range(courses):
        said = _said(number, rng)
        for measure, low, top, share in MEASURES:
            if rng.random() >= share:
                continue
            sessions = np.flatnonzero(rng.random(12) < rng.choice([0.1, 0.7]))
            drift = rng.normal(-0.6, 0.7) * sessions + rng.normal(0, 2, len(sessions))
            points = np.clip(np.rint(rng.normal(0.6 * top, 4) + drift * top / 27), low, top)
            points[rng.random(len(points)) < 0.1] = np.nan
            rows += [
                Row(f"c{number}", float(s), measure, float(p), **said)
                for s, p in zip(sessions, points, strict=True)
            ]
    return [rows[place] for place in rng.permutation(len(rows))]


def _said(number: int, rng: np.random.Generator) -> dict[str, str]:
    pick = lambda *words: str(rng.choice(words))  # noqa: E731
    return {
        "service": pick("North", "South"),
        "therapist": pick("Lind", "Osei", "Ruiz", ""),
        "focus": pick("grief", "role dispute", ""),
        "manual": pick("dep16", "dep12"),
        "condition": pick("depression", "grief", "bipolar"),
        "started_on": f"202{number % 2 + 5}-{number % 12 + 1:02d}-10",
        "ended_on": pick("2026-09-01", "2026-09-01", ""),
        "attended": pick("1", "2", "9", "12", ""),
    }
