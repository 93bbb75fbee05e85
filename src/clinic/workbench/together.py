"""What two people look at on one screen: nothing private, nobody by name, nothing not yet agreed."""

from typing import Any

from django.utils import timezone

from clinic.access.gate import permitted
from clinic.access.models import User
from clinic.access.roles import Permission
from clinic.courses.models import Participant, Session
from clinic.courses.progress import progress
from clinic.formulation.models import Goal
from clinic.incidents.models import Account
from clinic.inventory.gathering import participant_of
from clinic.inventory.models import MoodEventLink
from clinic.practice import gathering as practices
from clinic.practice.words import AGREED
from clinic.questionnaires.models import Response
from clinic.questionnaires.plain import in_figures, in_plain_words
from clinic.questionnaires.scores import first_of, followed
from clinic.questionnaires.shared_range import shared_range
from clinic.workbench import overview, scores
from ipt.therapy import areas

NEW_LINES = 3


def survey(session: Session, reader: User, *, range_opened: bool = False) -> dict[str, Any]:
    """The context of the page, in a fixed number of queries; nothing of the expected range unless opened."""
    course = session.course
    participant, stands = participant_of(course), progress(course, course.sessions.all())
    seen = own_scores(participant)
    expected = shared_range(
        seen.responses,
        overview.marks(course, stands),
        today=None if course.ended_on else timezone.localdate(),
    )
    focus = course.focuses.select_related("relationship").first()
    return {
        "course": course,
        "session": session,
        "people": list(participant.relationships.all()),  # so that no sentence names them
        "called": participant.patient.preferred_name,
        "after_this": max(stands.planned - session.number, 0),
        "focus": focus,
        "area": areas.load(focus.area) if focus else None,
        "links": links(session),
        "lines": new_lines(participant),
        "last": overview.last_record(course),
        "practised": [one for one in practices.practices_of(participant, reader) if one.stands == AGREED],
        "goals": list(Goal.objects.current(participant)),
        "score": score_in_words(seen, beside_chart=range_opened and expected is not None),
        "may_open_range": expected is not None and permitted(reader, Permission.COURSE_EDIT, course),
        "expected": expected if range_opened else None,
        "proposed": course.sessions_agreements.filter(answer="").first(),
    }


def links(session: Session) -> list[MoodEventLink]:
    return list(MoodEventLink.objects.standing().filter(session=session).select_related("relationship"))


def new_lines(participant: Participant) -> list[Account]:
    """The latest new lines that were found, the newest first."""
    told = Account.objects.newest().filter(incident__participant=participant).exclude(new_line="")
    return list(told.select_related("relationship").order_by("-written_at")[:NEW_LINES])


def own_scores(participant: Participant) -> scores.Scores:
    """What this one patient's course is followed by."""
    own = Response.objects.of(participant.course).filter(participant=participant).select_related("service")
    responses = list(own)
    return scores.of_course(responses, followed(responses))


def score_in_words(seen: scores.Scores, *, beside_chart: bool = False) -> str:
    """The last score in plain words, and what it may mean unless a chart beside it says that.

    Nothing where the service shows none.
    """
    say = in_figures if beside_chart else in_plain_words
    return say(seen.last, first_of(seen.responses)) if seen.last else ""
