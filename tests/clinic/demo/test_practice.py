"""What the demo's people practise: enough, open where it is with somebody, and mostly private."""

from datetime import date

import pytest
from django.db import transaction

from clinic.demo import seed
from clinic.demo.story import load_all
from clinic.practice.models import MessageWording, Practice, PracticeTerms, Telling
from clinic.practice.words import HOW, SAY
from clinic.safety import lock
from ipt.relationships.fear_and_violence import Act

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def told(django_db_setup, django_db_blocker):
    """The demo of one day, for all the tests of this file; the database stays as it was."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield seed(date(2026, 11, 12))
        transaction.set_rollback(True)


def test_eight_courses_and_more_practise_something(told):
    assert Practice.objects.values("participant").distinct().count() >= 8


def test_every_answer_is_there_and_notes_are_mostly_private(told):
    assert set(Telling.objects.values_list("how", flat=True)) == set(HOW)
    noted = [telling for telling in Telling.objects.all() if telling.has_note]
    assert any(one.shared for one in noted) and not all(one.shared for one in noted)
    assert set(MessageWording.objects.values_list("shared", flat=True)) == {True, False}


def test_nothing_is_to_be_said_to_somebody_about_whom_nobody_had_asked(told):
    for terms in PracticeTerms.objects.filter(towards=SAY, stands="agreed").select_related("relationship"):
        assert not lock.is_closed(Act.TRY_FOR_REAL, [terms.relationship])


def test_what_a_story_ends_or_rests_lies_behind_it():
    for story in load_all():
        for one in story.practices:
            later = [number for number in (one.rests, one.ends) if number]
            assert all(one.session < number < story.next and number not in story.missed for number in later)
