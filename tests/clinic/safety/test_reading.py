"""Who finds which alerts, and that nobody reads past the closed ones to find them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from clinic.access.roles import Role
from clinic.safety import actions
from clinic.safety.models import Alert
from tests import factories


@pytest.fixture
def alert(case):
    return actions.raise_alert(
        participant=case.participant, reason="PHQ-9 item 9", answer="Several days", severity=1,
        response_id=None, at=timezone.now(), by=None,
    )  # fmt: skip


def finds(user):
    return list(Alert.objects.waiting_for(user))


def test_an_alert_comes_to_its_owner_then_to_the_supervisor_then_to_the_lead(case, alert):
    lead, colleague = (factories.member(role, case.service) for role in (Role.LEAD, Role.THERAPIST))
    lead_elsewhere = factories.member(Role.LEAD)
    assert finds(case.therapist) == [alert]
    assert finds(case.supervisor) == finds(lead) == []
    actions.escalate_overdue(timezone.now() + timedelta(hours=1))
    assert finds(case.supervisor) == [alert]
    assert finds(lead) == []
    actions.escalate_overdue(timezone.now() + timedelta(hours=2))
    assert finds(case.therapist) == finds(case.supervisor) == finds(lead) == [alert]
    assert finds(colleague) == finds(lead_elsewhere) == []


def test_a_closed_alert_waits_for_nobody(case, alert):
    actions.close_alert(alert=alert, by=case.therapist, action="Spoke about it.")
    assert finds(case.therapist) == []


def test_whoever_left_the_service_finds_nothing(case, alert):
    case.therapist.memberships.update(left_on=timezone.localdate())
    assert finds(case.therapist) == []


def plan(rows):
    return rows.explain()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="small tables on PostgreSQL are read whole")
def test_alerts_are_found_by_indexes_over_the_open_ones(case):
    assert "USING INDEX alerts_nobody_saw" in plan(Alert.objects.overdue(timezone.now()))
    waiting = plan(Alert.objects.waiting_for(case.therapist))
    assert "SCAN safety_alert" not in waiting
    assert "USING INDEX open_alerts_of_a_course" in waiting
    assert "USING INDEX alerts_with_the_lead" in waiting
