"""How to talk about closeness, and what a placement may mean for the stance: prompts, never gates."""

from dataclasses import dataclass
from functools import cache
from typing import Literal

from ipt.relationships.attachment import Placement, Region, speaks_for
from ipt.therapy.datafile import DATA, read

StanceId = Literal["secure", "anxious", "avoidant", "fearful"]


@dataclass(frozen=True, slots=True)
class Theme:
    """One part of the conversation: what it is for and how it can be asked."""

    id: str
    title: str
    why: str
    questions: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stance:
    """What to discuss about the therapist's own stance where a placement lies in a region of the plane."""

    id: StanceId
    region: str  # the region in plain words, never a name for a person
    title: str
    hints: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """What one study found about attachment and outcome; they do not agree."""

    words: str
    source: str


@dataclass(frozen=True, slots=True)
class Guide:
    """The data file: the conversation, the stances, and why nothing here decides anything."""

    version: str
    licence: str
    caution: str
    never_a_gate: str
    themes: tuple[Theme, ...]
    stances: tuple[Stance, ...]
    findings: tuple[Finding, ...]


@cache
def guide() -> Guide:
    """Return the whole file."""
    return read(DATA / "attachment.toml", Guide)


def stance(region: Region) -> Stance:
    """Return the stance of a region; ``KeyError`` for the middle, which has none of its own."""
    return {one.id: one for one in guide().stances}[region]  # type: ignore[index]


def to_discuss(placement: Placement) -> tuple[Stance, ...]:
    """Return what is worth discussing about the stance, given a placement."""
    return tuple(stance(region) for region in speaks_for(placement))
