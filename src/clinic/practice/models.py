"""What is tried between sessions, how it went, and drafts of messages; notes are the patient's own."""

from typing import Self

from django.db import models
from django.db.models import Q

from clinic.access.models import ClinicalRow, VersionedRow
from clinic.courses.models import Participant
from clinic.inventory.models import Relationship, StandingQuerySet


def _rating(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(**{f"{name}__range": (0, 10)}) | Q(**{name: None}), name=f"told_{name}_0_to_10"
    )


class Practice(ClinicalRow):
    """Something small agreed for outside; what was agreed stands in its terms. Withdrawn: never agreed."""

    participant = models.ForeignKey(Participant, models.PROTECT, related_name="practices")
    withdrawn_at = models.DateTimeField(null=True)

    to_course = "participant__course"
    objects = StandingQuerySet.as_manager()

    class Meta:
        ordering = ["created_at"]


class PracticeTerms(VersionedRow):
    """One version of what was agreed: what, when, with whom, how often; and whether it rests or has ended."""

    practice = models.ForeignKey(Practice, models.PROTECT, related_name="terms")
    what = models.CharField(max_length=200)  # the patient's words
    how_often = models.CharField(max_length=12)  # once, some_days, when_wanted
    on = models.DateField(null=True)  # the day, where it is for once
    weekdays = models.JSONField(default=list)  # 0 = Monday, where it is for some days
    part_of_day = models.CharField(max_length=12, blank=True)  # morning, afternoon, evening, comes_up
    relationship = models.ForeignKey(Relationship, models.PROTECT, null=True, related_name="+")
    towards = models.CharField(max_length=8, blank=True)  # company, say; empty: with nobody
    exercise = models.CharField(max_length=60, blank=True)  # an exercise of the library, by its id
    stands = models.CharField(max_length=8, default="agreed")  # agreed, resting, ended
    session_number = models.PositiveIntegerField(null=True)

    to_course = "practice__participant__course"

    class Meta(VersionedRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["practice", "version"], name="practice_versions"),
            models.CheckConstraint(
                condition=Q(relationship=None, towards="") | (Q(relationship__isnull=False) & ~Q(towards="")),
                name="with_somebody_means_what",
            ),
        ]


class PracticeEntry(ClinicalRow):
    """One time that was told of; its id may come from the device, and makes sending it twice one entry."""

    practice = models.ForeignKey(Practice, models.PROTECT, related_name="entries")
    participant = models.ForeignKey(Participant, models.PROTECT, related_name="practice_entries")
    withdrawn_at = models.DateTimeField(null=True)

    to_course = "participant__course"
    objects = StandingQuerySet.as_manager()

    class Meta:
        ordering = ["created_at"]


class Telling(VersionedRow):
    """One version of how it went; the note is sealed, and is the patient's alone unless ``shared``."""

    entry = models.ForeignKey(PracticeEntry, models.PROTECT, related_name="tellings")
    how = models.CharField(max_length=16)  # done, partly, not_this_time: none is better than another
    on = models.DateField()
    mood_before = models.PositiveSmallIntegerField(null=True)  # 0 to 10; null: not said
    mood_after = models.PositiveSmallIntegerField(null=True)
    sealed = models.BinaryField(default=bytes)  # the note; empty: none
    shared = models.BooleanField(default=False)
    session_number = models.PositiveIntegerField(null=True)  # noted by the therapist, as said in it

    to_course = "entry__participant__course"

    class Meta(VersionedRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["entry", "version"], name="telling_versions"),
            _rating("mood_before"),
            _rating("mood_after"),
        ]

    @property
    def has_note(self) -> bool:
        return bool(self.sealed)


class MessageDraftQuerySet(StandingQuerySet):
    """Drafts of messages, also as a therapist finds them."""

    def with_wordings(self) -> Self:
        return self.prefetch_related(
            models.Prefetch("wordings", MessageWording.objects.select_related("relationship"))
        )


class MessageDraft(ClinicalRow):
    """A message the patient thinks through; the program sends none."""

    participant = models.ForeignKey(Participant, models.PROTECT, related_name="message_drafts")
    withdrawn_at = models.DateTimeField(null=True)  # put away

    to_course = "participant__course"
    objects = MessageDraftQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]


class MessageWording(VersionedRow):
    """One version of a draft, sealed whole: what to be known, what to ask, how it may be heard, the words."""

    draft = models.ForeignKey(MessageDraft, models.PROTECT, related_name="wordings")
    relationship = models.ForeignKey(Relationship, models.PROTECT, null=True, related_name="+")
    sealed = models.BinaryField()
    shared = models.BooleanField(default=False)

    to_course = "draft__participant__course"

    class Meta(VersionedRow.Meta):
        constraints = [models.UniqueConstraint(fields=["draft", "version"], name="wording_versions")]


class ReminderChoice(VersionedRow):
    """Whether the patient wants a line about today's practice on their first page."""

    participant = models.ForeignKey(Participant, models.PROTECT, related_name="reminder_choices")
    wanted = models.BooleanField()

    to_course = "participant__course"

    class Meta(VersionedRow.Meta):
        constraints = [models.UniqueConstraint(fields=["participant", "version"], name="reminder_versions")]
