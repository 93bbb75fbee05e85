"""Takes in what a phone kept without a signal: each entry once, in the course it was made in."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from clinic.access.models import User
from clinic.courses.models import Participant
from clinic.phone.views.answers import answers
from clinic.phone.views.doings import practice, technique_use
from clinic.phone.views.entry import Entry, NotAnEntry, Outcome

KINDS: dict[str, Callable[[Entry, Participant, User], Outcome]] = {
    "answers": answers,
    "practice": practice,
    "technique_use": technique_use,
}


def take_in(entry: Entry, *, by: User) -> Outcome:
    """Keep what the phone sends, in the course it was made in; ``NotAnEntry`` for a kind that is none."""
    if entry.kind not in KINDS:
        raise NotAnEntry(f"no kind {entry.kind}")
    participant = Participant.objects.own(by).filter(pk=entry.participant).first()
    if participant is None:
        return Outcome("refused", _("This was made in somebody else’s course."))
    return KINDS[entry.kind](entry, participant, by)
