"""Keeps incidents and decisions as the next version; records rehearsals, and what was tried for real."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from clinic.access.models import User
from clinic.audit.actions import record
from clinic.courses.models import Participant
from clinic.incidents.models import (
    Account,
    Decision,
    Incident,
    Rewrite,
    RolePlay,
    TriedForReal,
    Turn,
    Weighing,
)
from clinic.inventory.models import Relationship
from clinic.safety.lock import insist_open
from ipt.relationships.communication import codes
from ipt.relationships.fear_and_violence import Act


@transaction.atomic
def tell_incident(*, participant: Participant, by: User, **told: Any) -> Account:
    """Keep an incident for the first time."""
    incident = Incident.objects.create(service_id=participant.service_id, participant=participant)
    return retell_incident(incident=incident, by=by, **told)


@transaction.atomic
def retell_incident(
    *,
    incident: Incident,
    relationship: Relationship,
    on: date,
    turns: Iterable[dict[str, Any]],
    by: User,
    also_there: Iterable[Relationship] = (),
    **facts: Any,
) -> Account:
    """Keep the next version of an incident; the ones before stay as they were."""
    Incident.objects.select_for_update().get(pk=incident.pk)  # two at once become two versions
    account = _next(
        Account,
        "went through an incident",
        by,
        incident=incident,
        relationship=relationship,
        on=on,
        **facts,
    )
    account.also_there.set(one for one in also_there if one != relationship)
    _keep_turns(account, turns)
    return account


def _keep_turns(account: Account, turns: Iterable[dict[str, Any]]) -> None:
    """Keep the lines in order; a line that was there before keeps its number, a new one gets the next."""
    known = set(Turn.objects.filter(account__incident=account.incident_id).values_list("number", flat=True))
    following = max(known, default=0) + 1
    rows = []
    for place, given in enumerate(turns, 1):
        number = given.get("number") if given.get("number") in known else None
        rows.append(_turn(account, place, number or following, given))
        following += number is None
    if not rows:
        raise ValueError("an incident has at least one line")
    Turn.objects.bulk_create(rows)


def _turn(account: Account, place: int, number: int, given: dict[str, Any]) -> Turn:
    unknown = set(given.get("failures", ())) - {code.id for code in codes().failures}
    if unknown:
        raise ValueError(f"no failure code {', '.join(sorted(unknown))}")
    words = {name: value for name, value in given.items() if name != "number"}
    return Turn(service_id=account.service_id, account=account, place=place, number=number, **words)


@transaction.atomic
def rewrite_line(*, incident: Incident, turn_number: int, words: str, by: User) -> Rewrite:
    """Keep other words for a line, as the next version."""
    Incident.objects.select_for_update().get(pk=incident.pk)
    return _next(Rewrite, "rewrote a line", by, incident=incident, turn_number=turn_number, words=words)


@transaction.atomic
def record_role_play(
    *,
    account: Account,
    by: User,
    swapped: bool = False,
    confidence_before: int | None = None,
    confidence_after: int | None = None,
    learnt: str = "",
    session_number: int | None = None,
) -> RolePlay:
    """Record one run; refused while the work with anybody in the incident is closed."""
    insist_open(Act.REHEARSE, account.people)
    played = RolePlay.objects.create(
        service_id=account.service_id,
        account=account,
        swapped=swapped,
        confidence_before=confidence_before,
        confidence_after=confidence_after,
        learnt=learnt,
        session_number=session_number,
        played_at=timezone.now(),
        recorded_by=by,
    )
    record(by=by, did="played an incident", on=played, course_id=_course(account.incident))
    return played


@transaction.atomic
def withdraw_role_play(*, role_play: RolePlay, by: User) -> None:
    """Take a record of a run back; it stays and can be put back."""
    role_play.withdrawn_at = timezone.now()
    role_play.save(update_fields=["withdrawn_at"])
    record(by=by, did="took a role play back", on=role_play, course_id=_course(role_play.account.incident))


@transaction.atomic
def put_role_play_back(*, role_play: RolePlay, by: User) -> None:
    """Undo taking it back."""
    role_play.withdrawn_at = None
    role_play.save(update_fields=["withdrawn_at"])
    record(by=by, did="put a role play back", on=role_play, course_id=_course(role_play.account.incident))


@transaction.atomic
def agree_to_try(*, incident: Incident, agreed_for: date, line: str, by: User) -> TriedForReal:
    """Agree on a day and a line to try for real; refused while the work with anybody in it is closed."""
    Incident.objects.select_for_update().get(pk=incident.pk)
    account = incident.accounts.select_related("relationship").first()
    insist_open(Act.TRY_FOR_REAL, account.people)
    return _next(
        TriedForReal, "agreed to try a line", by, incident=incident, agreed_for=agreed_for, line=line
    )


@transaction.atomic
def tell_try(*, incident: Incident, how: str, by: User, what_happened: str = "") -> TriedForReal:
    """Keep what came of the last line agreed on; telling what happened is never closed."""
    Incident.objects.select_for_update().get(pk=incident.pk)
    agreed = incident.tries.first()
    if agreed is None:
        raise ValueError("nothing was agreed to be tried")
    told = {"agreed_for": agreed.agreed_for, "line": agreed.line, "how": how, "what_happened": what_happened}
    return _next(TriedForReal, "told what came of a try", by, incident=incident, **told)


@transaction.atomic
def begin_decision(*, participant: Participant, by: User, **weighed: Any) -> Weighing:
    """Keep a decision for the first time."""
    decision = Decision.objects.create(service_id=participant.service_id, participant=participant)
    return weigh(decision=decision, by=by, **weighed)


@transaction.atomic
def weigh(
    *, decision: Decision, options: list[dict[str, str]], by: User, choice: int | None = None, **facts: Any
) -> Weighing:
    """Keep the next version of a decision; the choice is the patient's, and the program makes none."""
    if choice is not None and not 0 <= choice < len(options):
        raise ValueError("a choice is one of the options")
    Decision.objects.select_for_update().get(pk=decision.pk)
    return _next(
        Weighing, "weighed a decision", by, decision=decision, options=options, choice=choice, **facts
    )


def _course(of: Incident | Decision) -> Any:
    return of.participant.course_id


def _next(model: Any, act: str, by: User, **content: Any) -> Any:
    """Write the next version of what an incident or a decision has; a line counts its own versions."""
    whole = {name: content[name] for name in ("incident", "decision", "turn_number") if name in content}
    belongs_to = whole.get("incident") or whole["decision"]
    row = model.objects.create(
        service_id=belongs_to.service_id,
        version=model.objects.filter(**whole).count() + 1,
        written_by=by,
        written_at=timezone.now(),
        **content,
    )
    record(by=by, did=act, on=row, course_id=_course(belongs_to), version=row.version)
    return row
