"""Keeps the lines of a workspace, and how far the work on the focus has come."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from clinic.access.models import User
from clinic.audit.actions import record
from clinic.courses.models import Course, Participant
from clinic.formulation.models import FocusRating, WorkspaceEntry
from clinic.inventory.models import Relationship
from ipt.therapy import workspaces


class ReplacedMeanwhile(Exception):
    """Other words stand in the place of that line already."""


@transaction.atomic
def add_entry(
    *,
    course: Course,
    area: str,
    section: str,
    text: str,
    by: User,
    level: int | None = None,
    relationship: Relationship | None = None,
    session_number: int | None = None,
) -> WorkspaceEntry:
    """Add a line to a section of an area's workspace."""
    workspaces.load(area).section(section)
    entry = WorkspaceEntry.objects.create(
        service_id=course.service_id,
        course=course,
        area=area,
        section=section,
        text=text,
        level=level,
        relationship=relationship,
        session_number=session_number,
        written_by=by,
    )
    record(by=by, did="added a line to the workspace", on=entry)
    return entry


@transaction.atomic
def revise_entry(
    *,
    entry: WorkspaceEntry,
    text: str,
    by: User,
    level: int | None = None,
    relationship: Relationship | None = None,
    session_number: int | None = None,
) -> WorkspaceEntry:
    """Put other words in the place of a line, once (`ReplacedMeanwhile`); the earlier ones stay readable."""
    held = WorkspaceEntry.objects.select_for_update().get(pk=entry.pk)
    if held.replaced_by_id:
        raise ReplacedMeanwhile
    newer = add_entry(
        course=entry.course,
        area=entry.area,
        section=entry.section,
        text=text,
        level=level,
        relationship=relationship,
        session_number=session_number,
        by=by,
    )
    held.replaced_by, held.withdrawn_at = newer, timezone.now()
    held.save(update_fields=["replaced_by", "withdrawn_at"])
    return newer


@transaction.atomic
def strike_out(*, entry: WorkspaceEntry, by: User) -> None:
    """Strike a line out; it stays in the record."""
    entry.withdrawn_at = timezone.now()
    entry.save(update_fields=["withdrawn_at"])
    record(by=by, did="struck a line out of the workspace", on=entry)


@transaction.atomic
def put_entry_back(*, entry: WorkspaceEntry, by: User) -> None:
    """Undo striking out; a line that was put in other words stays replaced."""
    held = WorkspaceEntry.objects.select_for_update().get(pk=entry.pk)
    if held.replaced_by_id is None:
        held.withdrawn_at = None
        held.save(update_fields=["withdrawn_at"])
        record(by=by, did="put a line of the workspace back", on=held)


@transaction.atomic
def rate_focus(
    *,
    participant: Participant,
    area: str,
    question: str,
    rating: int,
    by: User,
    rated_at: datetime | None = None,
) -> FocusRating:
    """Keep how far the work has come, 0 to 10, as the patient says; the same again within a day is one."""
    workspaces.load(area).question(question)
    now = rated_at or timezone.now()
    mine = FocusRating.objects.filter(participant=participant, area=area, question=question, rated_by=by)
    last = mine.last()
    if last and last.rating == rating and last.rated_at.date() == now.date():
        return last
    given = FocusRating.objects.create(
        service_id=participant.service_id,
        participant=participant,
        area=area,
        question=question,
        rating=rating,
        rated_at=now,
        rated_by=by,
    )
    record(by=by, did="rated the work on the focus", on=given, course_id=participant.course_id)
    return given
