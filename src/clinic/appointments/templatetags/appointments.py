"""Who comes along to a meeting, said on the therapist's own pages."""

from typing import Any

from django import template

from clinic.access.gate import permitted
from clinic.access.roles import Permission
from clinic.appointments.models import Appointment
from clinic.courses.models import Course
from clinic.safety.lock import is_closed
from ipt.relationships.fear_and_violence import Act

register = template.Library()


@register.inclusion_tag("appointments/_comes_along.html", takes_context=True)
def comes_along(
    context: template.Context, meeting: Appointment, course: Course, goes_on: bool = False
) -> dict[str, Any]:
    """Say who comes along, and whether that waits by now; four queries, none when nobody does.

    Once its session has begun, a meeting ``goes_on``.
    """
    request, who = context["request"], meeting.comes_along
    return {
        "meeting": meeting,
        "course": course,
        "who": who,
        "goes_on": goes_on,
        "waits": who is not None and is_closed(Act.INVITE, [who]),
        "may_edit": permitted(request.user, Permission.INVENTORY_EDIT, course),
        "here": request.path,
    }
