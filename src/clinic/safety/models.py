"""Alerts that cannot vanish, the review a clinician makes, and the plan a patient keeps."""

from django.db import models
from django.db.models import Q

from clinic.access.models import ClinicalRow, User, VersionedRow
from clinic.access.roles import Role
from clinic.courses.models import Course, Participant


class Alert(ClinicalRow):
    """Something a named person must look at: raised, seen, acted on, closed, each with its moment."""

    course = models.ForeignKey(Course, models.PROTECT, related_name="alerts")
    participant = models.ForeignKey(Participant, models.PROTECT, related_name="alerts")
    reason = models.CharField(max_length=200)
    answer = models.CharField(max_length=80, blank=True)  # the words chosen: "Several days"
    severity = models.PositiveSmallIntegerField(default=1)  # the answer's value, to tell a higher repeat
    response_id = models.UUIDField(null=True)
    raised_at = models.DateTimeField()
    due_at = models.DateTimeField()
    owner = models.ForeignKey(User, models.PROTECT, related_name="alerts")
    joins = models.ForeignKey("self", models.PROTECT, null=True, related_name="repeats")
    seen_at = models.DateTimeField(null=True)
    seen_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    escalated_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    action = models.TextField(blank=True)  # what was done

    service_standings = (Role.LEAD,)

    class Meta:
        ordering = ["due_at"]
        constraints = [
            models.CheckConstraint(
                name="seen_by_somebody",
                condition=Q(seen_at=None, seen_by=None) | Q(seen_at__isnull=False, seen_by__isnull=False),
            ),
            models.CheckConstraint(
                name="closed_by_somebody_with_an_action",
                condition=Q(closed_at=None, closed_by=None)
                | (Q(closed_at__isnull=False, closed_by__isnull=False) & ~Q(action="")),
            ),
        ]


class RiskReview(ClinicalRow):
    """A clinician's short review of risk: what was said, and the level and action they chose."""

    participant = models.ForeignKey(Participant, models.PROTECT, related_name="risk_reviews")
    alert = models.ForeignKey(Alert, models.PROTECT, null=True, related_name="reviews")
    thoughts = models.TextField()
    plan = models.TextField(blank=True)
    means = models.TextField(blank=True)
    intent = models.TextField(blank=True)
    protection = models.TextField(blank=True)
    level = models.PositiveSmallIntegerField()
    action = models.TextField()
    review_by = models.DateField(null=True)
    reviewed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField()

    to_course = "participant__course"

    class Meta:
        ordering = ["-reviewed_at"]
        constraints = [models.CheckConstraint(condition=Q(level__range=(0, 4)), name="risk_levels")]


class SafetyPlan(VersionedRow):
    """What the patient does when it gets hard, in six parts and their own words."""

    participant = models.ForeignKey(Participant, models.PROTECT, related_name="safety_plans")
    warning_signs = models.TextField()
    coping = models.TextField(blank=True)
    distraction = models.TextField(blank=True)  # people and places
    helpers = models.TextField(blank=True)  # people to ask
    professionals = models.TextField(blank=True)
    safer_means = models.TextField(blank=True)
    reasons_for_living = models.TextField(blank=True)
    review_on = models.DateField(null=True)

    to_course = "participant__course"

    class Meta(VersionedRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["participant", "version"], name="safety_plan_versions")
        ]
