"""Keeps a decision as the next version; the choice is the patient's."""

from typing import Any

from django.db import transaction

from clinic.access.meanwhile import insist_newest
from clinic.access.models import User
from clinic.courses.models import Participant
from clinic.incidents.actions.versions import next_version
from clinic.incidents.models import Decision, Weighing


@transaction.atomic
def begin_decision(*, participant: Participant, by: User, **weighed: Any) -> Weighing:
    """Keep a decision for the first time."""
    decision = Decision.objects.create(service_id=participant.service_id, participant=participant)
    return weigh(decision=decision, by=by, **weighed)


@transaction.atomic
def weigh(
    *,
    decision: Decision,
    options: list[dict[str, str]],
    by: User,
    choice: int | None = None,
    seen: int | None = None,
    **facts: Any,
) -> Weighing:
    """Keep the next version of a decision, after the one ``seen``; the choice is the patient's alone."""
    if choice is not None and not 0 <= choice < len(options):
        raise ValueError("a choice is one of the options")
    Decision.objects.select_for_update().get(pk=decision.pk)
    insist_newest(seen, decision.weighings.count())
    return next_version(
        Weighing, "weighed a decision", by, decision=decision, options=options, choice=choice, **facts
    )
