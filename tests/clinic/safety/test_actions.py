"""Alerts from the answer to the closing, and what is kept of it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from clinic.access.actions import add_member
from clinic.access.roles import Role
from clinic.audit.models import AuditEvent
from clinic.safety import actions
from clinic.safety.models import Alert
from tests.conftest import NOW
from tests.factories import Case

REASON = "PHQ-9, item 9: thoughts of being better off dead"


def raised(case: Case, severity: int = 1, at: datetime = NOW, **given: Any) -> Alert:
    words = ("Not at all", "Several days", "More than half the days", "Nearly every day")
    return actions.raise_alert(
        **{
            "participant": case.participant,
            "reason": REASON,
            "answer": words[severity],
            "severity": severity,
            "response_id": None,
            "at": at,
            "learnt_at": at,
            "by": case.patient.user,
            **given,
        }
    )


def reviewed(case: Case, alert: Alert, level: int = 1, **given: Any) -> Any:
    return actions.review_risk(
        **{
            "participant": case.participant,
            "alert": alert,
            "thoughts": "Passing thoughts, mostly at night.",
            "level": level,
            "action": "Talked it through by telephone; plan made.",
            "review_by": date(2026, 11, 26),
            "by": case.therapist,
            "at": alert.raised_at,
            **given,
        }
    )


def with_lead(case: Case) -> Any:
    return add_member(
        service=case.service, name="Ada Roth", email="lead@clinic.example", role=Role.LEAD, by=None
    )


def audited(alert: Alert) -> list[str]:
    return list(AuditEvent.objects.filter(on_id=str(alert.pk)).order_by("seq").values_list("did", flat=True))


def test_an_alert_goes_to_the_therapist_with_an_hour_of_working_time(case):
    alert = raised(case)
    assert (alert.owner, alert.due_at) == (case.therapist, NOW + timedelta(hours=1))
    assert alert.escalates_at == alert.due_at
    assert alert.joins is None
    assert not alert.listed


def test_an_alert_at_night_is_due_an_hour_after_work_begins(case):
    alert = raised(case, at=datetime(2026, 11, 11, 21, 40, tzinfo=UTC))
    assert alert.due_at == datetime(2026, 11, 12, 10, 0, tzinfo=UTC)


def test_an_answer_on_paper_is_due_from_when_it_became_known(case):
    alert = raised(case, at=NOW - timedelta(days=3), learnt_at=NOW)
    assert alert.answered_at == NOW - timedelta(days=3)
    assert (alert.raised_at, alert.due_at) == (NOW, NOW + timedelta(hours=1))


def test_an_old_answer_is_listed_and_calls_nobody(case):
    alert = raised(case, at=NOW - timedelta(days=15), learnt_at=NOW)
    assert alert.listed
    assert actions.escalate_overdue(NOW + timedelta(days=90)) == 0
    assert alert in Alert.objects.waiting_for(case.therapist)


def test_a_repeat_no_higher_joins_a_review_in_date(case):
    first = raised(case, severity=2)
    reviewed(case, first)
    again = raised(case, severity=2, at=NOW + timedelta(days=5))
    assert again.joins == first
    assert again.due_at == datetime(2026, 11, 24, 13, 0, tzinfo=UTC)  # by the next weekly session


def test_a_repeat_is_due_no_later_than_its_review(case):
    first = raised(case)
    reviewed(case, first, review_by=date(2026, 11, 19))
    again = raised(case, at=NOW + timedelta(days=5))
    assert again.due_at == datetime(2026, 11, 19, 17, 0, tzinfo=UTC)


def test_a_third_answer_joins_the_same_thread(case):
    first = raised(case)
    reviewed(case, first)
    second = raised(case, at=NOW + timedelta(days=3))
    third = raised(case, at=NOW + timedelta(days=6))
    assert (second.joins, third.joins) == (first, first)


@pytest.mark.parametrize(
    ("severity", "given"),
    [
        (2, {}),  # higher
        (1, {"review_by": date(2026, 11, 12)}),  # the review has run out
        (1, {"review_by": None}),  # it never said how long it holds
        (1, {"level": 3}),  # a plan, means or intent were found
    ],
)
def test_a_higher_answer_or_one_without_a_review_that_holds_stands_on_its_own(case, severity, given):
    reviewed(case, raised(case), **given)
    again = raised(case, severity=severity, at=NOW + timedelta(days=1))
    assert again.joins is None
    assert again.due_at == NOW + timedelta(days=1, hours=1)


def test_a_repeat_of_an_alert_that_nobody_reviewed_stands_on_its_own(case):
    actions.see(alert=raised(case), by=case.therapist)
    assert raised(case, at=NOW + timedelta(minutes=5)).joins is None


def test_an_answer_to_another_question_stands_on_its_own(case):
    reviewed(case, raised(case))
    other = raised(case, reason="CORE-10, item 6: plans to end my life", at=NOW + timedelta(days=1))
    assert other.joins is None


def test_the_first_to_see_an_alert_counts(case):
    alert = raised(case)
    actions.see(alert=alert, by=case.therapist)
    actions.see(alert=alert, by=case.supervisor, at=NOW + timedelta(hours=1))
    alert.refresh_from_db()
    assert (alert.seen_by, alert.seen_at) == (case.therapist, NOW)
    assert audited(alert) == ["raised an alert", "saw an alert"]


def test_a_review_sees_and_acts_on_every_open_alert_of_its_thread(case):
    first = raised(case)
    reviewed(case, first)
    again = raised(case, at=NOW + timedelta(days=3))
    reviewed(case, again)
    for alert in Alert.objects.all():
        assert alert.seen_by == case.therapist
        assert alert.acted_at
        assert alert.closed_at is None


def test_an_alert_nobody_has_seen_goes_to_the_supervisor_and_then_to_the_lead(case):
    with_lead(case)
    alert = raised(case)
    assert actions.escalate_overdue(NOW + timedelta(minutes=59)) == 0
    assert actions.escalate_overdue(NOW + timedelta(minutes=60)) == 1
    assert actions.escalate_overdue(NOW + timedelta(minutes=61)) == 0
    alert.refresh_from_db()
    assert alert.to_supervisor_at == NOW + timedelta(minutes=60)
    assert actions.escalate_overdue(NOW + timedelta(minutes=120)) == 1
    assert actions.escalate_overdue(NOW + timedelta(days=30)) == 0
    alert.refresh_from_db()
    assert alert.to_lead_at == NOW + timedelta(minutes=120)
    assert audited(alert) == ["raised an alert", "escalated an alert", "escalated an alert"]


def test_an_alert_that_was_seen_does_not_escalate(case):
    actions.see(alert=raised(case), by=case.therapist)
    assert actions.escalate_overdue(NOW + timedelta(days=30)) == 0


def test_a_repeat_that_nobody_acknowledges_escalates_as_well(case):
    reviewed(case, raised(case))
    again = raised(case, at=NOW + timedelta(days=1))
    assert actions.escalate_overdue(again.due_at - timedelta(minutes=1)) == 0
    assert actions.escalate_overdue(again.due_at) == 1


def test_without_anybody_to_tell_an_alert_is_tried_again(case):
    case.course.supervisor = None
    case.course.save(update_fields=["supervisor"])
    alert = raised(case)
    actions.escalate_overdue(NOW + timedelta(hours=1))
    alert.refresh_from_db()
    assert alert.escalated_at is None
    with_lead(case)
    actions.escalate_overdue(NOW + timedelta(hours=2))
    alert.refresh_from_db()
    assert alert.to_lead_at == NOW + timedelta(hours=2)


def test_an_alert_is_closed_only_with_what_was_done(case):
    alert = raised(case)
    with pytest.raises(ValueError, match="what was done"):
        actions.close_alert(alert=alert, action="  ", by=case.therapist)
    actions.close_alert(alert=alert, action="Rang; plan made.", by=case.therapist)
    alert.refresh_from_db()
    assert (alert.seen_at, alert.acted_at, alert.closed_at) == (NOW, NOW, NOW)
    assert audited(alert)[-1] == "closed an alert"


def test_the_database_refuses_an_alert_closed_by_nobody(case):
    alert = raised(case)
    with pytest.raises(IntegrityError), transaction.atomic():
        Alert.objects.filter(pk=alert.pk).update(closed_at=NOW)


def test_nothing_but_a_person_closes_an_alert(case):
    with_lead(case)
    alert = raised(case)
    for day in range(60):
        actions.escalate_overdue(NOW + timedelta(days=day))
    assert alert in Alert.objects.open()


def test_what_was_reviewed_or_is_merely_listed_does_not_press(case):
    pressing = raised(case)
    raised(case, reason="CORE-10 item 6", at=NOW - timedelta(days=30), learnt_at=NOW)
    assert list(Alert.objects.waiting_for(case.therapist).pressing()) == [pressing]
    reviewed(case, pressing)
    assert not Alert.objects.waiting_for(case.therapist).pressing().exists()
    assert Alert.objects.waiting_for(case.therapist).count() == 2


def test_a_safety_plan_is_never_changed_but_written_anew(case):
    first = actions.write_safety_plan(
        participant=case.participant, by=case.therapist, warning_signs="I stop eating."
    )
    second = actions.write_safety_plan(
        participant=case.participant, by=case.supervisor, warning_signs="I stop eating and answering."
    )
    first.refresh_from_db()
    assert (first.version, second.version) == (1, 2)
    assert first.warning_signs == "I stop eating."
