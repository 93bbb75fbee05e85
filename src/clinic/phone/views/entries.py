"""Takes in what a phone kept without a signal: once each, in its own time, and never over another answer."""

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.forms import Form
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.access.models import User
from clinic.courses.models import Participant
from clinic.practice import actions as practices
from clinic.practice.forms.telling import LogForm
from clinic.practice.models import Practice
from clinic.questionnaires import actions as questionnaires
from clinic.questionnaires.alerting import tell_of_unkept
from clinic.questionnaires.conflicts import Place, check
from clinic.questionnaires.days import days_of, is_time
from clinic.questionnaires.models import MeasureRequest, Response, words
from clinic.techniques import actions as techniques
from clinic.techniques import playing
from clinic.techniques.forms.playing import UseForm
from clinic.ui.clocks import believed
from ipt.measures import asking
from ipt.therapy import exercises

HERE, THERE = "here", "there"  # which of two answers the person chose


class NotAnEntry(ValueError):
    """What was sent has no such shape; the message says what is wrong."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing somebody did on the phone: its own id, what it is, what it is about, and when."""

    id: UUID
    participant: UUID
    kind: str
    of: str
    at: datetime  # when it was made, as far as the phone's clock is believed
    fields: Mapping[str, Any]
    settled: str  # "", or the answer chosen in a conflict

    @classmethod
    def read(cls, body: bytes) -> "Entry":
        """Read one entry; ``NotAnEntry`` for what does not have its shape."""
        try:
            raw = _whole(json.loads(body))
            made_at = parse_datetime(raw["made_at"])
            if made_at is None or timezone.is_naive(made_at) or not isinstance(raw["fields"], dict):
                raise ValueError("made_at or fields")
            return cls(
                id=UUID(raw["id"]),
                participant=UUID(raw["participant"]),
                kind=str(raw["kind"]),
                of=str(raw["of"]),
                at=believed(made_at),
                fields=raw["fields"],
                settled=str(raw.get("settled", "")),
            )
        except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError) as wrong:
            raise NotAnEntry(str(wrong)) from wrong

    @property
    def texts(self) -> dict[str, str]:
        """The fields as a form posts them; what is no text or number is none."""
        plain = {name: value for name, value in self.fields.items() if isinstance(value, str | int | float)}
        return {str(name): str(value) for name, value in plain.items()}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an entry: ``kept``, a ``conflict`` with both answers, or ``refused`` with the reason."""

    state: str
    says: str | Promise = ""
    both: tuple[dict[str, str], ...] = ()
    then: str = ""  # a page that says what happens next


KEPT = Outcome("kept")
_KEPT_OTHERWISE = Outcome(
    "refused", gettext_lazy("This was kept before, and said something else. What was kept stands.")
)


def take_in(entry: Entry, *, by: User) -> Outcome:
    """Keep what the phone sends, in the course it was made in; ``NotAnEntry`` for a kind that is none."""
    if entry.kind not in KINDS:
        raise NotAnEntry(f"no kind {entry.kind}")
    participant = Participant.objects.own(by).filter(pk=entry.participant).first()
    if participant is None:
        return Outcome("refused", _("This was made in somebody else’s course."))
    return KINDS[entry.kind](entry, participant, by)


def answers(entry: Entry, participant: Participant, by: User) -> Outcome:
    """Answers to one set of questions. Risk is told at once, whatever becomes of the answers."""
    asked = _asked(entry, participant)
    if asked is None:
        return Outcome("refused", _("These questions are not on your list."))
    given = _given(entry, asked)
    then = reverse("questionnaires:sent", args=[asked.pk])
    if Response.objects.filter(participant=participant, pk=entry.id).exists():
        return Outcome("kept")  # it came before, and was kept as answers of their own
    if asked.withdrawn_at:
        tell_of_unkept(asked=asked, given=given, by=by)
        return Outcome(
            "refused", _("These questions were taken back meanwhile. They need no answers."), then=then
        )
    if asked.sent:
        return _sent_before(entry, asked, given, by, then)
    day = days_of([asked], participant.course)[asked]
    if not is_time(asked, day, timezone.localdate(entry.at)):
        _keep_apart(entry, asked, given, by)
        return Outcome("kept", _too_early(day))
    try:
        return _send(entry, asked, given, by, then)
    except questionnaires.AlreadySent:  # by another try of the same phone, a moment ago
        asked.refresh_from_db()
        return _sent_before(entry, asked, given, by, then)


def _send(
    entry: Entry, asked: MeasureRequest, given: dict[str, float | None], by: User, then: str
) -> Outcome:
    """Keep each answer and send them all, unless some were answered otherwise on another screen."""
    newest = asked.so_far.revision if asked.begun else 0
    seen = newest if entry.settled == HERE else _revision(entry)
    both = []
    for item, value in given.items():
        place = Place(page=entry.id.hex, device="phone")
        try:
            questionnaires.save_answer(asked=asked, item=item, value=value, revision=seen, place=place, by=by)
        except questionnaires.Conflict as conflict:
            if entry.settled != THERE:
                both.append(_both(asked, item, value, conflict.theirs["value"]))
    if both:
        tell_of_unkept(asked=asked, given=given, by=by)
        return Outcome("conflict", _("You answered this on another screen, too."), tuple(both))
    questionnaires.submit(asked=asked, by=by, way="phone", at=entry.at)
    return Outcome("kept", then=then)


def _sent_before(
    entry: Entry, asked: MeasureRequest, given: dict[str, float | None], by: User, then: str
) -> Outcome:
    """Sent already: the same is kept once; other answers are shown beside, and what was sent stands."""
    kept = dict(zip((item.id for item in asked.loaded.items), asked.response.answers or [], strict=False))
    differing = [item for item in kept if kept[item] != given.get(item)]
    if not differing or entry.settled == THERE:
        return Outcome("kept", then=then)
    tell_of_unkept(asked=asked, given=given, by=by)
    both = tuple(_both(asked, item, given.get(item), kept[item]) for item in differing)
    if entry.settled == HERE:
        _keep_apart(entry, asked, given, by)
        return Outcome("kept", then=then)
    return Outcome("conflict", _("Other answers to these questions were sent already."), both)


def _keep_apart(entry: Entry, asked: MeasureRequest, given: dict[str, float | None], by: User) -> None:
    """Keep answers of their own, with the time they were given: they are not those that were asked for."""
    questionnaires.enter_for_patient(
        participant=asked.participant,
        measure=asked.measure,
        answers=given,
        given_at=entry.at,
        way="phone",
        by=by,
        about=asked.about,
        id=entry.id,
    )


def _too_early(day: date) -> str:
    said = _(
        "You answered before it was time. Your answers are kept for the day you gave them, "
        "and the questions for %(day)s wait until then."
    )
    return said % {"day": date_format(day, "j F")}


def _asked(entry: Entry, participant: Participant) -> MeasureRequest | None:
    try:
        found = MeasureRequest.objects.filter(participant=participant, pk=UUID(entry.of))
    except ValueError as wrong:
        raise NotAnEntry("of") from wrong
    return found.select_related("participant__course", "so_far", "about").first()


def _given(entry: Entry, asked: MeasureRequest) -> dict[str, float | None]:
    """Each answer as a number; an empty one was left blank. ``NotAnEntry`` for what is no answer."""
    given: dict[str, float | None] = {}
    for item in asked.loaded.items:
        said = entry.fields.get(item.id, "")
        try:
            given[item.id] = None if said in ("", None) else _number(said)
        except (TypeError, ValueError, OverflowError) as wrong:
            raise NotAnEntry(item.id) from wrong
    try:
        for name, value in given.items():
            check(asked.loaded, name, value)
    except ValueError as wrong:
        raise NotAnEntry(str(wrong)) from wrong
    row = asking.as_row(asked.loaded, given)  # without what these answers do not call for
    return dict(zip(given, row, strict=True))


def _number(said: Any) -> float:
    number = float(said)
    if not math.isfinite(number):
        raise ValueError("no number")
    return number


def _revision(entry: Entry) -> int:
    said = str(entry.fields.get("revision", "0"))
    return int(said) if said.isdecimal() and len(said) < 10 else 0


def _both(asked: MeasureRequest, item: str, here: float | None, there: float | None) -> dict[str, str]:
    one = next(one for one in asked.loaded.items if one.id == item)
    blank = _("left blank")
    return {
        "question": one.label,
        "here": words(one, here) or blank,
        "there": words(one, there) or blank,
    }


def practice(entry: Entry, participant: Participant, by: User) -> Outcome:
    """How a practice went: on the day that was named, or else on which it was written."""
    agreed = _own(Practice, entry, participant)
    if agreed is None:
        return Outcome("refused", _("This practice is not on your list."))
    zone = ZoneInfo(participant.service.time_zone)
    written_on = timezone.localtime(entry.at, zone).date()
    named = entry.texts.get("on", "").strip()
    said = {**entry.texts, "id": str(entry.id), "on": named or written_on.isoformat()}
    form = LogForm(_as_post(said), today=timezone.localdate(timezone=zone), readers="")
    if not form.is_valid():
        raise NotAnEntry(_wrong(form))
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
        raise NotAnEntry("of") from wrong
    began_at = entry.texts.get("began_at") or entry.at.isoformat()
    form = UseForm(
        _as_post({**entry.texts, "id": str(entry.id), "began_at": began_at}),
        exercise=exercise,
        offered=exercise.forms,
        people=playing.people_for(exercise, participant),
        together=False,
    )
    if not form.is_valid():
        raise NotAnEntry(_wrong(form))
    about = {"participant": participant, "technique": exercise.technique, "exercise": exercise.id, "by": by}
    try:
        techniques.record_use(**about, **form.facts())
    except techniques.AlreadyKept:
        return _KEPT_OTHERWISE
    return KEPT


def _wrong(form: Form) -> str:
    """What is wrong, as the form's own page says it."""
    return " ".join(str(says) for errors in form.errors.values() for says in errors)


def _own(model: Any, entry: Entry, participant: Participant) -> Any:
    """The patient's own row that an entry is about; ``NotAnEntry`` for what is no id."""
    try:
        return model.objects.filter(participant=participant, pk=UUID(entry.of)).first()
    except ValueError as wrong:
        raise NotAnEntry("of") from wrong


def _whole(raw: Any) -> Any:
    """The same without halves of characters, which a text that was cut can end in and nothing can keep."""
    return json.loads(json.dumps(raw, ensure_ascii=False).encode(errors="replace"))


def _as_post(said: Mapping[str, str]) -> QueryDict:
    """What a page would have posted, so that the page's own form checks it."""
    data = QueryDict(mutable=True)
    data.update(said)
    return data


KINDS: dict[str, Callable[[Entry, Participant, User], Outcome]] = {
    "answers": answers,
    "practice": practice,
    "technique_use": technique_use,
}
