"""The short risk review and the parts of a safety plan, as data; the clinician chooses the level."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ipt.therapy.datafile import DATA, BadFile, read


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer that can be ticked beside the patient's own words."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Question:
    """One of the five things asked, in words that can be said."""

    id: str
    title: str
    ask: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Level:
    """A level from 0 (nothing reported) to 4 (happening now) and what it suggests doing."""

    level: int
    title: str
    meaning: str
    actions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlanPart:
    """One part of a safety plan, in the order in which it is used."""

    id: str
    title: str
    ask: str
    hint: str


@dataclass(frozen=True, slots=True)
class RiskReview:
    """Everything the risk review and the safety plan ask."""

    version: str
    licence: str
    sources: tuple[str, ...]
    asked_because: str
    zero_means: str
    review_from_level: int
    questions: tuple[Question, ...]
    levels: tuple[Level, ...]
    parts: tuple[PlanPart, ...]


@cache
def load() -> RiskReview:
    """Return the risk review."""
    return read_review(DATA / "risk_review.toml")


def read_review(path: Path) -> RiskReview:
    """Read a risk review; ``BadFile`` says what does not fit."""
    review = read(path, RiskReview)
    if [one.level for one in review.levels] != [0, 1, 2, 3, 4]:
        raise BadFile(path.name, "levels", "must be 0 to 4 in order")
    return review


def level(number: int) -> Level:
    """Return a level; ``ValueError`` if it is not 0 to 4."""
    if number not in range(5):
        raise ValueError(f"a level is 0 to 4, not {number!r}")
    return load().levels[number]


def ask_every_session(number: int) -> bool:
    """Return whether a level is to be looked at again in each session."""
    return level(number).level >= load().review_from_level
