"""What a service lead opens of alerts: what came to them, while it is open, and what they closed."""

import pytest

from clinic.safety import actions
from clinic.safety.models import Alert
from tests.clinic.safety.test_actions import NOW, raised, reviewed, with_lead
from tests.clinic.safety.test_views import SAID, at, words
from tests.conftest import signed_in


@pytest.fixture
def alert(case):
    return raised(case)


@pytest.fixture
def lead(case):
    return signed_in(with_lead(case))


@pytest.fixture
def supervisor(case):
    return signed_in(case.supervisor)


def escalated_to_lead(alert: Alert) -> Alert:
    Alert.objects.filter(pk=alert.pk).update(to_lead_at=NOW, escalates_at=None)
    alert.refresh_from_db()
    return alert


def test_a_lead_sees_the_alert_the_name_and_the_telephone_but_not_the_course(alert, lead, case):
    case.patient.phone = "07700 900123"
    case.patient.save(update_fields=["phone"])
    escalated_to_lead(alert)
    shown = words(lead.get(at(alert)))
    assert "Rowan Tate" in shown
    assert "07700 900123" in shown
    assert f'/courses/{alert.course_id}/safety/"' not in shown
    assert lead.get(f"/courses/{alert.course_id}/safety/").status_code == 404
    assert lead.post(at(alert, "seen/")).status_code == 302


def test_a_lead_reads_no_review_but_their_own(alert, lead, case):
    escalated_to_lead(alert)
    reviewed(case, alert, thoughts="Said in the session.")
    assert "Said in the session." not in words(lead.get(at(alert)))
    lead.post(at(alert, "review/"), {**SAID, "thoughts": "Said on the telephone."})
    assert "Said on the telephone." in words(lead.get(at(alert)))


def test_a_lead_opens_no_alert_but_what_came_to_them_and_is_open(alert, lead, therapist, case, supervisor):
    assert lead.get(at(alert)).status_code == 404
    escalated_to_lead(alert)
    assert lead.get(at(alert)).status_code == 200
    actions.close_alert(alert=alert, action="Rang.", by=case.therapist)
    assert lead.get(at(alert)).status_code == 404
    assert lead.post(at(alert, "close/"), {"action": "x"}).status_code == 404
    assert [who.get(at(alert)).status_code for who in (therapist, supervisor)] == [200, 200]


def test_a_lead_opens_again_what_they_closed(alert, lead):
    escalated_to_lead(alert)
    lead.post(at(alert, "close/"), {"action": "Rang the therapist."})
    assert "Rang the therapist." in words(lead.get(at(alert)))


def test_a_lead_reads_no_other_answer_of_the_thread(alert, lead, case):
    reviewed(case, alert)
    again = escalated_to_lead(raised(case, severity=0, at=NOW))
    assert again.joins == alert
    shown = words(lead.get(at(again)))
    assert "Not at all" in shown
    assert "Several days" not in shown
