"""The made-up service of the benchmarks: as large as asked, and every row in its place."""

import pytest
from django.db import connection
from django.utils import timezone

from clinic.access.models import Membership
from clinic.command.benches.crowd import actions
from clinic.courses.models import Course, Participant
from clinic.questionnaires.models import Response
from clinic.safety.models import Alert
from tests.conftest import signed_in


def test_a_therapist_has_a_usual_caseload_with_whole_courses(db):
    therapist = actions.fill(45, timezone.now())
    assert Course.objects.count() == 45
    assert therapist.courses.count() == actions.CASELOAD
    scores = Response.objects.filter(participant__course__therapist=therapist).count()
    assert scores > actions.CASELOAD * 4


def test_its_pages_open(db):
    therapist = actions.fill(40, timezone.now())
    browser = signed_in(therapist)
    assert "of 16" in browser.get("/caseload/").content.decode()
    assert browser.get(f"/courses/{therapist.courses.first().pk}/").status_code == 200


@pytest.mark.skipif(connection.vendor != "sqlite", reason="copies are made on the embedded database")
def test_copies_have_keys_of_their_own_and_hang_together(db, monkeypatch):
    monkeypatch.setattr(actions, "MADE", 40)
    therapist = actions.fill(120, timezone.now())
    assert Course.objects.count() == Course.objects.values("pk").distinct().count() == 120
    assert therapist.courses.count() == 40
    assert Membership.objects.filter(role="therapist").count() == 3
    for model, path in ((Participant, "course"), (Alert, "participant"), (Response, "participant")):
        assert (
            model.objects.filter(**{f"{path}__isnull": False}).exclude(**{f"{path}__service": None}).count()
        )
        joined = model.objects.filter(**{f"{path}__service": therapist.memberships.get().service}).count()
        assert joined == model.objects.count()
    alert = Alert.objects.exclude(owner=therapist).first()
    assert alert.course.therapist == alert.owner
    assert alert.participant.course == alert.course


def test_more_than_can_be_copied_evenly_is_refused(db):
    with pytest.raises(ValueError, match="multiples of 2000, not 2001"):
        actions.fill(2001, timezone.now())
