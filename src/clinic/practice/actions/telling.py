"""Keeps how a practice went, once however often it is sent; corrects it, takes it back, shares its note."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from uuid_utils.compat import uuid7

from clinic.access.meanwhile import insist_newest
from clinic.access.models import User
from clinic.audit.actions import record
from clinic.inventory.gathering import today_in
from clinic.practice.models import Practice, PracticeEntry, Telling
from clinic.practice.private import note_of, seal_note
from clinic.practice.words import HOW

AHEAD = dt.timedelta(days=1)  # a device may stand in a time zone where it is tomorrow already


class TellsOtherwise(Exception):
    """The id was used before, for other content; ``entry`` is what was kept, if it is this patient's."""

    def __init__(self, entry: PracticeEntry | None) -> None:
        super().__init__("an entry with this id says something else")
        self.entry = entry


@transaction.atomic
def log_practice(
    *,
    practice: Practice,
    how: str,
    by: User,
    id: UUID | None = None,
    on: dt.date | None = None,
    written_on: dt.date | None = None,
    **told: Any,
) -> tuple[PracticeEntry, bool]:
    """Keep how a practice went, and say whether that was new.

    ``id`` is minted by the device (a UUID of version 7) and makes sending the same twice one entry; the
    same id with other content is refused with ``TellsOtherwise``. Without ``on`` it is the day it was
    written on, or else today, where the service is. ``told`` may hold mood_before, mood_after, note,
    shared and session_number. It is taken whatever has become of the practice or the course meanwhile:
    what was written offline is not lost.
    """
    entry = PracticeEntry.objects.filter(pk=id).first() if id else None
    if entry is None:
        day = on or written_on or today_in(practice.participant)
        _check(how=how, on=day, today=today_in(practice.participant))
        entry, new = PracticeEntry.objects.get_or_create(  # the same id twice at once waits here
            pk=id or uuid7(),
            defaults={
                "service_id": practice.service_id,
                "practice": practice,
                "participant": practice.participant,
            },
        )
        if new:
            _tell(entry, 1, "told how a practice went", by, {"how": how, "on": day, **told})
            return entry, True
    _insist_the_same(entry, practice, {"how": how, "on": on, **told})
    return entry, False


def _insist_the_same(entry: PracticeEntry, practice: Practice, told: dict[str, Any]) -> None:
    """Whether the same is sent again is told by the first version, whatever was corrected since."""
    if entry.participant_id != practice.participant_id:
        raise TellsOtherwise(None)
    first = entry.tellings.last()
    kept = {
        "how": first.how,
        "on": first.on,
        "mood_before": first.mood_before,
        "mood_after": first.mood_after,
        "note": note_of(first),
        "shared": first.shared,
    }
    sent = {
        "mood_before": None,
        "mood_after": None,
        **told,
        "on": told["on"] or first.on,
        "note": told.get("note", ""),
        "shared": bool(told.get("shared") and told.get("note")),
    }
    if entry.practice_id != practice.pk or any(sent[name] != kept[name] for name in kept):
        raise TellsOtherwise(entry)


@transaction.atomic
def correct_entry(
    *, entry: PracticeEntry, by: User, how: str, on: dt.date, seen: int | None = None, **told: Any
) -> Telling:
    """Keep how it went otherwise as the next version; the ones before stay as they were."""
    PracticeEntry.objects.select_for_update().get(pk=entry.pk)
    _check(how=how, on=on, today=today_in(entry.participant))
    newest = entry.tellings.first()
    insist_newest(seen, newest.version)
    return _tell(entry, newest.version + 1, "corrected an entry", by, {"how": how, "on": on, **told})


@transaction.atomic
def share_note(*, entry: PracticeEntry, by: User) -> Telling:
    """Let the note of this one entry be read by those who see the course."""
    return _again(entry, by, did="shared a note", shared=True)


@transaction.atomic
def keep_note_private(*, entry: PracticeEntry, by: User) -> Telling:
    """From now on the note is the patient's alone again."""
    return _again(entry, by, did="kept a note private", shared=False)


def _again(entry: PracticeEntry, by: User, *, did: str, shared: bool) -> Telling:
    """The same as it stands, with its note shared or not; nothing is written where that changes nothing."""
    PracticeEntry.objects.select_for_update().get(pk=entry.pk)
    newest = entry.tellings.first()
    if newest.shared == shared or not newest.has_note:
        return newest
    told = {name: getattr(newest, name) for name in ("how", "on", "mood_before", "mood_after")}
    return _tell(entry, newest.version + 1, did, by, {**told, "note": note_of(newest), "shared": shared})


@transaction.atomic
def withdraw_entry(*, entry: PracticeEntry, by: User) -> None:
    """Take an entry back; it stays and can be put back."""
    _set_withdrawn(entry, timezone.now(), "took an entry back", by)


@transaction.atomic
def put_entry_back(*, entry: PracticeEntry, by: User) -> None:
    """Undo taking it back."""
    _set_withdrawn(entry, None, "put an entry back", by)


def _set_withdrawn(entry: PracticeEntry, at: Any, did: str, by: User) -> None:
    entry.withdrawn_at = at
    entry.save(update_fields=["withdrawn_at"])
    record(by=by, did=did, on=entry, course_id=entry.participant.course_id)


def _check(*, how: str, on: dt.date, today: dt.date) -> None:
    if how not in HOW:
        raise ValueError(f"a practice is not {how!r}")
    if on > today + AHEAD:
        raise ValueError("a practice is told of once its day has come")


def _tell(entry: PracticeEntry, version: int, did: str, by: User, told: dict[str, Any]) -> Telling:
    note, shared = told.pop("note", ""), told.pop("shared", False)
    telling = Telling(
        service_id=entry.service_id,
        entry=entry,
        version=version,
        written_by=by,
        written_at=timezone.now(),
        shared=bool(shared and note),
        **told,
    )
    telling.sealed = seal_note(telling, note)
    telling.save(force_insert=True)
    record(by=by, did=did, on=telling, course_id=entry.participant.course_id, version=version)
    return telling
