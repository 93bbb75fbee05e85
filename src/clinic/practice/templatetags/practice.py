"""Parts of practice on other pages: the review in a session, and a line on the patient's first page."""

from typing import Any

from django import template

from clinic.courses.models import Participant, Session
from clinic.practice import gathering

register = template.Library()


@register.inclusion_tag("practice/_practice_since.html", takes_context=True)
def practice_since(context: template.Context, session: Session, may_edit: bool = True) -> dict[str, Any]:
    """How what was agreed went since the last session, with something to agree for the week; 12 queries."""
    reader = context["request"].user
    return {
        **gathering.practice_since(session, reader),
        "may_edit": may_edit,
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("practice/_today.html", takes_context=True)
def practice_today(context: template.Context, participant: Participant) -> dict[str, Any]:
    """A line that leads to practice, and today's where the patient chose to see it; eight queries at most."""
    return gathering.today_of(participant, context["request"].user)
