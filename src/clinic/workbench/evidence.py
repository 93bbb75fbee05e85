"""What the record already shows as done, or somebody ticked, so that nothing is asked twice."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet, Value
from django.db.models.functions import Coalesce, Concat

from clinic.attachment.models import Conversation, Reading
from clinic.courses.models import Diagnosis, Medication, SickRole, Suitability, TaskDone
from clinic.formulation.models import Contract, Ending, Focus, Formulation, Goal, MidpointReview
from clinic.incidents.models import TriedForReal
from clinic.inventory.models import Circle, MoodEventLink, TimelineEvent
from clinic.practice.models import PracticeEntry
from clinic.questionnaires.models import Response
from clinic.safety.models import RiskReview
from ipt.therapy.manuals import Manual, Task

Shown = set[tuple[str, int]]  # what is there, and from which session (0: at any time)
TICKED = "ticked:"  # stands before a task that somebody ticked, in the session that follows
FIRST = Value(1)  # where a row does not say in which session it was made
ENDING = {
    "ending_feelings": "feelings",
    "ending_change": "change",
    "warning_signs": "warning_signs",
    "contingency": "what_then",
    "ending_next": "next_step",
}


def shown(courses: Iterable[UUID]) -> dict[UUID, Shown]:
    """What there is for each course, in one query for however many."""
    ids = list(courses)
    first, *others = [rows.order_by().values_list("to_course_id", "shows", "since") for rows in _sources(ids)]
    found: dict[UUID, Shown] = {}
    for course, shows, since in first.union(*others):
        found.setdefault(course, set()).add((shows, since))
    return found


def ticked(there: Shown) -> dict[str, int]:
    """The tasks that somebody ticked, each with its session."""
    return {kind.removeprefix(TICKED): since for kind, since in there if kind.startswith(TICKED)}


def done_by(manual: Manual, there: Shown) -> set[str]:
    """The tasks that the record shows as done.

    Where several tasks ask for the same, as for a circle at the beginning and at the end, what is there
    stands for the first of them at any time, and for a later one once its sessions have begun.
    """
    firsts: dict[str, int] = {}
    for task in manual.tasks:
        firsts.setdefault(task.evidence, task.sessions[0])
    return {
        task.id
        for task in manual.tasks
        for kind, since in there
        if kind == task.evidence and (since == 0 or since >= task.sessions[0] or _first(task, firsts))
    }


def _first(task: Task, firsts: dict[str, int]) -> bool:
    return task.sessions[0] == firsts[task.evidence]


def _sources(ids: list[UUID]) -> list[QuerySet[Any]]:
    once = [  # a practice that is telling somebody something is a trial outside, whatever came of it
        _rows(Suitability, "suitability", "course", ids),
        _rows(Diagnosis, "diagnosis", "course", ids),
        _rows(SickRole, "sick_role", "course", ids),
        _rows(Medication, "medication", "course", ids),
        _rows(Focus, "focus", "course", ids),
        _rows(Formulation, "formulation", "course", ids),
        _rows(Contract, "contract", "course", ids),
        _rows(MidpointReview, "review", "course", ids),
        _rows(Goal, "goal", "participant__course", ids),
        _rows(RiskReview, "risk_review", "participant__course", ids),
        _rows(Conversation, "attachment_note", "participant__course", ids),
        _rows(Reading, "attachment_note", "participant__course", ids),
        _rows(Response, "baseline_responses", "participant__course", ids),
        _rows(TriedForReal, "practice", "incident__participant__course", ids).exclude(how=""),
        _rows(
            PracticeEntry,
            "practice",
            "participant__course",
            ids,
            withdrawn_at=None,
            practice__terms__towards="say",
        ),
        _rows(TimelineEvent, "timeline_event", "participant__course", ids, withdrawn_at=None),
    ]
    sessions = [
        _rows(
            Circle, "circle_version", "participant__course", ids, since=Coalesce("session_number", FIRST),
            would_change=None,
        ),
        _rows(
            MoodEventLink, "mood_event_link", "session__course", ids, since=F("session__number"),
            withdrawn_at=None, fits_focus=True,
        ),
    ]  # fmt: skip
    by_hand = _rows(TaskDone, Concat(Value(TICKED), F("task")), "course", ids, since=F("session_number"))
    ending = [_rows(Ending, shows, "course", ids).exclude(**{part: ""}) for shows, part in ENDING.items()]
    return [*once, *sessions, *ending, by_hand]


def _rows(
    model: Any, shows: Any, path: str, ids: list[UUID], since: Any = None, **only: Any
) -> QuerySet[Any]:
    found = model.objects.filter(**{f"{path}__in": ids}, **only)
    told = {"to_course_id": F(path), "shows": _told(shows), "since": Value(0) if since is None else since}
    return found.annotate(**told)  # type: ignore[no-any-return]


def _told(shows: Any) -> Any:
    return Value(shows) if isinstance(shows, str) else shows
