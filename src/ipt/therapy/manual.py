"""What a manual is: phases, tasks, agenda and measures, as frozen values."""

from dataclasses import dataclass
from typing import Literal

Page = Literal[
    "attachment",
    "circle",
    "consent",
    "contract",
    "diagnosis",
    "ending",
    "focus",
    "formulation",
    "goals",
    "incidents",
    "measures",
    "medication",
    "practice",
    "review",
    "safety",
    "session",
    "sick_role",
    "suitability",
    "timeline",
]


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of sessions with one aim; ``sessions`` are its first and last."""

    id: str
    title: str
    aim: str
    sessions: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Task:
    """Something the manual wants done in these sessions, where it is kept and what shows that it is done."""

    id: str
    title: str
    why: str
    phase: str
    sessions: tuple[int, int]
    page: Page
    stored: str
    evidence: str
    compulsory: bool = False


@dataclass(frozen=True, slots=True)
class Instead:
    """Other words for a step of the agenda: in the first session, or until a focus is agreed."""

    until: Literal["second session", "focus"]
    title: str
    prompt: str


@dataclass(frozen=True, slots=True)
class AgendaStep:
    """A stretch of one session in minutes from its start; 0 to 0 is before it begins."""

    id: str
    title: str
    minutes: tuple[int, int]
    prompt: str
    record: str
    instead: Instead | None = None


@dataclass(frozen=True, slots=True)
class MeasurePlan:
    """How often a measure is asked: from session ``first``, every ``every`` sessions, and at the last."""

    measure: str
    every: int
    first: int = 1
    at_end: bool = True
    asked_of: Literal["everyone", "partnered"] = "everyone"


@dataclass(frozen=True, slots=True)
class Manual:
    """One published way to run a course, in one version."""

    id: str
    version: str
    title: str
    condition: str
    licence: str
    sources: tuple[str, ...]
    planned_sessions: int
    session_minutes: int
    days_between: int
    midpoint_review: int
    name_remaining_from: int
    ending_opens: int
    follow_up_months: tuple[int, ...]
    phases: tuple[Phase, ...]
    tasks: tuple[Task, ...]
    agenda: tuple[AgendaStep, ...]
    measures: tuple[MeasurePlan, ...]

    @property
    def subject(self) -> str:
        """The title up to its first comma: without the usual length, which a course may agree otherwise."""
        return self.title.partition(",")[0]

    def task(self, task_id: str) -> Task:
        """Return the task of this id; ``KeyError`` if the manual has none."""
        return {task.id: task for task in self.tasks}[task_id]
