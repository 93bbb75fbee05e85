"""Tags that show crisis help and alerts on other rooms' pages."""

from typing import Any

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clinic.courses.models import Participant
from clinic.safety import crisis_help
from clinic.safety.models import Alert, SafetyPlan

register = template.Library()

PLAN_TITLES: dict[str, Promise] = {
    "warning_signs": _("How I notice that it is getting hard"),
    "coping": _("What I can do on my own"),
    "distraction": _("People and places that take my mind off it"),
    "helpers": _("People I can ask for help"),
    "professionals": _("Professionals and lines I can reach"),
    "safer_means": _("How I make things safer around me"),
    "reasons_for_living": _("What I live for"),
}


@register.inclusion_tag("safety/_help_now.html")
def help_now(participant: Participant, alert: Alert | None = None, carry_on: str = "") -> dict[str, Any]:
    """Crisis help before anything else; ``carry_on`` is the address at which the patient goes on."""
    return {"help": crisis_help.help_for(participant, alert), "carry_on": carry_on}


@register.filter
def dialled(number: str) -> str:
    """A number as a telephone dials it."""
    return crisis_help.dialled(number)


@register.filter
def titled_parts(plan: SafetyPlan) -> list[tuple[Promise, str]]:
    """The parts of a plan under the titles a patient reads."""
    return [(PLAN_TITLES[name], words) for name, words in plan.parts]
