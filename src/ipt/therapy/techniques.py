"""What a therapist does in a session: IPT's own techniques, and adjunct ones never counted as IPT."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from ipt.therapy.contraindications import ContraIndication
from ipt.therapy.datafile import DATA, BadFile, read


@dataclass(frozen=True, slots=True)
class SaidFirst:
    """How a step begins, in the words that fit whoever steps into the image."""

    clinician: str
    patient: str
    both: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step as the clinician leads it; ``minutes`` is its usual shortest and longest time."""

    id: str
    title: str
    minutes: tuple[int, int]
    prompts: tuple[str, ...]
    rates: tuple[str, ...] = ()  # what is asked from 0 to 10 at this step
    first: SaidFirst | None = None  # before the prompts


@dataclass(frozen=True, slots=True)
class Technique:
    """One technique; ``minutes`` is its usual shortest and longest time."""

    id: str
    title: str
    family: Literal["core", "adjunct"]
    purpose: str
    alone: Literal["never", "some exercises", "not applicable"] = "not applicable"
    steps: tuple[str, ...] = ()
    led: tuple[Step, ...] = ()
    minutes: tuple[int, int] | None = None
    caution: str | None = None
    alone_first: str | None = None  # for the clinician alone, on no page looked at together
    consent: str | None = None
    stop_rules: tuple[str, ...] = ()
    records: tuple[str, ...] = ()
    against: tuple[ContraIndication, ...] = ()
    on_by_default_in: tuple[str, ...] = ()  # manuals; an adjunct is off in every other course

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
        if not one.ipts_own and not (one.stop_rules and one.consent and one.records):
            raise BadFile(path.name, one.id, "an adjunct needs consent, stop rules and what is recorded")
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
