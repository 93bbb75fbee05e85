"""What a course asks for, session by session: phases, tasks, agenda and measures, as data."""

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from ipt.therapy.datafile import DATA, BadFile, read

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
COMPULSORY_PAGES = ("consent", "contract", "safety")


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
class AgendaStep:
    """A stretch of one session in minutes from its start; 0 to 0 is before it begins."""

    id: str
    title: str
    minutes: tuple[int, int]
    prompt: str
    record: str


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

    def task(self, task_id: str) -> Task:
        """Return the task of this id; ``KeyError`` if the manual has none."""
        return {task.id: task for task in self.tasks}[task_id]


@dataclass(frozen=True, slots=True)
class Overdue:
    """A task not done by session ``since``, the last in which it was due."""

    task: Task
    since: int


@dataclass(frozen=True, slots=True)
class TasksDue:
    """What is open at one session; none of it blocks signing unless ``task.compulsory``."""

    now: tuple[Task, ...]
    overdue: tuple[Overdue, ...]
    coming: tuple[Task, ...]


def phase_at(manual: Manual, number: int) -> Phase:
    """Return the phase of session ``number`` (1 = first).

    A course made longer by agreement stays in the last phase. ``ValueError`` below 1.
    """
    _session(number)
    return next((phase for phase in manual.phases if number <= phase.sessions[1]), manual.phases[-1])


def tasks_due(manual: Manual, number: int, done: Collection[str] = ()) -> TasksDue:
    """Sort what is not ``done`` (task ids) into due now, overdue and coming, as seen from session ``number``.

    Raises
    ------
    ValueError
        If ``number`` is below 1 or ``done`` names a task the manual does not have.
    """
    _session(number)
    unknown = set(done) - {task.id for task in manual.tasks}
    if unknown:
        raise ValueError(f"{manual.id} {manual.version} has no task {', '.join(sorted(unknown))}")
    left = [task for task in manual.tasks if task.id not in done]
    return TasksDue(
        now=tuple(task for task in left if task.sessions[0] <= number <= task.sessions[1]),
        overdue=tuple(Overdue(task, task.sessions[1]) for task in left if task.sessions[1] < number),
        coming=tuple(task for task in left if number < task.sessions[0]),
    )


def agenda_at(manual: Manual, minute: float) -> AgendaStep:
    """Return the step for a moment of the session; below 0 is before it, beyond the end is the last step."""
    before, *steps = manual.agenda
    if minute < 0:
        return before
    return next((step for step in steps if minute < step.minutes[1]), steps[-1])


def measures_due(manual: Manual, number: int, *, partnered: bool = False) -> tuple[str, ...]:
    """Return the ids of the measures asked at session ``number``, in the manual's order.

    Some are only for a patient with a partner (``partnered``).
    """
    _session(number)
    plans = [plan for plan in manual.measures if partnered or plan.asked_of == "everyone"]
    return tuple(plan.measure for plan in plans if _asked(plan, number, manual.planned_sessions))


def _asked(plan: MeasurePlan, number: int, last: int) -> bool:
    return (number >= plan.first and (number - plan.first) % plan.every == 0) or (
        plan.at_end and number == last
    )


def sessions_left(planned: int, held: int) -> int:
    """Return how many agreed sessions are still to come; never below 0, also when more were held."""
    if planned < 1 or held < 0:
        raise ValueError(f"planned must be at least 1 and held at least 0, not {planned} and {held}")
    return max(planned - held, 0)


def ids(packs: Path | None = None) -> tuple[str, ...]:
    """Return the ids of all manuals: Kith's own and those of the clinic's pack, sorted."""
    return tuple(sorted({manual.id for manual in _shelf(packs)}))


def load(id: str, version: str | None = None, packs: Path | None = None) -> Manual:
    """Return a manual, the newest version unless one is named.

    Parameters
    ----------
    id
        Such as ``dep16``.
    version
        The version a running course began with.
    packs
        The clinic's own folder; manuals are the ``*.toml`` files in its ``manuals`` folder.

    Raises
    ------
    KeyError
        If there is no such manual or version.
    BadFile
        If any manual on the shelf is unusable.
    """
    found = [m for m in _shelf(packs) if m.id == id and version in (None, m.version)]
    if not found:
        raise KeyError(f"no manual {id}" + (f" in version {version}" if version else ""))
    return max(found, key=lambda m: tuple(map(int, m.version.split("."))))


@cache
def _shelf(packs: Path | None) -> tuple[Manual, ...]:
    """Read every manual once; a bad one is refused here, at the start."""
    folders = [DATA / "manuals"] + ([packs / "manuals"] if packs else [])
    seen: dict[tuple[str, str], str] = {}
    shelf = []
    for path in (file for folder in folders for file in sorted(folder.glob("*.toml"))):
        manual = read_manual(path)
        if (manual.id, manual.version) in seen:
            twin = seen[manual.id, manual.version]
            raise BadFile(path.name, "version", f"{manual.id} {manual.version} is already in {twin}")
        seen[manual.id, manual.version] = path.name
        shelf.append(manual)
    return tuple(shelf)


def read_manual(path: Path) -> Manual:
    """Read one manual and check that it holds together; ``BadFile`` says what does not."""
    manual = read(path, Manual)
    for key, reason in _faults(manual):
        raise BadFile(path.name, key, reason)
    return manual


def _faults(manual: Manual) -> list[tuple[str, str]]:
    return [
        *_head_faults(manual),
        *_phase_faults(manual),
        *_task_faults(manual),
        *_agenda_faults(manual),
        *_measure_faults(manual),
    ]


def _head_faults(manual: Manual) -> list[tuple[str, str]]:
    last = manual.planned_sessions
    faults = [
        (key, f"must be a session from 1 to {last}")
        for key in ("midpoint_review", "name_remaining_from", "ending_opens")
        if not 1 <= getattr(manual, key) <= last
    ]
    if not re.fullmatch(r"\d+(\.\d+)*", manual.version):
        faults.append(("version", f"must be numbers and dots, such as 1.0, not {manual.version!r}"))
    if not re.fullmatch(r"[a-z][a-z0-9_]*", manual.id):
        faults.append(("id", f"must be small letters, digits and _, not {manual.id!r}"))
    if not manual.sources:
        faults.append(("sources", "must name at least one source"))
    return faults


def _phase_faults(manual: Manual) -> list[tuple[str, str]]:
    covered = [n for phase in manual.phases for n in range(phase.sessions[0], phase.sessions[1] + 1)]
    if covered != list(range(1, manual.planned_sessions + 1)):
        return [("phases", f"must cover sessions 1 to {manual.planned_sessions} once each, in order")]
    return []


def _task_faults(manual: Manual) -> list[tuple[str, str]]:
    phases = {phase.id: phase for phase in manual.phases}
    faults = _twice("tasks", [task.id for task in manual.tasks])
    for task in manual.tasks:
        first, last = task.sessions
        phase = phases.get(task.phase)
        if phase is None:
            faults.append((f"tasks.{task.id}.phase", f"{task.phase!r} is not a phase of this manual"))
        elif not phase.sessions[0] <= first <= last <= phase.sessions[1]:
            faults.append((f"tasks.{task.id}.sessions", f"must lie within the {task.phase} phase"))
        if task.compulsory and task.page not in COMPULSORY_PAGES:
            faults.append((f"tasks.{task.id}.compulsory", "only risk, consent and the contract may be"))
    return faults


def _agenda_faults(manual: Manual) -> list[tuple[str, str]]:
    marks = [step.minutes for step in manual.agenda]
    joined = [0, *(mark[1] for mark in marks[1:])]
    if len(marks) < 2 or marks[0] != (0, 0):
        return [("agenda", "must begin with a step from 0 to 0, before the session, and go on from there")]
    if [mark[0] for mark in marks[1:]] != joined[:-1] or joined != sorted(set(joined)):
        return [("agenda", "each step must begin in the minute in which the one before ends")]
    if joined[-1] != manual.session_minutes:
        return [("agenda", f"must end with the session, at minute {manual.session_minutes}")]
    return []


def _measure_faults(manual: Manual) -> list[tuple[str, str]]:
    faults = _twice("measures", [plan.measure for plan in manual.measures])
    for plan in manual.measures:
        if plan.every < 1 or not 1 <= plan.first <= manual.planned_sessions:
            faults.append(
                (f"measures.{plan.measure}", "every must be at least 1, first a session of the course")
            )
    return faults


def _twice(key: str, names: list[str]) -> list[tuple[str, str]]:
    return [(key, f"{name!r} is there twice") for name, times in Counter(names).items() if times > 1]


def _session(number: int) -> None:
    if number < 1:
        raise ValueError(f"sessions are numbered from 1, not {number}")
