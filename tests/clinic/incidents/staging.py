"""A run as several tests begin it, and the addresses of its pages."""

from clinic.courses.actions import begin_session
from clinic.incidents import actions
from clinic.techniques.actions import keep_consent
from tests.clinic.techniques.running import asked_about

DRAMA = ["doubling", "empty_chair"]


def at(account, rest):
    course = account.incident.participant.course_id
    return f"/courses/{course}/incidents/{account.incident_id}/{rest}"


def of(run, rest=""):
    return f"/courses/{run.account.incident.participant.course_id}/incidents/role-plays/{run.pk}/{rest}"


def begun(account, case, **more):
    if more.get("form") in DRAMA:
        more.setdefault("session", sitting(case))
    return actions.begin_role_play(account=account, by=case.therapist, **more)


def sitting(case):
    """A session under way, drama agreed to, and what may speak against it asked about."""
    asked_about(case)
    keep_consent(participant=case.participant, technique="drama", agreed=True, by=case.therapist)
    return case.course.sessions.unsigned().first() or begin_session(course=case.course, by=case.therapist)
