"""Raises the alert that answers call for, from every way in."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from clinic.access.models import User
from clinic.courses.models import Participant
from clinic.questionnaires.conflicts import check
from clinic.questionnaires.models import AnswersSoFar, MeasureRequest
from clinic.safety.actions import raise_alert
from clinic.safety.models import Alert
from ipt.measures import risk
from ipt.measures.measure import Measure

PUT_DOWN_AFTER = timedelta(minutes=10)  # long enough to move a finger to another answer
LOOKS_BACK = timedelta(days=2)


def raise_for_risk(
    participant: Participant,
    measure: Measure,
    answers: list[float | None] | None,
    response_id: UUID,
    *,
    given_at: datetime,
    learnt_at: datetime | None,
    by: User | None,
) -> None:
    """One alert a response, however many of its items show risk; only a graver answer raises another."""
    found = risk.risk_items(measure, answers) if answers else ()
    if not found:
        return
    gravest = max(found, key=_severity)
    severity = _severity(gravest)
    if Alert.objects.filter(response_id=response_id, severity__gte=severity).exists():
        return
    raise_alert(
        participant=participant,
        reason=f"{measure.short_title} item {', '.join(one.item.number for one in found)}",
        answer=gravest.label,
        severity=severity,
        response_id=response_id,
        at=given_at,
        learnt_at=learnt_at,
        by=by,
    )


@transaction.atomic
def tell_of_unkept(*, asked: MeasureRequest, given: Mapping[str, float | None], by: User) -> None:
    """Raise the alert for answers that cannot be kept: sent, withdrawn or given elsewhere meanwhile."""
    for item, value in given.items():
        check(asked.loaded, item, value)
    row = [given.get(item.id) for item in asked.loaded.items]
    now = timezone.now()
    raise_for_risk(asked.participant, asked.loaded, row, asked.pk, given_at=now, learnt_at=now, by=by)


def tell_of_unconfirmed(now: datetime | None = None) -> int:
    """Raise the alert for an answer that was touched and never confirmed: the phone was put down there.

    Run by the worker. Returns how many forms were looked at; a form that has its alert raises no second one.
    """
    now = now or timezone.now()
    left = AnswersSoFar.objects.filter(asked__response=None, asked__withdrawn_at=None)
    left = left.filter(saved_at__lt=now - PUT_DOWN_AFTER, saved_at__gt=now - LOOKS_BACK)
    forms = list(left.select_related("asked__participant__course", "asked__participant__patient__user"))
    for form in forms:
        _tell_of(form, now)
    return len(forms)


@transaction.atomic
def _tell_of(form: AnswersSoFar, now: datetime) -> None:
    asked = form.asked
    row = [form.values.get(item.id) for item in asked.loaded.items]
    raise_for_risk(
        asked.participant,
        asked.loaded,
        row,
        asked.pk,
        given_at=form.saved_at,
        learnt_at=now,
        by=asked.participant.patient.user,
    )


def _severity(found: risk.RiskItem) -> int:
    """The answer's value; a question about this very moment weighs one more."""
    return int(found.answer) + found.item.acuity
