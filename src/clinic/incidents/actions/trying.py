"""Keeps what was agreed to be tried for real, and what came of it."""

from datetime import date

from django.db import transaction

from clinic.access.models import User
from clinic.incidents.actions.versions import next_version
from clinic.incidents.models import Incident, TriedForReal
from clinic.safety.lock import insist_open
from ipt.relationships.fear_and_violence import Act


@transaction.atomic
def agree_to_try(*, incident: Incident, agreed_for: date, line: str, by: User) -> TriedForReal:
    """Agree on a day and a line to try for real; refused while the work with anybody in it is closed."""
    Incident.objects.select_for_update().get(pk=incident.pk)
    account = incident.accounts.select_related("relationship").first()
    insist_open(Act.TRY_FOR_REAL, account.people)
    return next_version(
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
    return next_version(TriedForReal, "told what came of a try", by, incident=incident, **told)
