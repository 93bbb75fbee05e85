"""What a story of the demo is made of; the stories themselves are the files in ``stories``."""

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal

from clinic.demo.adjuncts import Adjuncts
from clinic.demo.between import Drafted, Exercised, Opened, Practised
from clinic.demo.depth import Exact, Kind, Meaning, Number, Review
from clinic.demo.described import Described, Person, Proposed
from ipt.therapy.datafile import read

FOLDER = Path(__file__).parent / "stories"


@dataclass(frozen=True, slots=True)
class Event:
    """Something in a life, so many weeks after the first session (negative = before it)."""

    what: str
    weeks: float
    kind: Kind = "other"
    who: str | None = None
    exact: Exact = "day"


@dataclass(frozen=True, slots=True)
class Link:
    """What happened between two people, and what mood did."""

    when: str
    what: str
    feeling: str
    mood: Literal["up", "down", "same"]
    who: str | None = None
    off_focus: bool = False


@dataclass(frozen=True, slots=True)
class Moment:
    """A session of the middle phase: what was worked on, in everybody's words."""

    line: str
    summary: str
    remember: str
    plan: str
    uses: tuple[str, ...]
    links: tuple[Link, ...]
    private: str | None = None


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal in the patient's words, with its rating at the start and at the planned end."""

    text: str
    ratings: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Medicine:
    """A medicine, and how many weeks before the first session it was begun."""

    name: str
    dose: str
    prescriber: str
    weeks: int


@dataclass(frozen=True, slots=True)
class Off:
    """A week without a session, which the contract does not count."""

    before: int
    kind: Literal["cancelled by patient", "cancelled by therapist"]
    reason: str


@dataclass(frozen=True, slots=True)
class Watch:
    """A safety item that was not zero at a session, and what became of the alert."""

    session: int
    answer: int
    then: Literal["reviewed", "open", "with supervisor"]
    said: str | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What came of asking privately about somebody, and in which session."""

    who: str
    session: int
    answer: Literal["safe", "not_safe", "not_sure", "not_asked"] = "safe"
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Released:
    """A signed reason to go on all the same, from a session on for some weeks."""

    who: str
    session: int
    reason: str
    weeks: int = 12


@dataclass(frozen=True, slots=True)
class Said:
    """A line of an incident; ``at`` is control and affiliation, ``open`` whether the want was said."""

    by: Literal["patient", "other"]
    said: str
    felt: str | None = None
    meant: str | None = None
    heard: str | None = None
    wanted: str | None = None
    open: bool | None = None
    at: tuple[float, float] | None = None
    lost: tuple[str, ...] = ()
    new: tuple[str, ...] = ()  # other words found for it, in their order


@dataclass(frozen=True, slots=True)
class Tried:
    """A line tried for real after an incident, and how it went."""

    line: str
    how: Literal["as_hoped", "partly", "not_now", "other"]
    happened: str


@dataclass(frozen=True, slots=True)
class Alone:
    """Lines given for practice alone, for so many days; a go is (days later, before, after, words)."""

    days: int
    note: str | None = None
    goes: tuple[tuple[int, int, int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Incident:
    """A moment gone through in a session, so many days after it happened."""

    session: int
    who: str
    days: int
    lines: tuple[Said, ...]
    new: str | None = None
    place: str | None = None
    aim: str | None = None
    mood: tuple[int, int] | None = None
    wish: str | None = None
    response: str | None = None
    own: str | None = None
    played: tuple[int, int] | None = None  # confidence before and after
    learnt: str | None = None  # in the other's place
    runs: tuple[str, ...] = ("swapped", "replay")  # the forms it was played in
    learnt_beside: str | None = None  # in doubling or from an empty chair
    stopped: str | None = None  # the form in which a run was stopped
    stop_word: str | None = None
    alone: Alone | None = None
    tried: Tried | None = None


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a decision."""

    option: str
    pro: str
    contra: str
    feelings: str
    effect: str


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision weighed in a session, the patient's choice, and what came of it later."""

    session: int
    question: str
    nothing: Option
    options: tuple[Option, ...]
    choice: int
    when: str
    who: str | None = None
    came: str | None = None


@dataclass(frozen=True, slots=True)
class EndingWords:
    """What the patient keeps."""

    brought: str
    did: str
    change: str
    feelings: str
    warning_signs: str
    what_then: str
    remember: str
    next_step: Literal["stop", "continuation", "maintenance", "other treatment"]
    way_back: str


@dataclass(frozen=True, slots=True)
class Near:
    """Where the therapist places somebody, or people in general: worry and distance, at first and later."""

    at: tuple[float, float]
    who: str | None = None
    later: tuple[float, float] | None = None
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """What was said about being close, by theme; the means of the eight octants, where they were asked."""

    early: str
    sought: str
    answered: str
    places: tuple[Near, ...]
    parted: str | None = None
    comforted: str | None = None
    now: str | None = None
    repeats: str | None = None
    octants: tuple[float, ...] = ()
    octants_later: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Story:
    """One fictional course, from the enquiry to where it stands today."""

    name: str
    age: int
    therapist: str
    manual: Literal["dep16", "dep12"]
    next: int  # the session that comes next
    area: str
    sub_state: str
    shape: str  # one of scores.SHAPES
    scores: tuple[int, int]  # PHQ-9 at the first session, and where it is heading at the last
    diagnosis: str
    code: str
    asked: str  # what they wrote in the enquiry
    first_words: str
    timeline_says: str
    circle_says: str
    crisis: str
    vulnerability: str
    support: str
    story: str
    focus: str
    reason: str
    rivals: str  # in words; structured in ``meaning``
    eased: str
    eased_by: str
    undertakes: str
    people: tuple[Person, ...]
    events: tuple[Event, ...]
    goals: tuple[Goal, ...]
    moments: tuple[Moment, ...] = ()
    called: str | None = None
    moved_to: str | None = None  # the sub-state at the mid-point review, when it is another by then
    key: str | None = None  # the person at the heart of the focus
    days: int | None = None  # working days until the next session; none = not booked
    at: str = "10:00"
    place: str = "Room 2"
    mode: Literal["room", "video", "phone"] = "room"
    along: str | None = None  # who comes along to the meeting after the next
    stage: Literal["acute", "prevention"] = "acute"
    exactly: tuple[int, ...] = ()  # PHQ-9 totals told one by one, where the story needs them
    enquiry_score: int | None = None
    worry: float = 0.7  # GAD-7 as a share of PHQ-9
    medicine: Medicine | None = None
    watch: tuple[Watch, ...] = ()
    quiet: tuple[int, ...] = ()  # sessions before which nothing was answered
    missed: tuple[int, ...] = ()  # sessions missed and counted
    off: tuple[Off, ...] = ()
    circles: tuple[int, ...] = ()  # sessions in which the circle was drawn, if not as the manual has it
    ending: EndingWords | None = None
    ended: str | None = None
    ended_weeks: int = 0
    attachment: Attachment | None = None
    meaning: Meaning = field(default_factory=Meaning)
    review: Review | None = None
    number: Number | None = None
    asked_about: tuple[Asked, ...] = ()
    released: tuple[Released, ...] = ()
    opened: tuple[Opened, ...] = ()
    practised: tuple[Exercised, ...] = ()
    incidents: tuple[Incident, ...] = ()
    adjuncts: Adjuncts = field(default_factory=Adjuncts)
    decisions: tuple[Decided, ...] = ()
    practices: tuple[Practised, ...] = ()
    drafts: tuple[Drafted, ...] = ()
    reminded: bool = False  # wants a line about today's practice
    described: tuple[Described, ...] = ()
    ties: tuple[tuple[str, ...], ...] = ()  # groups in which everybody knows everybody
    proposed: Proposed | None = None

    @property
    def first_name(self) -> str:
        return self.called or self.name.split(" ")[0]


@cache
def load_all() -> tuple[Story, ...]:
    """Every story, in the order of its file's number; the first is the demo's patient."""
    return tuple(read(path, Story) for path in sorted(FOLDER.glob("*.toml")))
