"""What a story tells of the time between sessions: practices, exercises and drafts of messages."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class PractisedOnce:
    """How a practice went on the first such day of the week (0 = Monday) after a session."""

    session: int
    day: int
    how: Literal["done", "partly", "not_this_time"]
    note: str | None = None
    shared: bool = False
    mood: tuple[int, int] | None = None  # before and after


@dataclass(frozen=True, slots=True)
class Opened:
    """Exercises opened for the patient alone in a session."""

    session: int
    exercises: tuple[str, ...]
    longer: bool = False


@dataclass(frozen=True, slots=True)
class Practised:
    """Something agreed in a session for outside, what was told of it, and when it rested or ended."""

    session: int
    what: str
    often: Literal["once", "some_days", "when_wanted"]
    days: tuple[int, ...] = ()  # of the week; for once, the first such day after the session
    part: Literal["morning", "afternoon", "evening", "comes_up"] | None = None
    who: str | None = None
    towards: Literal["company", "say"] | None = None
    exercise: str | None = None
    told: tuple[PractisedOnce, ...] = ()
    rests: int | None = None  # in this session
    ends: int | None = None


@dataclass(frozen=True, slots=True)
class Exercised:
    """An exercise done alone, so many days after a session; ratings in the order of the exercise."""

    exercise: str
    session: int
    days: int
    at: str
    minutes: float
    form: str
    before: tuple[int, ...] = ()  # what is not there was left out
    after: tuple[int, ...] = ()
    who: str | None = None
    what: str | None = None
    anchor: str | None = None
    stopped: str | None = None  # stopped before the end, and why in the patient's words; empty: not said
    unwanted: str | None = None
    takeaway: str | None = None


@dataclass(frozen=True, slots=True)
class Drafted:
    """A draft of a message, written on the first such day of the week after a session."""

    session: int
    day: int
    who: str
    words: str
    known: str | None = None
    ask: str | None = None
    heard: str | None = None
    shared: bool = False
