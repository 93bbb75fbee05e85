"""Raises alerts, sees, reviews, escalates and closes them."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from clinic.access.models import User
from clinic.audit.actions import record, take_turn
from clinic.courses.models import Participant
from clinic.safety import hours
from clinic.safety.models import Alert, RiskReview
from clinic.signals.actions import call_for_risk
from ipt.therapy import alert_thread


@transaction.atomic
def raise_alert(
    *,
    participant: Participant,
    reason: str,
    answer: str,
    severity: int,
    response_id: Any,
    at: datetime,
    by: User | None,
    learnt_at: datetime | None = None,
    help_shown: bool | None = None,
) -> Alert:
    """Ask the therapist to look at a worrying answer, given at ``at`` and known since ``learnt_at``."""
    learnt_at = learnt_at or timezone.now()
    listed = alert_thread.listed(at, learnt_at)
    review = None if listed else _review_it_joins(participant, reason, severity, learnt_at)
    due_at = _due_at(participant, learnt_at, review, listed)
    alert = Alert.objects.create(
        service_id=participant.service_id,
        course=participant.course,
        participant=participant,
        reason=reason,
        answer=answer,
        severity=severity,
        response_id=response_id,
        answered_at=at,
        raised_at=learnt_at,
        due_at=due_at,
        escalates_at=None if listed else due_at,
        help_shown=_is_patient(participant, by) if help_shown is None else help_shown,
        listed=listed,
        owner=participant.course.therapist,
        joins_id=review.alert.thread if review and review.alert else None,
    )
    record(by=by, did="raised an alert", on=alert, due_at=due_at.isoformat(), listed=listed)
    return alert


def _is_patient(participant: Participant, by: User | None) -> bool:
    """Whether the patient answered on a page of their own, which shows crisis help before anything else."""
    return by is not None and by.pk == participant.patient.user_id


def _review_it_joins(
    participant: Participant, reason: str, severity: int, learnt_at: datetime
) -> RiskReview | None:
    """The last review, when it answered the same question and still holds for an answer like this."""
    review = RiskReview.objects.of(participant).filter(reviewed_at__lte=learnt_at).first()
    if review is None or review.alert is None or review.alert.reason != reason:
        return None
    thread = Alert.objects.repeats_of(review.alert).filter(raised_at__lte=review.reviewed_at)
    highest = max(thread.values_list("severity", flat=True), default=-1)
    covered = alert_thread.Reviewed(highest, review.level, review.review_by)
    today = learnt_at.astimezone(ZoneInfo(participant.service.time_zone)).date()
    return review if alert_thread.joins(severity, covered, today) else None


def _due_at(
    participant: Participant, learnt_at: datetime, review: RiskReview | None, listed: bool
) -> datetime:
    """An hour of working time, unless somebody has looked already or the answer is old."""
    service = participant.service
    if listed:
        return learnt_at + alert_thread.LISTED_AFTER
    soon = hours.after_working(service, learnt_at, service.alert_minutes)
    if review is None or review.review_by is None:
        return soon
    next_session = learnt_at + alert_thread.ACKNOWLEDGE_WITHIN
    return max(soon, min(next_session, hours.closes_on(service, review.review_by)))


@transaction.atomic
def see(*, alert: Alert, by: User, at: datetime | None = None) -> Alert:
    """Somebody has looked at an alert; the first to do so counts."""
    take_turn(alert.service_id)  # a review has it when it comes to its alerts
    alert = Alert.objects.select_for_update().get(pk=alert.pk)
    if alert.seen_at is None:
        alert.seen_at, alert.seen_by = at or timezone.now(), by
        alert.save(update_fields=["seen_at", "seen_by"])
        record(by=by, did="saw an alert", on=alert)
    return alert


@transaction.atomic
def review_risk(
    *,
    participant: Participant,
    level: int,
    action: str,
    by: User,
    alert: Alert | None = None,
    ticked: dict[str, list[str]] | None = None,
    thoughts: str = "",
    plan: str = "",
    means: str = "",
    intent: str = "",
    protection: str = "",
    review_by: date | None = None,
    at: datetime | None = None,
) -> RiskReview:
    """Keep a clinician's review: what was said, and the level and action they chose."""
    at = at or timezone.now()
    review = RiskReview.objects.create(
        service_id=participant.service_id,
        participant=participant,
        alert=alert,
        ticked=ticked or {},
        thoughts=thoughts,
        plan=plan,
        means=means,
        intent=intent,
        protection=protection,
        level=level,
        action=action,
        review_by=review_by,
        reviewed_by=by,
        reviewed_at=at,
    )
    record(by=by, did="reviewed risk", on=review, course_id=participant.course_id, level=level)
    if alert is None:  # what an answer showed has its alert already
        call_for_risk(participant=participant, levels=RiskReview.objects.levels(participant), at=at, by=by)
    for covered in _open_in_thread(alert):
        _act_on(see(alert=covered, by=by, at=at), action, at)
    return review


def _open_in_thread(alert: Alert | None) -> list[Alert]:
    return list(Alert.objects.open().repeats_of(alert)) if alert else []


def _act_on(alert: Alert, action: str, at: datetime) -> None:
    alert.acted_at, alert.action = at, action
    alert.save(update_fields=["acted_at", "action"])


@transaction.atomic
def close_alert(*, alert: Alert, action: str, by: User, at: datetime | None = None) -> Alert:
    """Close an alert with what was done; without an action it stays open."""
    if not action.strip():
        raise ValueError("An alert is closed with what was done.")
    at = at or timezone.now()
    alert = see(alert=alert, by=by, at=at)
    if alert.closed_at is None:
        alert.acted_at = alert.acted_at or at
        alert.action, alert.closed_at, alert.closed_by = action.strip(), at, by
        alert.save(update_fields=["acted_at", "action", "closed_at", "closed_by"])
        record(by=by, did="closed an alert", on=alert)
    return alert


@transaction.atomic
def review_and_close(*, alert: Alert, action: str, by: User, **review: Any) -> Alert:
    """Keep a review of an alert and close it with what was done, both or neither."""
    review_risk(participant=alert.participant, alert=alert, action=action, by=by, **review)
    return close_alert(alert=alert, action=action, by=by)


def escalate_overdue(now: datetime | None = None) -> int:
    """Tell the next person about every alert that nobody has seen in time; says how many."""
    now = now or timezone.now()
    return _escalate_all(now) if Alert.objects.overdue(now).exists() else 0


@transaction.atomic
def _escalate_all(now: datetime) -> int:
    for service in (
        Alert.objects.overdue(now).order_by("service").values_list("service", flat=True).distinct()
    ):
        take_turn(service)  # before its alerts, as in `see`
    overdue = Alert.objects.select_for_update(of=("self",)).overdue(now)
    late = list(overdue.with_people())
    for alert in late:
        _escalate(alert, now)
    return len(late)


def _escalate(alert: Alert, now: datetime) -> None:
    to = alert.goes_to
    alert.escalates_at = hours.after_working(alert.service, now, alert.service.alert_minutes)
    if to == "supervisor":
        alert.to_supervisor_at = now
    elif to == "lead":
        alert.to_lead_at, alert.escalates_at = now, None
    # with nobody to tell it is asked again later: a lead may have been named by then
    alert.save(update_fields=["escalates_at", "to_supervisor_at", "to_lead_at"])
    record(by=None, did="escalated an alert", on=alert, to=to)
