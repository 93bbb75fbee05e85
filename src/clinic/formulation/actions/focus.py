"""Agrees the focus."""

from django.db import transaction

from clinic.access.models import User
from clinic.courses.models import Course
from clinic.formulation.actions.versions import next_version
from clinic.formulation.models import Focus
from clinic.inventory.models import Relationship
from ipt.therapy import areas


@transaction.atomic
def agree_focus(
    *,
    course: Course,
    area: str,
    own_words: str,
    reason: str,
    patient_agrees: bool,
    by: User,
    sub_state: str = "",
    relationship: Relationship | None = None,
    rivals: str = "",
    why_changed: str = "",
    session_number: int | None = None,
) -> Focus:
    """Keep the area chosen, with the reason; another area than before needs a reason of its own."""
    if area not in areas.ids():
        raise ValueError(f"no problem area {area!r}")
    before = course.focuses.first()
    if before and before.area != area and not why_changed:
        raise ValueError("a change of focus needs a reason")
    return next_version(
        Focus,
        "agreed a focus",
        by,
        course=course,
        area=area,
        own_words=own_words,
        reason=reason,
        patient_agrees=patient_agrees,
        sub_state=sub_state,
        relationship=relationship,
        rivals=rivals,
        why_changed=why_changed,
        session_number=session_number,
    )
