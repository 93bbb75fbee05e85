"""What a patient may practise alone now; asked anew each time, for the work with somebody may be closed."""

from clinic.courses.models import Participant
from clinic.incidents.actions import still_open
from clinic.incidents.actions.alone import today
from clinic.incidents.models import LinesGiven, SharedRecording


def standing(participant: Participant) -> list[LinesGiven]:
    """The lines that are open, the soonest to end first; one query more when there are none."""
    found = list(participant.lines_given.standing(today(participant)).with_people().order_by("until"))
    for one in found:
        one.participant = participant
    return still_open(found) if found else []


def is_open(given: LinesGiven) -> bool:
    """Whether these lines may be practised now."""
    if given.put_away_at is not None or given.until < today(given):
        return False
    return bool(still_open([given]))


def recordings(participant: Participant) -> list[SharedRecording]:
    """What was shared and is still there; without the sound."""
    return list(participant.shared_recordings.filter(deleted_at=None).defer("sealed"))
