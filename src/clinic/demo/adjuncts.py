"""What a story says of adjunct techniques: what was asked, heard, opened and used."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Cautions:
    """What speaks against some techniques, as asked in a session."""

    session: int
    found: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Heard:
    """What the patient said to a technique."""

    session: int
    technique: str
    said: str
    agreed: bool = True


@dataclass(frozen=True, slots=True)
class Opened:
    """A technique or an exercise opened in a session."""

    session: int
    what: str
    reason: str | None = None
    longer: bool = False


@dataclass(frozen=True, slots=True)
class Used:
    """An exercise used so many days after a session; none: in it. ``rated`` is before and after."""

    session: int
    exercise: str
    rates: Literal["distress", "mood", "tension", "calm", "wandering"]
    before: int | None = None
    after: int | None = None
    days: int | None = None
    at: str = "19:40"
    minutes: int = 5
    stopped: Literal["patient", "clinician", "rule"] | None = None
    why: str | None = None
    takeaway: str | None = None
    unwanted: str | None = None


@dataclass(frozen=True, slots=True)
class Imagined:
    """One run of imagery; ``rated`` is the distress at each step, ``stopped`` in which of them it was."""

    session: int
    label: str
    stop_word: str
    distress: tuple[int, int]  # before and after
    vivid: tuple[int, int]
    rated: tuple[int, ...]
    need: str
    says: str  # what the image said before
    believed: tuple[int, int]
    meaning: str
    takeaway: str
    stopped: str | None = None
    stepped_in: Literal["clinician", "patient", "both"] = "clinician"
    came: str | None = None  # of the check-in
    carried_on: str = ""  # why, where a stop was proposed on the way


@dataclass(frozen=True, slots=True)
class Adjuncts:
    """All of it."""

    asked: tuple[Cautions, ...] = ()
    heard: tuple[Heard, ...] = ()
    opened: tuple[Opened, ...] = ()
    used: tuple[Used, ...] = ()
    imagined: tuple[Imagined, ...] = ()
