"""Keeps what was said about being close, and the therapist's own placements, always as the next version."""

from collections.abc import Mapping

from django.db import transaction

from clinic.access.models import User
from clinic.attachment.models import Conversation, Reading
from clinic.courses.actions.versions import next_of_participant
from clinic.courses.models import Participant
from clinic.inventory.models import Relationship
from ipt.relationships.attachment import Placement
from ipt.therapy.attachment_guide import guide


@transaction.atomic
def keep_conversation(
    *,
    participant: Participant,
    notes: Mapping[str, str],
    by: User,
    session_number: int | None = None,
    seen: int | None = None,
) -> Conversation:
    """Keep what was said, by theme; ``ValueError`` for a theme that is none, or when nothing was said."""
    said = {theme: words for theme, words in notes.items() if words}
    unknown = said.keys() - {theme.id for theme in guide().themes}
    if unknown or not said:
        raise ValueError(f"no theme {', '.join(sorted(unknown))}" if unknown else "nothing was said")
    return next_of_participant(
        Conversation.objects.filter(participant=participant),
        "wrote about ways of being close",
        by,
        seen=seen,
        participant=participant,
        notes=said,
        session_number=session_number,
    )


@transaction.atomic
def place(
    *,
    participant: Participant,
    anxiety: float,
    avoidance: float,
    by: User,
    relationship: Relationship | None = None,
    why: str = "",
    session_number: int | None = None,
    seen: int | None = None,
) -> Reading:
    """Keep where the therapist places a relationship, or people in general; ``ValueError`` off the plane."""
    point = Placement(anxiety=anxiety, avoidance=avoidance)
    if relationship and relationship.participant_id != participant.pk:
        raise ValueError("this person belongs to another inventory")
    return next_of_participant(
        Reading.objects.of(participant, relationship),
        "placed ways of being close, as the therapist reads them",
        by,
        seen=seen,
        participant=participant,
        relationship=relationship,
        anxiety=point.anxiety,
        avoidance=point.avoidance,
        why=why,
        session_number=session_number,
    )
