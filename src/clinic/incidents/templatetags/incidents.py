"""What of incidents stands on other pages: lines agreed to be tried, and lines to practise alone."""

from typing import Any

from django import template

from clinic.courses.models import Participant
from clinic.incidents import to_practise
from clinic.incidents.models import TriedForReal
from clinic.incidents.still_to_try import still_to_try

register = template.Library()


@register.simple_tag
def agreed_tries(participant: Participant) -> list[TriedForReal]:
    """The newest line of each incident that was agreed on and not told of yet; never one that is closed."""
    return still_to_try(participant)


@register.inclusion_tag("incidents/_to_practise.html")
def lines_to_practise(participant: Participant) -> dict[str, Any]:
    """A card that leads to the lines; nothing where there are none. One query, four more where there are."""
    return {"given": to_practise.standing(participant)}
