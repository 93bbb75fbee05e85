"""The workspace of a focus: its lines by section, what stood there before, and how far it has come."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from clinic.courses.models import Course, Participant
from clinic.formulation.focus import area_title, banner_of
from clinic.formulation.models import FocusRating, WorkspaceEntry
from clinic.formulation.ratings import question_line
from clinic.inventory.gathering import participant_of
from clinic.ui.ratings import RatingLine
from ipt.therapy import workspaces
from ipt.therapy.workspaces import Question, Section, Workspace


@dataclass(frozen=True)
class Line:
    """A line as it stands, with its earlier wordings, the newest first."""

    entry: WorkspaceEntry
    before: list[WorkspaceEntry]


@dataclass(frozen=True)
class Filled:
    """A section with its lines, and those struck out."""

    section: Section
    lines: list[Line] = field(default_factory=list)
    struck: list[WorkspaceEntry] = field(default_factory=list)


def workspace_page(course: Course, asked: str) -> dict[str, Any]:
    """The workspace of the focus, or of an area that was the focus before, in a fixed number of queries."""
    focuses = list(course.focuses.select_related("relationship"))
    known = list(dict.fromkeys(one.area for one in focuses))
    area = asked if asked in known else next(iter(known), "")
    participant = participant_of(course)
    page = {
        "course": course,
        "participant": participant,
        "banner": banner_of(focuses),
        "areas": [(one, area_title(one), one == area) for one in known],
        "area": area,
        "people": list(participant.relationships.all()),
    }
    return page | filled_in(participant, area) if area else page


def filled_in(participant: Participant, area: str) -> dict[str, Any]:
    """What belongs to one area."""
    space = workspaces.load(area)
    entries = list(
        WorkspaceEntry.objects.filter(course=participant.course_id, area=area).select_related(
            "relationship", "written_by"
        )
    )
    filled = {section.id: _filled(section, entries) for section in space.sections()}
    lines = lines_of(participant, space)
    return {
        "workspace": space,
        "groups": [
            (_(group.title), [filled[section.id] for section in group.sections]) for group in space.groups
        ],
        "based_on": len(entries),
        "lines": lines,
        "rated_so_far": rated_so_far(lines),
    }


def lines_of(participant: Participant, space: Workspace) -> list[tuple[Question, RatingLine]]:
    """Each question with its ratings over time, in one query."""
    given = FocusRating.objects.filter(participant=participant, area=space.area).select_related("rated_by")
    rated = list(given)
    return [(question, question_line(question, rated)) for question in space.questions]


def rated_so_far(lines: Sequence[tuple[Question, RatingLine]]) -> int:
    """How many ratings there are; what is typed in a window before another one is no longer a draft."""
    return sum(len(line.ratings) for _question, line in lines)


def _filled(section: Section, entries: Sequence[WorkspaceEntry]) -> Filled:
    here = [one for one in entries if one.section == section.id]
    older = {one.replaced_by_id: one for one in here if one.replaced_by_id}
    return Filled(
        section,
        [Line(one, _before(one, older)) for one in here if one.withdrawn_at is None],
        [one for one in here if one.withdrawn_at and one.replaced_by_id is None],
    )


def _before(entry: WorkspaceEntry, older: dict[Any, WorkspaceEntry]) -> list[WorkspaceEntry]:
    found = []
    while entry.pk in older:
        entry = older[entry.pk]
        found.append(entry)
    return found


def newest_of(entry: WorkspaceEntry) -> WorkspaceEntry:
    """The wording that stands now in the place of a line."""
    while entry.replaced_by:
        entry = entry.replaced_by
    return entry
