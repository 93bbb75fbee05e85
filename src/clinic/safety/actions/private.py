"""Keeps what came of asking about one person in private, and signs and revokes releases."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from clinic.access.models import User
from clinic.audit.actions import record
from clinic.inventory.models import Relationship
from clinic.safety.models import PrivateEnquiry, Release
from ipt.relationships.fear_and_violence import Answer


class AnsweredMeanwhile(Exception):
    """Somebody kept an answer on the private page that whoever writes now has not seen."""


@transaction.atomic
def keep_private_enquiry(
    *,
    relationship: Relationship,
    answer: str,
    by: User,
    asked_on: date | None = None,
    asked_alone: bool = False,
    note: str = "",
    seen: int | None = None,
) -> PrivateEnquiry:
    """Keep what came of asking about one person, after the version ``seen``; the audit holds no answer."""
    answer = Answer(answer)
    if (answer is Answer.NOT_ASKED) != (asked_on is None):
        raise ValueError("an answer has the day on which it was given, and only an answer has one")
    kept = PrivateEnquiry.objects.create(
        service_id=relationship.service_id,
        relationship=relationship,
        version=_newest_answer(relationship, seen) + 1,
        asked_on=asked_on,
        asked_alone=asked_alone and answer is not Answer.NOT_ASKED,
        answer=answer,
        note=note,
        written_by=by,
        written_at=timezone.now(),
    )
    record(by=by, did="kept a private page", on=kept, course_id=relationship.participant.course_id)
    return kept


@transaction.atomic
def sign_release(
    *, relationship: Relationship, reason: str, until: date, by: User, seen: int | None = None
) -> Release:
    """Open the work until a day, having weighed the answer ``seen``; the next enquiry ends it."""
    if not reason.strip():
        raise ValueError("A release is signed with a clinical reason.")
    release = Release.objects.create(
        service_id=relationship.service_id,
        relationship=relationship,
        on_version=_newest_answer(relationship, seen),
        reason=reason.strip(),
        until=until,
        signed_by=by,
        signed_at=timezone.now(),
    )
    record(by=by, did="kept a private page", on=release, course_id=relationship.participant.course_id)
    return release


def _newest_answer(relationship: Relationship, seen: int | None) -> int:
    """The newest version, 0 for none; `AnsweredMeanwhile` when it is not the one seen."""
    Relationship.objects.select_for_update().get(pk=relationship.pk)
    newest = relationship.private_enquiries.count()
    if seen not in (None, newest):
        raise AnsweredMeanwhile
    return newest


@transaction.atomic
def revoke_release(*, release: Release, by: User) -> Release:
    """Take a release back before its day; it stays in the record."""
    if release.revoked_at is None:
        release.revoked_at, release.revoked_by = timezone.now(), by
        release.save(update_fields=["revoked_at", "revoked_by"])
        course_id = release.relationship.participant.course_id
        record(by=by, did="kept a private page", on=release, course_id=course_id)
    return release
