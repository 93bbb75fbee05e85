"""With whom something can be practised: nobody who has died, and nobody with whom there is no contact."""

from typing import Any

from django.db.models import Q, QuerySet

from clinic.courses.models import Participant

OUT_OF_REACH = Q(died_year__isnull=False) | Q(category="deceased") | Q(estranged=True)


def within_reach(participant: Participant, *, already: Any = None) -> QuerySet[Any]:
    """The people of the inventory who can be met now; ``already``: the key of one who was agreed on before.

    Somebody who was agreed on stays in the choice, so that the next version of it changes nobody silently.
    """
    return participant.relationships.filter(~OUT_OF_REACH | Q(pk=already))
