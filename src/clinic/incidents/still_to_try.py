"""The lines that were agreed to be tried and not told of yet, as far as they are open."""

from django.db.models import Exists, OuterRef

from clinic.courses.models import Participant
from clinic.incidents.models import Account, TriedForReal
from clinic.inventory.models import Relationship
from clinic.safety.lock import closed_with, known
from ipt.relationships.fear_and_violence import Act


def still_to_try(participant: Participant) -> list[TriedForReal]:
    """The newest line of each incident, unless somebody who was there is closed; seven queries at most."""
    later = TriedForReal.objects.filter(incident=OuterRef("incident"), version__gt=OuterRef("version"))
    agreed = TriedForReal.objects.filter(incident__participant=participant, how="").exclude(Exists(later))
    lines = list(agreed.order_by("agreed_for"))
    if not lines:
        return []
    accounts = Account.objects.newest().filter(incident__in=[line.incident_id for line in lines])
    there = {one.incident_id: {person.pk for person in one.people} for one in accounts.with_lines()}
    them = known(Relationship.objects.filter(pk__in=set().union(*there.values())))
    closed = {person.pk for person in them if closed_with(Act.TRY_FOR_REAL, person)}
    return [line for line in lines if not there[line.incident_id] & closed]
