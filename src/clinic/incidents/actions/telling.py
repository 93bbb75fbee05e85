"""Keeps an incident as the next version, and other words for its lines."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction

from clinic.access.meanwhile import insist_newest
from clinic.access.models import User
from clinic.courses.models import Participant
from clinic.incidents.actions.versions import next_version
from clinic.incidents.models import Account, Incident, Rewrite, Turn
from clinic.inventory.models import Relationship
from ipt.relationships.communication import codes


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
    seen: int | None = None,
    **facts: Any,
) -> Account:
    """Keep the next version of an incident, after the one ``seen``; the ones before stay as they were."""
    Incident.objects.select_for_update().get(pk=incident.pk)
    insist_newest(seen, incident.accounts.count())
    account = next_version(
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
def rewrite_lines(
    *, incident: Incident, words: Mapping[int, str], by: User, seen: int | None = None
) -> list[Rewrite]:
    """Keep other words for lines, by their number; ``seen`` is how many rewrites there were to follow."""
    Incident.objects.select_for_update().get(pk=incident.pk)
    insist_newest(seen, incident.rewrites.count())
    return [
        next_version(Rewrite, "rewrote a line", by, incident=incident, turn_number=number, words=line)
        for number, line in words.items()
    ]
