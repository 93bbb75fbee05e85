"""What a course asks for, session by session: phases, tasks, agenda and measures, as data."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from ipt.therapy.datafile import DATA, BadFile, read
from ipt.therapy.manual import AgendaStep, Manual, MeasurePlan, Phase, Task
from ipt.therapy.manual_faults import faults

__all__ = [
    "AgendaStep",
    "Manual",
    "MeasurePlan",
    "Overdue",
    "Phase",
    "Task",
    "TasksDue",
    "agenda_at",
    "agenda_of",
    "ids",
    "load",
    "measures_due",
    "phase_at",
    "read_manual",
    "sessions_left",
    "tasks_due",
]


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


def as_in_manual(manual: Manual, number: int, planned: int) -> int:
    """Return the session of the manual that session ``number`` stands for when ``planned`` were agreed.

    The ending keeps its length and is counted back from the agreed end; what is added or taken away is added
    to, or taken from, the sessions before it. ``ValueError`` below 1.
    """
    _session(number)
    first, last = manual.phases[-1].sessions
    if planned == last:
        return number
    left = max(planned - number, 0)
    if left <= last - first:
        return last - left
    return min(number, first - 1)


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


def agenda_of(manual: Manual, number: int, *, focus_agreed: bool) -> tuple[AgendaStep, ...]:
    """Return the steps of session ``number`` itself, each in the words that fit that session.

    In the first session nothing lies behind, and until a focus is agreed (``focus_agreed``) there is none to
    work on: a step may bring other words for that time. ``ValueError`` below 1.
    """
    _session(number)
    passed = {"second session": number > 1, "focus": focus_agreed}
    return tuple(
        step
        if step.instead is None or passed[step.instead.until]
        else replace(step, title=step.instead.title, prompt=step.instead.prompt)
        for step in manual.agenda[1:]
    )


def measures_due(
    manual: Manual, number: int, *, partnered: bool = False, planned: int | None = None
) -> tuple[str, ...]:
    """Return the ids of the measures asked at session ``number``, in the manual's order.

    Some are only for a patient with a partner (``partnered``); what is asked at the end is asked in the last
    of the ``planned`` sessions, the manual's own number unless another was agreed.
    """
    _session(number)
    plans = [plan for plan in manual.measures if partnered or plan.asked_of == "everyone"]
    return tuple(plan.measure for plan in plans if _asked(plan, number, planned or manual.planned_sessions))


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
    for key, reason in faults(manual):
        raise BadFile(path.name, key, reason)
    return manual


def _session(number: int) -> None:
    if number < 1:
        raise ValueError(f"sessions are numbered from 1, not {number}")
