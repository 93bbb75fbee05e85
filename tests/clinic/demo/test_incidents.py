"""The demo's incidents: enough, rehearsed only where the patient was asked, and with patterns to see."""

from collections import Counter
from datetime import date

import pytest
from django.db import transaction

from clinic.courses.models import Course
from clinic.demo import seed
from clinic.incidents.models import Account, LinesPractised, RolePlay, TriedForReal, Weighing
from clinic.incidents.models.playing import FORMS
from clinic.incidents.repeating import patterns_page
from clinic.safety import lock
from clinic.safety.models import PrivateEnquiry, Release
from clinic.techniques.models import TechniqueUse
from ipt.relationships.fear_and_violence import Act

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def told(django_db_setup, django_db_blocker):
    """The demo of one day, for all the tests of this file; the database stays as it was."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield seed(date(2026, 11, 12))
        transaction.set_rollback(True)


def test_ten_courses_and_more_have_incidents_and_three_have_three(told):
    many = Counter(account.incident.participant_id for account in Account.objects.newest())
    assert len(many) >= 10
    assert sum(number >= 3 for number in many.values()) >= 3


def test_what_repeats_shows_where_three_were_gone_through(told):
    for name in ("Rowan Tate", "Tomasz", "Bea"):
        course = Course.objects.get(participants__patient__name__startswith=name)
        assert patterns_page(course)["patterns"]


def test_every_kind_of_outcome_is_there(told):
    assert set(TriedForReal.objects.values_list("how", flat=True)) == {
        "", "as_hoped", "partly", "not_now", "other",
    }  # fmt: skip
    assert set(RolePlay.objects.values_list("form", flat=True)) == set(FORMS)
    assert TechniqueUse.objects.filter(technique="drama", stopped_by="patient").exists()
    assert LinesPractised.objects.exists()
    assert Weighing.objects.exclude(came_of_it="").exists()


def test_nothing_was_played_with_somebody_about_whom_nobody_had_asked(told):
    for run in RolePlay.objects.select_related("account__relationship"):
        assert not lock.is_closed(Act.REHEARSE, run.account.people)


def test_one_answer_is_not_sure_one_is_not_asked_and_one_release_is_signed(told):
    answers = Counter(PrivateEnquiry.objects.values_list("answer", flat=True))
    assert answers["safe"] > 8 and answers["not_sure"] == 2 and answers["not_asked"] == 1
    assert Release.objects.count() == 1
