"""What keeps a manual from holding together: each fault with its key and the reason."""

import re
from collections import Counter

from ipt.therapy.manual import Manual

COMPULSORY_PAGES = ("consent", "contract", "safety")


def faults(manual: Manual) -> list[tuple[str, str]]:
    """Return every fault as (key, reason); an empty list is a sound manual."""
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
