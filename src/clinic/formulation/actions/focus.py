"""Agrees the focus."""

from collections.abc import Iterable, Mapping

from django.db import transaction

from clinic.access.meanwhile import insist_newest
from clinic.access.models import User
from clinic.courses.models import Course
from clinic.formulation.actions.versions import next_version
from clinic.formulation.models import Focus
from clinic.formulation.wording import PATIENT_SAYS
from clinic.inventory.models import Relationship
from ipt.therapy import areas


@transaction.atomic
def agree_focus(
    *,
    course: Course,
    area: str,
    own_words: str,
    reason: str,
    patient_says: str,
    by: User,
    patient_word: str = "",
    sub_state: str = "",
    relationship: Relationship | None = None,
    evidence: Iterable[Mapping[str, str]] = (),
    rivals: Iterable[Mapping[str, str]] = (),
    why_changed: str = "",
    session_number: int | None = None,
    seen: int | None = None,
) -> Focus:
    """Keep the area chosen, with the reason; another area than before needs a reason of its own."""
    _refuse_unknown(area, *(rival["area"] for rival in rivals))
    if patient_says not in PATIENT_SAYS:
        raise ValueError(f"a patient does not say {patient_says!r}")
    Course.objects.select_for_update(no_key=True).get(pk=course.pk)
    before = course.focuses.first()
    insist_newest(seen, before.version if before else 0)
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
        patient_says=patient_says,
        patient_word=patient_word,
        sub_state=sub_state,
        relationship=relationship,
        evidence=[dict(one) for one in evidence],
        rivals=[dict(one) for one in rivals],
        why_changed=why_changed,
        session_number=session_number,
    )


def _refuse_unknown(*named: str) -> None:
    for area in named:
        if area not in areas.ids():
            raise ValueError(f"no problem area {area!r}")
