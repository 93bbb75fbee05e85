"""Tags that show techniques on other rooms' pages: what can be begun here, and what waits after imagery."""

from typing import Any

from django import template
from django.template import Context

from clinic.access.models import User
from clinic.courses.models import Course, Session
from clinic.techniques import room, waiting

register = template.Library()


@register.inclusion_tag("techniques/_in_place.html", takes_context=True)
def techniques_in_place(context: Context, session: Session) -> dict[str, Any]:
    """The adjunct techniques, each with its beginning or the reason why not; in a fixed number of queries.

    Takes how things stand from the page that has gathered it, as ``stands``, and its ``consent_form``.
    """
    handed_over = {name: context.get(name) for name in ("consent_form", "csrf_token")}
    return room.in_place(session, context["stands"]) | handed_over


@register.inclusion_tag("techniques/_after_imagery.html")
def after_imagery(course: Course) -> dict[str, Any]:
    """A run that waits for its end, and check-ins that wait; two queries."""
    return {"course": course, **room.after_imagery(course)}


@register.inclusion_tag("techniques/_my_check_in.html", takes_context=True)
def my_check_in(context: Context) -> dict[str, Any]:
    """When somebody gets in touch, for the patient; one query."""
    return {"check_in": waiting.for_patient(context["participant"])}


@register.inclusion_tag("techniques/_check_ins.html")
def check_ins_waiting(reader: User) -> dict[str, Any]:
    """Every check-in that waits for this person, whatever list is shown; one query."""
    return waiting.for_reader(reader)
