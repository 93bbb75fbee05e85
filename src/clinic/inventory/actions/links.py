"""Ties mood to what happened between people."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from clinic.access.models import User
from clinic.audit.actions import record
from clinic.courses.models import Session
from clinic.inventory.actions.standing import put_back, withdraw
from clinic.inventory.models import MoodEventLink, Relationship

SAID = ("when", "relationship", "what", "feeling", "direction", "fits_focus")  # what a link says


class ReplacedMeanwhile(Exception):
    """The link was taken back, or another stands in its place already."""


@transaction.atomic
def link_mood_to_event(
    *,
    session: Session,
    direction: str,
    by: User,
    what: str = "",
    feeling: str = "",
    when: str = "",
    relationship: Relationship | None = None,
    fits_focus: bool = False,
) -> MoodEventLink:
    """Tie a change of mood to what happened between people; who or what is known, the rest may come later."""
    if relationship is None and not what:
        raise ValueError("a link says who it was with, or what happened")
    link = MoodEventLink.objects.create(
        service_id=session.service_id,
        session=session,
        when=when,
        relationship=relationship,
        what=what,
        feeling=feeling,
        direction=direction,
        fits_focus=fits_focus,
        added_by=by,
    )
    record(by=by, did="linked mood to an event", on=link, course_id=session.course_id)
    return link


@transaction.atomic
def revise_link(*, link: MoodEventLink, by: User, **said: Any) -> MoodEventLink:
    """Put a fuller link in the place of one, once (`ReplacedMeanwhile`); the earlier one stays in the record.

    ``said`` is what is now said otherwise, field by field; what is not named stays as it was.
    """
    held = MoodEventLink.objects.select_for_update().get(pk=link.pk)
    if held.withdrawn_at is not None:
        raise ReplacedMeanwhile
    told = {name: getattr(held, name) for name in SAID}
    if told == told | said:
        return held
    newer = link_mood_to_event(session=held.session, by=by, **told | said)
    held.replaced_by, held.withdrawn_at = newer, timezone.now()
    held.save(update_fields=["replaced_by", "withdrawn_at"])
    return newer


@transaction.atomic
def withdraw_link(*, link: MoodEventLink, by: User) -> None:
    """Take a link back; it stays in the record."""
    withdraw(link, did="took a mood-event link back", by=by, course_id=link.session.course_id)


@transaction.atomic
def put_link_back(*, link: MoodEventLink, by: User) -> None:
    """Undo taking a link back; one in whose place another stands stays where it is."""
    if not link.replaced_by_id:
        put_back(link, did="put a mood-event link back", by=by, course_id=link.session.course_id)
