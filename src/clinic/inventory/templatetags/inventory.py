"""Parts of the inventory that other pages show: mood-event links, and a circle without names."""

from collections.abc import Iterable
from typing import Any

from django import template

from clinic.courses.models import Session
from clinic.inventory.gathering import links_of
from clinic.inventory.models import Circle, Relationship
from clinic.inventory.picture import SMALL, picture
from clinic.inventory.sentence import LinkForm
from clinic.inventory.unnamed import without_names

register = template.Library()


@register.filter
def unnamed(text: str, people: Iterable[Relationship]) -> str:
    """Write initials for the names in a sentence, where names are hidden."""
    return without_names(text, people)


@register.inclusion_tag("inventory/_mood_event_links.html", takes_context=True)
def mood_event_links(
    context: template.Context, session: Session, may_edit: bool = True, form: LinkForm | None = None
) -> dict[str, Any]:
    """Show what happened in a week and what mood did, with a sentence to add the next; three queries."""
    return {
        **links_of(session),
        "may_edit": may_edit,
        "given": form,
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("inventory/_picture.html")
def small_circle(circle: Circle, words: str, id: str) -> dict[str, Any]:
    """Draw a circle small and without names, as on the sheet the patient keeps."""
    return {"picture": picture(circle, sheet=SMALL, roles=False, id=id), "plain": True, "alone": words}
