"""What was said about being close, and where the therapist places it: versions, none of them a score."""

from typing import Self

from django.db import models
from django.db.models import F, Q

from clinic.access.models import VersionedRow
from clinic.access.scope import ScopedQuerySet
from clinic.courses.models import Participant
from clinic.inventory.models import Relationship
from ipt.relationships.attachment import HIGH, LOW, Placement


class Conversation(VersionedRow):
    """What was said about ways of being close, theme by theme."""

    participant = models.ForeignKey(Participant, models.PROTECT, related_name="attachment_conversations")
    notes = models.JSONField()  # the id of a theme: what was said
    session_number = models.PositiveIntegerField(null=True)

    to_course = "participant__course"

    class Meta(VersionedRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["participant", "version"], name="conversation_versions")
        ]


class ReadingQuerySet(ScopedQuerySet):
    """Readings, the newest version of each first."""

    def of(self, participant: Participant, relationship: Relationship | None) -> Self:
        """Those about one person, or about people in general."""
        return self.filter(participant=participant, relationship=relationship)


class Reading(VersionedRow):
    """Where the therapist places one relationship, or people in general: their own reading, not a score."""

    participant = models.ForeignKey(Participant, models.PROTECT, related_name="attachment_readings")
    relationship = models.ForeignKey(Relationship, models.PROTECT, null=True, related_name="+")
    anxiety = models.FloatField()  # worry about being left, 1 to 7
    avoidance = models.FloatField()  # keeping a distance, 1 to 7
    why = models.TextField(blank=True)  # what speaks for it
    session_number = models.PositiveIntegerField(null=True)

    to_course = "participant__course"
    objects = ReadingQuerySet.as_manager()

    class Meta(VersionedRow.Meta):
        ordering = [F("relationship").asc(nulls_first=True), "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "version"],
                condition=Q(relationship=None),
                name="reading_versions_in_general",
            ),
            models.UniqueConstraint(
                fields=["participant", "relationship", "version"], name="reading_versions_of_somebody"
            ),
            models.CheckConstraint(
                condition=Q(anxiety__range=(LOW, HIGH), avoidance__range=(LOW, HIGH)), name="on_the_plane"
            ),
        ]

    @property
    def placement(self) -> Placement:
        return Placement(anxiety=self.anxiety, avoidance=self.avoidance)
