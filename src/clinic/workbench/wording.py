"""How the staff's pages put things into words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from clinic.formulation.models import Focus
from ipt.therapy import areas


@dataclass(frozen=True, slots=True)
class Focused:
    """A focus as a banner and a list name it."""

    label: str
    own_words: str
    stage: str
    version: int


def focus_of(row: Focus) -> Focused:
    """Name the focus: the area, with whom, the stage it is in, and the person's own words."""
    area = areas.load(row.area)
    stages = {state.id: state.title for state in area.sub_states}
    who = row.relationship.role or row.relationship.pseudonym if row.relationship else ""
    label = _("%(area)s, %(who)s") % {"area": area.title, "who": who} if who else area.title
    return Focused(label, row.own_words, stages.get(row.sub_state, ""), row.version)
