"""When a patient is offered the two questions about a session, and until when they may be answered."""

from datetime import timedelta

from django.utils import timezone

from clinic.courses.models import Participant, Session
from clinic.supervision.models import SessionCheck

OFFERED_FOR = timedelta(days=10)  # Kith's choice: later, a session is not well remembered


def may_answer(session: Session) -> bool:
    """Whether a session was held and signed and no other has begun; after the end, for some days more."""
    if session.signed_at is None or session.attendance != "attended":
        return False
    if session.course.ended_on and timezone.now() - session.signed_at > OFFERED_FOR:
        return False
    return not Session.objects.filter(course=session.course_id, number__gt=session.number).exists()


def offered(participant: Participant) -> Session | None:
    """The session the patient is asked about now: once, for some days, and never again once left."""
    last = Session.objects.filter(course=participant.course_id).order_by("-number").first()
    if last is None or last.signed_at is None or last.attendance != "attended":
        return None
    if timezone.now() - last.signed_at > OFFERED_FOR:
        return None
    answered = SessionCheck.objects.filter(participant=participant, session=last).exists()
    return None if answered else last
