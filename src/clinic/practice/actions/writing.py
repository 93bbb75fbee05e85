"""Keeps drafts of messages in versions, shared one by one, and the choice about reminders."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from clinic.access.meanwhile import insist_newest
from clinic.access.models import User
from clinic.audit.actions import record
from clinic.courses.models import Participant
from clinic.inventory.models import Relationship
from clinic.practice.models import MessageDraft, MessageWording, ReminderChoice
from clinic.practice.private import seal_words, words_of


@transaction.atomic
def write_message(*, participant: Participant, by: User, **written: Any) -> MessageWording:
    """Keep a draft for the first time. Nothing is sent, and finding words is never closed."""
    draft = MessageDraft.objects.create(service_id=participant.service_id, participant=participant)
    return reword_message(draft=draft, by=by, **written)


@transaction.atomic
def reword_message(
    *,
    draft: MessageDraft,
    by: User,
    relationship: Relationship | None = None,
    shared: bool = False,
    seen: int | None = None,
    **parts: str,
) -> MessageWording:
    """Keep the next version of a draft."""
    return _next(draft, "wrote a draft of a message", by, relationship, parts, shared=shared, seen=seen)


@transaction.atomic
def share_message(*, draft: MessageDraft, by: User) -> MessageWording:
    """Let this one draft be read by those who see the course."""
    return _again(draft, by, did="shared a draft of a message", shared=True)


@transaction.atomic
def keep_message_private(*, draft: MessageDraft, by: User) -> MessageWording:
    """From now on the draft is the patient's alone again."""
    return _again(draft, by, did="kept a draft of a message private", shared=False)


def _again(draft: MessageDraft, by: User, *, did: str, shared: bool) -> MessageWording:
    newest = draft.wordings.select_related("relationship").first()
    if newest.shared == shared:
        return newest
    return _next(draft, did, by, newest.relationship, words_of(newest), shared=shared)


def _next(
    draft: MessageDraft,
    did: str,
    by: User,
    relationship: Relationship | None,
    parts: dict[str, str],
    *,
    shared: bool,
    seen: int | None = None,
) -> MessageWording:
    MessageDraft.objects.select_for_update().get(pk=draft.pk)
    known = draft.wordings.count()
    insist_newest(seen, known)
    if relationship and relationship.participant_id != draft.participant_id:
        raise ValueError("this person is not in the patient's inventory")
    wording = MessageWording(
        service_id=draft.service_id,
        draft=draft,
        version=known + 1,
        written_by=by,
        written_at=timezone.now(),
        relationship=relationship,
        shared=shared,
    )
    wording.sealed = seal_words(wording, parts)
    wording.save(force_insert=True)
    record(by=by, did=did, on=wording, course_id=draft.participant.course_id, version=wording.version)
    return wording


@transaction.atomic
def put_message_away(*, draft: MessageDraft, by: User) -> None:
    """Put a draft away; it stays and can be taken out again."""
    _set_withdrawn(draft, timezone.now(), "put a draft of a message away", by)


@transaction.atomic
def put_message_back(*, draft: MessageDraft, by: User) -> None:
    """Take it out again."""
    _set_withdrawn(draft, None, "took a draft of a message out again", by)


def _set_withdrawn(draft: MessageDraft, at: Any, did: str, by: User) -> None:
    draft.withdrawn_at = at
    draft.save(update_fields=["withdrawn_at"])
    record(by=by, did=did, on=draft, course_id=draft.participant.course_id)


@transaction.atomic
def choose_reminder(*, participant: Participant, wanted: bool, by: User) -> ReminderChoice:
    """Keep whether today's practice stands on the patient's first page."""
    Participant.objects.select_for_update(no_key=True).get(pk=participant.pk)
    newest = participant.reminder_choices.first()
    choice = ReminderChoice.objects.create(
        service_id=participant.service_id,
        participant=participant,
        version=newest.version + 1 if newest else 1,
        written_by=by,
        written_at=timezone.now(),
        wanted=wanted,
    )
    record(by=by, did="chose about reminders", on=choice, course_id=participant.course_id, wanted=wanted)
    return choice
