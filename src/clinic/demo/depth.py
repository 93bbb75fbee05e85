"""What a story says in detail: the areas weighed, the years before, and the workspace of the focus."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["loss", "birth", "move", "dispute", "episode", "treatment", "onset", "other"]
Exact = Literal["day", "month", "season", "year"]


@dataclass(frozen=True, slots=True)
class Rival:
    """An area that was weighed, and why it was not chosen."""

    area: str
    why_not: str


@dataclass(frozen=True, slots=True)
class Earlier:
    """Something so many years before the first session; ``lasted`` is years, when it had an end."""

    what: str
    years: float
    kind: Kind = "other"
    exact: Exact = "year"
    about: bool = False
    lasted: float | None = None
    who: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Remembered:
    """How the mood was so many years before the first session, 0 to 10."""

    years: float
    level: int
    word: str
    about: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the workspace."""

    section: str
    text: str
    who: str | None = None
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Rated:
    """A question about the focus, with its rating when the focus is agreed and at the planned end."""

    question: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What the patient says of the formulation once it is shared."""

    fits: bool
    words: str = ""


@dataclass(frozen=True, slots=True)
class Meaning:
    """All of it; what a course has not come to yet is not there."""

    weighed: tuple[Rival, ...] = ()
    mood: tuple[Remembered, ...] = ()
    life: tuple[Earlier, ...] = ()
    lines: tuple[Line, ...] = ()
    ratings: tuple[Rated, ...] = ()
    answer: Answer | None = None
    says: str = "agrees"
    word: str | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """The review at the mid-point, in everybody's words; ``shared`` with the patient, who may answer it."""

    fits: Literal["yes", "partly", "no"]
    helps: str
    helps_not: str
    sees: str
    therapist: str
    decision: Literal["continue", "change focus", "change sessions", "step up"]
    reason: str
    says: Literal["agrees", "not yet", "no"] = "agrees"
    word: str | None = None
    shared: bool = False
    answer: str | None = None


@dataclass(frozen=True, slots=True)
class Number:
    """Another number of sessions, proposed in a session; ``on`` is where it was agreed, if it was."""

    session: int
    to: int
    why: str
    on: Literal["phone", "room"] | None = None
    words: str | None = None
