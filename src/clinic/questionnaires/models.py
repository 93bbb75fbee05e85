"""Measures asked of a patient, answers as they are given, and what was sent."""

from django.db import models

from clinic.access.models import ClinicalRow, User
from clinic.courses.models import Participant


class MeasureRequest(ClinicalRow):
    """A measure asked of a patient, for a session or on its own."""

    participant = models.ForeignKey(Participant, models.PROTECT, related_name="measure_requests")
    measure = models.CharField(max_length=20)
    measure_version = models.CharField(max_length=60)
    session_number = models.PositiveIntegerField(null=True)
    due_on = models.DateField()
    asked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    to_course = "participant__course"

    class Meta:
        ordering = ["due_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "measure", "session_number"], name="asked_once_a_session"
            )
        ]


class AnswersSoFar(ClinicalRow):
    """What a patient has answered and not yet sent, saved answer by answer."""

    asked = models.OneToOneField(MeasureRequest, models.CASCADE, related_name="so_far")
    answers = models.JSONField()  # one an item: a number, or null for not (yet) answered
    left_blank = models.JSONField(default=list)  # items the patient chose to leave blank
    revision = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField()

    to_course = "asked__participant__course"


class Response(ClinicalRow):
    """What was sent: the raw answers beside every score they gave."""

    asked = models.OneToOneField(MeasureRequest, models.PROTECT, null=True, related_name="response")
    participant = models.ForeignKey(Participant, models.PROTECT, related_name="responses")
    measure = models.CharField(max_length=20)
    measure_version = models.CharField(max_length=60)
    session_number = models.PositiveIntegerField(null=True)
    answers = models.JSONField(null=True)  # null where only a total was imported
    scores = models.JSONField()
    total = models.FloatField(null=True)  # the measure's first score; null where too much was blank
    answered = models.PositiveIntegerField()
    missing = models.PositiveIntegerField()
    prorated = models.BooleanField(default=False)
    given_at = models.DateTimeField()
    way = models.CharField(max_length=12, default="phone")  # phone, this screen, paper, speech, import
    entered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    source = models.CharField(max_length=120, blank=True)  # for an import: where the row came from

    to_course = "participant__course"

    class Meta:
        ordering = ["given_at"]
        indexes = [models.Index(fields=["participant", "measure", "given_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["service", "source"], condition=~models.Q(source=""), name="imported_once"
            )
        ]
