"""What other rooms' pages show of this one: a session's adherence, and the patient's two questions."""

from typing import Any

from django import template

from clinic.courses.models import Participant, Session
from clinic.supervision.checking import may_answer, offered
from clinic.supervision.gathering import look_at
from clinic.supervision.models import SessionCheck

register = template.Library()


@register.inclusion_tag("supervision/_session.html")
def session_adherence(session: Session) -> dict[str, Any]:
    """What the record of a signed session shows of how IPT was done, for staff."""
    seen = look_at(session.course, session)
    return {"seen": seen[0] if seen else None, "course": session.course, "session": session}


@register.inclusion_tag("supervision/_check_card.html", takes_context=True)
def session_check(context: dict[str, Any], participant: Participant) -> dict[str, Any]:
    """Offer the two questions once; while they may be changed, lead back to what was said."""
    asked = offered(participant)
    if asked:
        return {"asked": asked, "csrf_token": context.get("csrf_token")}
    newest = SessionCheck.objects.filter(participant=participant).select_related("session__course")
    last = newest.order_by("-session__number", "-version").first()
    return {"given": last if last and last.said_anything and may_answer(last.session) else None}
