"""The guided exercises of the adjunct techniques: what is said and shown, at which pace, for how long."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from ipt.therapy.contraindications import ContraIndication
from ipt.therapy.datafile import DATA, BadFile, read
from ipt.therapy.techniques import load as load_technique

Rating = Literal["distress", "mood", "tension", "calm", "wandering"]


@dataclass(frozen=True, slots=True)
class Moment:
    """A stretch of an exercise: what is shown, what the voice says, and for how many seconds.

    ``seconds`` 0 waits until the person goes on. ``part`` names what can be skipped; ``instead`` holds other
    ways for whoever cannot or does not want this one.
    """

    title: str
    say: str
    seconds: int
    cue: Literal["begin", "tense", "release", "notice", "rest", "end"] = "notice"
    part: str = ""
    instead: tuple[str, ...] = ()
    many: int = 0  # how many things are named in it; 0: none


@dataclass(frozen=True, slots=True)
class Form:
    """One way to do an exercise: a length, or a number of groups."""

    id: str
    title: str
    moments: tuple[Moment, ...] = ()
    seconds: int = 0  # of a form without moments: how long it goes on


@dataclass(frozen=True, slots=True)
class Anchor:
    """Something to rest the attention on; ``say`` is what the voice says of it."""

    id: str
    title: str
    say: str


@dataclass(frozen=True, slots=True)
class Pace:
    """Breaths a minute: the usual rate, its limits, how much of a breath goes in, and the steps down."""

    usual: float
    slowest: float
    fastest: float
    in_share: float
    steps_down: tuple[float, ...]  # for whoever feels short of air: begin fast, and come down
    seconds_a_step: int

    def breath(self, rate: float) -> tuple[float, float]:
        """Seconds in and out of one breath at this rate; there is no holding in between."""
        whole = 60 / rate
        return whole * self.in_share, whole * (1 - self.in_share)


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a check-in; ``offers`` are words to choose from, other words are always possible."""

    id: str
    title: str
    hint: str
    kind: Literal["words", "choose", "rate", "person"]
    offers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sound:
    """One sound of the attention drill, made in the browser and placed around the person.

    ``direction`` is in degrees, 0 ahead, 90 right, -90 left; ``distance`` is 1 (near) to 3 (far).
    """

    id: str
    title: str
    voice: Literal["bell", "rain", "clock", "hum", "birds", "steps", "wind", "stream"]
    direction: int
    distance: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the attention drill: on one sound, in quick turns, or on all at once."""

    kind: Literal["one", "turns", "all"]
    title: str
    say: str
    seconds: int
    seconds_each: int = 0


@dataclass(frozen=True, slots=True)
class Exercise:
    """One exercise, for a patient alone or with the clinician; times in seconds."""

    id: str
    version: str
    technique: str
    title: str
    what_for: str  # in a patient's words
    kind: Literal["breath", "moments", "check_in", "sounds", "activity"]
    licence: str
    sources: tuple[str, ...]
    longest_alone: int
    longest_released: int  # alone, once the clinician has said so
    before: str  # how to sit, what to have ready
    if_unwell: str  # beside the stop button
    ends_with: str
    forms: tuple[Form, ...]
    rates: tuple[Rating, ...]
    anchors: tuple[Anchor, ...] = ()
    pace: Pace | None = None
    questions: tuple[Question, ...] = ()
    sounds: tuple[Sound, ...] = ()
    stretches: tuple[Stretch, ...] = ()
    eyes: str | None = None
    asks_unwanted: bool = False  # whether unwanted effects are asked about afterwards
    against: tuple[ContraIndication, ...] = ()


@cache
def load_all() -> tuple[Exercise, ...]:
    """Return every exercise, in the order of the techniques they belong to."""
    return tuple(read_exercise(DATA / "exercises" / f"{name}.toml") for name in ORDER)


ORDER = (
    "paced_breathing",
    "grounding",
    "muscle_relaxation",
    "graded_activity",
    "breathing_space",
    "breath_focus",
    "body_scan",
    "listening_to_one_person",
    "attention_check_in",
    "sounds_around",
)


def read_exercise(path: Path) -> Exercise:
    """Read one exercise; ``BadFile`` says what does not fit."""
    one = read(path, Exercise)
    if one.id != path.stem:
        raise BadFile(path.name, "id", f"must be {path.stem}, the name of the file")
    try:
        load_technique(one.technique)
    except KeyError:
        raise BadFile(path.name, "technique", f"no technique {one.technique}") from None
    if one.longest_alone > one.longest_released:
        raise BadFile(path.name, "longest_alone", "must not be above longest_released")
    for needed, kind in (("pace", "breath"), ("questions", "check_in"), ("sounds", "sounds")):
        if one.kind == kind and not getattr(one, needed):
            raise BadFile(path.name, needed, f"missing for an exercise of kind {kind}")
    if one.pace and not one.pace.slowest <= one.pace.usual <= one.pace.fastest:
        raise BadFile(path.name, "pace.usual", "must lie between slowest and fastest")
    return one


def load(id: str) -> Exercise:
    """Return the exercise of this id; ``KeyError`` if there is none."""
    return {one.id: one for one in load_all()}[id]


def of_technique(technique: str) -> tuple[Exercise, ...]:
    """Return the exercises of a technique."""
    return tuple(one for one in load_all() if one.technique == technique)


def seconds_of(form: Form) -> int:
    """How long a form lasts; moments that wait for the person count as nothing."""
    return form.seconds or sum(moment.seconds for moment in form.moments)


def a_tenth_more(minutes: int) -> int:
    """Return about a tenth more than the minutes of one week, in whole minutes and at least one more.

    Raises
    ------
    ValueError
        If there are no minutes to add to.

    References
    ----------
    Adding about a tenth a week is a common rule of graded training; that it is offered is Kith's suggestion.
    """
    if minutes < 1:
        raise ValueError("no minutes to add to")
    return minutes + max(1, (minutes + 5) // 10)
