"""What the patient sees of the focus and the story, and what they said of it."""

from typing import Any

from clinic.courses.models import Participant
from clinic.formulation.models import Focus
from clinic.formulation.workspace import lines_of, rated_so_far
from ipt.therapy import areas, workspaces


def my_focus(participant: Participant) -> dict[str, Any]:
    """The focus in the patient's words, with the questions they rate."""
    focus: Focus | None = participant.course.focuses.first()
    page: dict[str, Any] = {"participant": participant, "focus": focus, "therapist": _therapist(participant)}
    if focus is None:
        return page
    space = workspaces.load(focus.area)
    lines = lines_of(participant, space)
    return page | {
        "area": areas.load(focus.area),
        "workspace": space,
        "lines": lines,
        "based_on": rated_so_far(lines),
        "has_story": participant.course.formulations.exclude(shared_at=None).exists(),
    }


def shared_story(participant: Participant) -> dict[str, Any]:
    """The newest version that was shared, with every answer of this patient's to it."""
    shared = participant.course.formulations.exclude(shared_at=None).select_related("written_by")
    row = shared.first()
    answers = list(row.answers.filter(written_by=participant.patient.user_id)) if row else []
    return {
        "participant": participant,
        "therapist": _therapist(participant),
        "row": row,
        "answers": answers,
        "based_on": f"{row.version}.{len(answers)}" if row else "",
    }


def _therapist(participant: Participant) -> str:
    return participant.course.therapist.first_name
