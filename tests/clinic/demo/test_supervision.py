"""The demo's supervision: checks of several patients, ratings by both, what waits, a draw, and talks."""

from datetime import date

import pytest
from django.db import transaction

from clinic.demo import seed
from clinic.supervision.charts import ItemTrend
from clinic.supervision.comparing import both_rated, trends
from clinic.supervision.models import ChosenSession, SessionCheck, TalkRecord

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def told(django_db_setup, django_db_blocker):
    """The demo of one day, for all the tests of this file; the database stays as it was."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield seed(date(2026, 11, 12))
        transaction.set_rollback(True)


def test_several_patients_said_something_and_one_changed_it(told):
    assert SessionCheck.objects.values("participant").distinct().count() >= 3
    assert SessionCheck.objects.filter(version=2).exists()


def test_two_courses_have_a_trend_and_some_sessions_wait(told):
    chosen = list(ChosenSession.objects.with_ratings())
    rated = both_rated(chosen)
    by_course = [one.session.course_id for one in rated]
    assert sum(by_course.count(course) > 1 for course in set(by_course)) >= 2
    assert len(chosen) - len(rated) >= 3
    lines = trends(rated)
    assert all(isinstance(line, ItemTrend) for line in lines)
    assert any(one.own != one.supervisor for line in lines for one in line.rated)


def test_one_session_was_drawn_and_every_therapist_had_a_talk(told):
    assert [one.drawn for one in ChosenSession.objects.all()].count(True) == 1
    assert TalkRecord.objects.values("talk__therapist").distinct().count() == 3
