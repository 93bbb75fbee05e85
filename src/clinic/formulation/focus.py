"""The focus as it is shown: in the patient's words, with the state it is in and was in before."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.courses.models import Course
from clinic.formulation.models import Focus
from clinic.inventory.models import Relationship
from ipt.therapy import areas
from ipt.therapy.areas import ProblemArea

STATES: dict[str, str | Promise] = {
    "grief": gettext_lazy("The mourning"),
    "role_dispute": gettext_lazy("Stage of the dispute"),
    "role_transition": gettext_lazy("The change"),
    "interpersonal_sensitivities": gettext_lazy("What stands in the way"),
}


@dataclass(frozen=True, slots=True)
class Banner:
    """The newest focus; ``state_before`` when the area is the same and its state has moved."""

    focus: Focus
    area: ProblemArea
    label: str
    state_name: str | Promise
    state: str
    state_before: str

    @property
    def in_dispute_with(self) -> Relationship | None:
        """The person of a dispute, about whom the patient is asked privately before work on it begins."""
        return self.focus.relationship if self.area.id == "role_dispute" else None


def banner(course: Course) -> Banner | None:
    """The focus of a course, in one query; ``None`` before one is agreed."""
    return banner_of(list(course.focuses.select_related("relationship")))


def banner_of(versions: Sequence[Focus]) -> Banner | None:
    """The same from all versions, the newest first."""
    if not versions:
        return None
    now = versions[0]
    area = areas.load(now.area)
    states = [state_title(one) for one in versions if one.area == now.area]
    before = next((state for state in states if state and state != states[0]), "")
    return Banner(now, area, label(now, area), STATES[area.id], states[0], before)


def label(focus: Focus, area: ProblemArea) -> str:
    """Name the area and the person it is about: role dispute with Sam, partner."""
    title = _(area.title)
    title = title[:1].lower() + title[1:]
    if focus.relationship is None:
        return title
    person = ", ".join(filter(None, (focus.relationship.pseudonym, focus.relationship.role)))
    about = _("%(area)s for %(person)s") if area.id == "grief" else _("%(area)s with %(person)s")
    return about % {"area": title, "person": person}


def state_title(focus: Focus) -> str:
    """Name the state within the area; nothing when none was chosen."""
    found = (state for state in areas.load(focus.area).sub_states if state.id == focus.sub_state)
    return next((_(state.title) for state in found), "")


def area_title(area: str) -> str:
    """Name an area."""
    return _(areas.load(area).title)
