"""Takes in what was done: how a practice went, and an exercise alone."""

from collections.abc import Mapping
from uuid import UUID
from zoneinfo import ZoneInfo

from django.forms import Form
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.access.models import User
from clinic.courses.models import Participant
from clinic.phone.views.entry import KEPT, Entry, NotAnEntry, Outcome
from clinic.practice import actions as practices
from clinic.practice.forms.telling import LogForm
from clinic.practice.models import Practice
from clinic.techniques import actions as techniques
from clinic.techniques import playing
from clinic.techniques.forms.playing import UseForm
from ipt.therapy import exercises

_KEPT_OTHERWISE = Outcome(
    "refused", gettext_lazy("This was kept before, and said something else. What was kept stands.")
)


def practice(entry: Entry, participant: Participant, by: User) -> Outcome:
    """How a practice went: on the day that was named, or else on which it was written."""
    agreed = _agreed(entry, participant)
    if agreed is None:
        return Outcome("refused", _("This practice is not on your list."))
    zone = ZoneInfo(participant.service.time_zone)
    written_on = timezone.localtime(entry.at, zone).date()
    named = entry.texts.get("on", "").strip()
    said = {**entry.texts, "id": str(entry.id), "on": named or written_on.isoformat()}
    form = LogForm(_as_post(said), today=timezone.localdate(timezone=zone), readers="")
    if not form.is_valid():
        raise NotAnEntry("fields", _wrong(form))
    try:
        told = form.cleaned_data if named else {**form.cleaned_data, "on": None}
        practices.log_practice(practice=agreed, by=by, written_on=written_on, **told)
    except practices.TellsOtherwise:
        return _KEPT_OTHERWISE
    return KEPT


def technique_use(entry: Entry, participant: Participant, by: User) -> Outcome:
    """An exercise done alone; what happened is kept, and the same id once."""
    try:
        exercise = exercises.load(entry.of)
    except KeyError as wrong:
        raise NotAnEntry("of", _("Kith does not have this exercise any more.")) from wrong
    began_at = entry.texts.get("began_at") or entry.at.isoformat()
    form = UseForm(
        _as_post({**entry.texts, "id": str(entry.id), "began_at": began_at}),
        exercise=exercise,
        offered=exercise.forms,
        people=playing.people_for(exercise, participant),
        together=False,
    )
    if not form.is_valid():
        raise NotAnEntry("fields", _wrong(form))
    about = {"participant": participant, "technique": exercise.technique, "exercise": exercise.id, "by": by}
    try:
        techniques.record_use(**about, **form.facts())
    except techniques.AlreadyKept:
        return _KEPT_OTHERWISE
    return KEPT


def _wrong(form: Form) -> str:
    """What is wrong, as the form's own page says it."""
    return " ".join(str(says) for errors in form.errors.values() for says in errors)


def _agreed(entry: Entry, participant: Participant) -> Practice | None:
    try:
        found: Practice | None = Practice.objects.filter(participant=participant, pk=UUID(entry.of)).first()
    except ValueError as wrong:
        raise NotAnEntry("of") from wrong
    return found


def _as_post(said: Mapping[str, str]) -> QueryDict:
    """What a page would have posted, so that the page's own form checks it."""
    data = QueryDict(mutable=True)
    data.update(said)
    return data
