"""Several refresh a service's figures at the same moment, while people work: nothing is counted twice."""

import pytest

from clinic.access.roles import Role
from clinic.courses.actions import begin_session, sign_session
from clinic.courses.models import Course
from clinic.questionnaires.actions import keep_imported
from clinic.reports import actions
from clinic.reports.models import Standing
from tests import factories
from tests.at_once import at_once, need_many_connections
from tests.clinic.reports.test_refresh import kept, take_in_all
from tests.conftest import NOW

pytestmark = pytest.mark.django_db(transaction=True)
REFRESHERS, COURSES = 4, 12


@pytest.fixture
def service():
    need_many_connections()
    service = factories.service()
    therapist = factories.member(Role.THERAPIST, service)
    for _course in range(COURSES):
        factories.course(of=service, therapist=therapist)
    return service


def meet(service):
    """A session is held and signed in every course."""
    for course in Course.objects.filter(service=service).order_by("pk"):
        session = begin_session(course=course, by=course.therapist)
        sign_session(session=session, by=course.therapist, line="We talked.")


def score(service):
    """Every course is given its first score, backwards, of a measure by which all are judged from then on."""
    for course in Course.objects.filter(service=service).order_by("-pk"):
        keep_imported(
            participant=course.participants.get(), measure="phq9", total=12.0, given_at=NOW,
            session_number=1, source=f"{course.pk}", by=course.therapist,
        )  # fmt: skip


def test_the_first_count_begun_by_several_at_once_counts_each_course_once(service):
    assert at_once(*[lambda: take_in_all(service, most=3)] * REFRESHERS) == []
    take_in_all(service)
    as_counted = kept(service)
    actions.count_anew(service=service)
    take_in_all(service)
    assert as_counted == kept(service)
    assert Standing.objects.count() == 1
    assert len(as_counted[1]) == COURSES


def test_refreshed_by_several_while_people_work_the_figures_are_those_of_a_count_from_the_start(service):
    take_in_all(service)

    def refresh():
        for _turn in range(30):
            actions.refresh(service=service, most=2)

    acts = [lambda: meet(service), lambda: score(service), lambda: actions.count_anew(service=service)]
    assert at_once(*acts, *[refresh] * REFRESHERS) == []
    take_in_all(service)
    refreshed = kept(service)
    actions.count_anew(service=service)
    take_in_all(service)
    assert refreshed == kept(service)
    assert len(refreshed[1]) == COURSES
