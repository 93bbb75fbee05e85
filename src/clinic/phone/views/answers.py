"""Takes in answers to a set of questions: once, in their own time, and never over another answer."""

import math
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from clinic.access.models import User
from clinic.courses.models import Participant
from clinic.phone.views.entry import KEPT, Entry, NotAnEntry, Outcome
from clinic.questionnaires import actions as questionnaires
from clinic.questionnaires.alerting import tell_of_unkept
from clinic.questionnaires.conflicts import Place, check
from clinic.questionnaires.days import days_of, is_time
from clinic.questionnaires.models import MeasureRequest, Response, words
from ipt.measures import asking

HERE, THERE = "here", "there"  # which of two answers the person chose


def answers(entry: Entry, participant: Participant, by: User) -> Outcome:
    """Answers to one set of questions. Risk is told at once, whatever becomes of the answers."""
    asked = _asked(entry, participant)
    if asked is None:
        return Outcome("refused", _("These questions are not on your list."))
    given = _given(entry, asked)
    then = reverse("questionnaires:sent", args=[asked.pk])
    if Response.objects.filter(participant=participant, pk=entry.id).exists():
        return KEPT  # it came before, and was kept as answers of their own
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
        raise NotAnEntry(wrong) from wrong
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
