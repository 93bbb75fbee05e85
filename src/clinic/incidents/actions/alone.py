"""Gives lines to practise alone and puts them away; keeps goes, and recordings until their day."""

import datetime as dt
from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from uuid_utils.compat import uuid7

from clinic.access.models import User
from clinic.audit.actions import record
from clinic.courses.sealing import seal_bytes, unseal_bytes
from clinic.incidents import audio
from clinic.incidents.models import Account, LinesGiven, LinesPractised, SharedRecording
from clinic.inventory.models import Relationship
from clinic.safety import lock
from ipt.relationships.fear_and_violence import Act


@transaction.atomic
def give_lines(
    *, account: Account, lines: Iterable[dict[str, str]], until: dt.date, by: User, note: str = ""
) -> LinesGiven:
    """Give lines to practise alone; ``Closed`` while the work with anybody in the incident is."""
    chosen = list(lines)
    if not any(line["by"] == "patient" for line in chosen):
        raise ValueError("one line at least is the patient's own")
    lock.insist_open(Act.REHEARSE, account.people_by_now)
    participant = account.incident.participant
    given = LinesGiven.objects.create(
        service_id=account.service_id,
        participant=participant,
        account=account,
        lines=chosen,
        note=note,
        until=until,
        given_by=by,
    )
    record(by=by, did="gave lines to practise", on=given, course_id=participant.course_id)
    return given


@transaction.atomic
def put_lines_away(*, given: LinesGiven, by: User | None, because: str = "clinician") -> None:
    """Put lines away; what was practised stays known."""
    if given.put_away_at is not None:
        return
    given.put_away_at, given.put_away_because = timezone.now(), because
    given.save(update_fields=["put_away_at", "put_away_because"])
    record(by=by, did="put lines away", on=given, course_id=given.participant.course_id)


def put_closed_lines_away() -> int:
    """Put away all lines with somebody with whom the work has been closed since; says how many."""
    standing = LinesGiven.objects.filter(put_away_at=None).with_people().select_related("participant__course")
    return len(_put_away_closed(list(standing)))


def still_open(found: Iterable[LinesGiven]) -> list[LinesGiven]:
    """Those lines with whose people the work is open now; the others are put away at once."""
    every = list(found)
    closed = {one.pk for one in _put_away_closed(every)}
    return [one for one in every if one.pk not in closed]


@transaction.atomic
def _put_away_closed(found: list[LinesGiven]) -> list[LinesGiven]:
    there = {one.pk: {person.pk for person in one.account.people_by_now} for one in found}
    keys = set().union(*there.values())
    people = lock.known(Relationship.objects.filter(pk__in=keys)) if keys else []
    shut = {person.pk for person in people if lock.closed_with(Act.REHEARSE, person)}
    closed = [one for one in found if shut & there[one.pk]]
    for one in closed:
        put_lines_away(given=one, by=None, because="closed")
    return closed


@transaction.atomic
def keep_go(
    *,
    given: LinesGiven,
    by: User,
    id: UUID | None = None,
    confidence_before: int | None = None,
    confidence_after: int | None = None,
    was_like: str = "",
    stopped: bool = False,
) -> LinesPractised:
    """Keep one go alone, once for each id; what was done is never refused."""
    if LinesPractised.objects.filter(pk=id).exclude(given=given).exists():
        id = None
    go, new = LinesPractised.objects.get_or_create(
        pk=id or uuid7(),
        given=given,
        participant=given.participant,
        defaults={
            "service_id": given.service_id,
            "confidence_before": confidence_before,
            "confidence_after": confidence_after,
            "was_like": was_like,
            "stopped": stopped,
            "practised_at": timezone.now(),
        },
    )
    if new:
        record(by=by, did="practised lines alone", on=go, course_id=given.participant.course_id)
    return go


@transaction.atomic
def share_recording(
    *,
    given: LinesGiven,
    place: int,
    recording: bytes,
    consent: str,
    delete_on: dt.date,
    by: User,
    id: UUID | None = None,
) -> SharedRecording:
    """Seal and keep a recording that the patient shares, until its day; once for each id.

    A repeat gives back what was kept, also when it is deleted by now: it does not come back.

    ``Closed`` while the work with anybody in it is; ``ValueError`` for what is no recording, too large, kept
    too long, or shared without the words that were agreed to.
    """
    lock.insist_open(Act.REHEARSE, given.account.people_by_now)
    kind = audio.kind_of(recording)
    if kind is None or len(recording) > audio.LARGEST:
        raise ValueError("no recording, or too large")
    if not consent or not 1 <= (delete_on - today(given)).days <= audio.LONGEST_KEPT:
        raise ValueError("shared without consent, or kept too long")
    if not 0 < place <= len(given.lines) or given.lines[place - 1]["by"] != "patient":
        raise ValueError("no line of the patient's own")
    sent_before = SharedRecording.objects.filter(pk=id)
    if sent_before.exclude(given=given, place=place, size=len(recording)).exists():
        id = None  # a page gone back to, with another recording
    key = id or uuid7()
    shared, new = SharedRecording.objects.get_or_create(
        pk=key,
        defaults={
            "service_id": given.service_id,
            "participant": given.participant,
            "given": given,
            "place": place,
            "sealed": seal_bytes(recording, bound_to=_place_of(key)),
            "media_type": kind,
            "size": len(recording),
            "consent": consent,
            "shared_at": timezone.now(),
            "delete_on": delete_on,
        },
    )
    if new:
        record(by=by, did="shared a recording", on=shared, course_id=given.participant.course_id)
    return shared


@transaction.atomic
def listen(*, recording: SharedRecording, by: User) -> bytes | None:
    """The sound of a recording, for whoever may hear it; nothing once it is deleted or its day has come."""
    if recording.sealed is None or recording.delete_on <= today(recording):
        return None
    record(by=by, did="listened to a recording", on=recording, course_id=recording.participant.course_id)
    return unseal_bytes(bytes(recording.sealed), bound_to=_place_of(recording.pk))


@transaction.atomic
def withdraw_recording(*, recording: SharedRecording, by: User) -> None:
    """Delete a recording at once because its patient takes the consent back."""
    _delete(recording, by, "withdrawn")


@transaction.atomic
def delete_recordings_due() -> int:
    """Delete every recording whose day has come, by the day where its service is; says how many."""
    ahead = timezone.now().date() + timedelta(days=1)  # the furthest zone is less than a day ahead
    kept = SharedRecording.objects.select_for_update(of=("self",)).filter(
        deleted_at=None, delete_on__lte=ahead
    )
    due = [one for one in kept.select_related("service", "participant") if one.delete_on <= today(one)]
    for one in due:
        _delete(one, None, "date")
    return len(due)


def _delete(recording: SharedRecording, by: User | None, because: str) -> None:
    if recording.deleted_at is not None:
        return
    recording.sealed, recording.deleted_at, recording.deleted_because = None, timezone.now(), because
    recording.save(update_fields=["sealed", "deleted_at", "deleted_because"])
    course = recording.participant.course_id
    record(by=by, did="deleted a recording", on=recording, course_id=course, because=because)


def today(row: Any) -> dt.date:
    """Today, where the service is."""
    return timezone.localdate(timezone=ZoneInfo(row.service.time_zone))


def _place_of(key: UUID) -> str:
    return f"recording:{key}"
