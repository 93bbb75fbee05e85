"""How a story describes its people: who they are, how close, and in detail how things are between the two."""

from dataclasses import dataclass
from typing import Literal, TypeVar

T = TypeVar("T")

STAGES = ("start", "middle", "end")
Conflict = Literal["none", "open", "silent"]
From = Literal["never", "start", "middle", "end"]
Help = Literal["emotional", "practical", "advice", "company"]
Contact = Literal[
    "daily", "several_a_week", "weekly", "fortnightly", "monthly", "quarterly", "yearly", "never"
]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in the circle; ``rings`` are theirs at the start, the middle and the end, 0 = not there."""

    name: str
    kind: str
    rings: tuple[int, int, int]
    role: str | None = None
    wish: int | None = None  # the ring in which the patient would have them
    confide: From = "never"
    conflict: tuple[Conflict, Conflict, Conflict] = ("none", "none", "none")
    gives: tuple[Help, ...] = ()
    died_years_ago: int | None = None
    crisis: bool = False


@dataclass(frozen=True, slots=True)
class Described:
    """Somebody in detail; what comes in several is so at the start, middle and end, and the last stays."""

    who: str
    mine: str  # expected of them
    mine_met: tuple[int, ...] = ()
    theirs: str | None = None  # what they expect
    theirs_met: tuple[int, ...] = ()
    since: str | None = None
    age: Literal["child", "young", "adult", "older"] | None = None
    estranged: tuple[bool, ...] = ()
    contact: tuple[Contact, ...] = ()
    ways: tuple[Literal["in_person", "phone", "messages", "online"], ...] = ()
    first_move: tuple[Literal["me", "them", "both"], ...] = ()
    gets: tuple[Help, ...] = ()
    good: str | None = None
    missing: tuple[str, ...] = ()
    wanted: str | None = None
    changed: tuple[str, ...] = ()
    knows: tuple[Literal["yes", "partly", "no"], ...] = ()


@dataclass(frozen=True, slots=True)
class Proposed:
    """Somebody whom the patient alone would put in another ring, so many days after the last session."""

    who: str
    ring: int
    days: int


def at_stage(told: tuple[T, ...], stage: int) -> T | None:
    """What was so at a stage; ``None`` when nothing is told of it."""
    return told[min(stage, len(told) - 1)] if told else None
