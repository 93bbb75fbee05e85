"""How the first forms read once they are kept: each part with its label, version by version."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.courses.age import years_between
from clinic.courses.models import Course, Diagnosis, SickRole, Suitability
from clinic.ui.templatetags.ui import day
from ipt.therapy import suitability


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that was written; ``own`` when the words are the patient's or said to them."""

    label: str
    words: str
    own: bool = False


def parts(row: Any) -> list[Part]:
    """Everything a version says, in the order of its form."""
    told = {Diagnosis: _diagnosis, SickRole: _sick_role, Suitability: _suitability}[type(row)](row)
    return [part for part in told if part.words]


def _diagnosis(row: Diagnosis) -> list[Part]:
    return [
        Part(_("Called"), row.name),
        Part(_("Code"), row.code),
        Part(_("Explained on"), day(row.explained_on)),
        Part(_("In the words used"), row.explanation, own=True),
    ]


def _sick_role(row: SickRole) -> list[Part]:
    return [
        Part(_("Eased for now"), row.eased),
        Part(_("By"), row.eased_by),
        Part(_("Until"), day(row.until)),
        Part(_("What I undertake"), row.undertaking, own=True),
    ]


def _suitability(row: Suitability) -> list[Part]:
    guide = suitability.guide()
    rulers = [f"{one.title} {row.rulers[one.id]}" for one in guide.rulers if one.id in row.rulers]
    decision = {one.id: one.title for one in guide.decisions}.get(row.decision, row.decision)
    return [
        Part(_("Decided"), decision),
        Part(_("Because"), row.reason),
        Part(_("Rulers, 0 to 10"), ", ".join(rulers)),
        Part(_("Speaks for it"), "; ".join(one.title for one in guide.fits if one.id in row.fits)),
        Part(_("To weigh"), "; ".join(one.title for one in guide.cautions if one.id in row.cautions)),
        Part(_("In the way"), row.barriers),
        Part(_("Would rather"), row.preference),
    ]


def points(course: Course, row: Suitability) -> tuple[suitability.Point, ...]:
    """What the review asks to talk about; points, never a verdict."""
    born_on = course.participants.select_related("patient").first()
    known = suitability.Answers(
        age=_age(born_on.patient.born_on) if born_on else None,
        rulers=_known(row.rulers, suitability.guide().rulers),
        fits=_known(dict.fromkeys(row.fits), suitability.guide().fits),
        cautions=_known(dict.fromkeys(row.cautions), suitability.guide().cautions),
        subthreshold=course.stage == "prevention",
    )
    return suitability.review(known)


def _known(given: dict[str, Any], guide: Any) -> dict[str, Any]:
    """Leave out what an earlier version of the guide asked and this one does not."""
    ids = {one.id for one in guide}
    return {name: value for name, value in given.items() if name in ids}


def _age(born_on: date | None) -> int | None:
    return years_between(born_on, timezone.localdate()) if born_on else None
