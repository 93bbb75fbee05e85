"""The four problem areas of IPT: how to recognise each, what to aim for and how to work on it, as data."""

from dataclasses import dataclass
from functools import cache

from ipt.therapy.datafile import DATA, read


@dataclass(frozen=True, slots=True)
class SubState:
    """A state within an area (a dispute's stage, for instance) and what the work then aims at."""

    id: str
    title: str
    meaning: str
    aim: str


@dataclass(frozen=True, slots=True)
class ProblemArea:
    """One of the four areas; ``patient_words`` is how it is said to the patient.

    ``alone`` is for the therapist's eyes, before the work, never on a page looked at together.
    """

    id: str
    title: str
    plain_title: str
    patient_words: str
    recognition: tuple[str, ...]
    goals: tuple[str, ...]
    strategies: tuple[str, ...]
    questions: tuple[str, ...]
    sub_states: tuple[SubState, ...]
    progress: tuple[str, ...]
    cautions: tuple[str, ...]
    sources: tuple[str, ...]
    alone: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AreaFile:
    """The data file: the areas and how to choose among them."""

    version: str
    licence: str
    choosing: tuple[str, ...]
    areas: tuple[ProblemArea, ...]


@cache
def guide() -> AreaFile:
    """Return the whole file: version, licence, how to choose, and the areas."""
    return read(DATA / "areas.toml", AreaFile)


def load_all() -> tuple[ProblemArea, ...]:
    """Return the four areas in their usual order."""
    return guide().areas


def ids() -> tuple[str, ...]:
    """Return the ids of the four areas."""
    return tuple(area.id for area in load_all())


def load(id: str) -> ProblemArea:
    """Return the area of this id; ``KeyError`` if there is none."""
    return {area.id: area for area in load_all()}[id]
