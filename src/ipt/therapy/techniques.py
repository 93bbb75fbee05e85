"""What a therapist does in a session: IPT's own techniques, and adjunct ones never counted as IPT."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from ipt.therapy.datafile import DATA, BadFile, read


@dataclass(frozen=True, slots=True)
class Technique:
    """One technique; ``minutes`` is its usual shortest and longest time."""

    id: str
    title: str
    family: Literal["core", "adjunct"]
    purpose: str
    steps: tuple[str, ...] = ()
    minutes: tuple[int, int] | None = None
    caution: str | None = None

    @property
    def ipts_own(self) -> bool:
        """Whether it belongs to IPT's own set and counts towards fidelity."""
        return self.family == "core"


@dataclass(frozen=True, slots=True)
class TechniqueFile:
    """The data file."""

    version: str
    licence: str
    sources: tuple[str, ...]
    techniques: tuple[Technique, ...]


@cache
def load_all() -> tuple[Technique, ...]:
    """Return all techniques, IPT's own first."""
    return read_techniques(DATA / "techniques.toml")


def read_techniques(path: Path) -> tuple[Technique, ...]:
    """Read techniques; ``BadFile`` says what does not fit."""
    techniques = read(path, TechniqueFile).techniques
    for one in techniques:
        if one.ipts_own and not (one.steps and one.minutes):
            raise BadFile(path.name, one.id, "a core technique needs steps and minutes")
    return techniques


def core() -> tuple[Technique, ...]:
    """Return IPT's own techniques."""
    return tuple(one for one in load_all() if one.ipts_own)


def adjunct() -> tuple[Technique, ...]:
    """Return the techniques that are not part of IPT's own set."""
    return tuple(one for one in load_all() if not one.ipts_own)


def load(id: str) -> Technique:
    """Return the technique of this id; ``KeyError`` if there is none."""
    return {one.id: one for one in load_all()}[id]
