"""Alerts that cannot vanish, the review a clinician makes, and the plan a patient keeps."""

from datetime import datetime
from typing import Any, Self
from uuid import UUID

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from clinic.access.models import ClinicalRow, Membership, User, VersionedRow
from clinic.access.roles import Role
from clinic.access.scope import ScopedQuerySet, by_service, supervised_by
from clinic.courses.models import Course, Participant
from clinic.inventory.models import Relationship


class AlertQuerySet(ScopedQuerySet):
    """Alerts, as the people who must look at them find them."""

    def open(self) -> Self:
        return self.filter(closed_at=None)

    def unseen(self) -> Self:
        return self.filter(seen_at=None)

    def repeats_of(self, alert: "Alert") -> Self:
        """The thread of an alert: the first one, and every later one that joined it."""
        return self.filter(Q(pk=alert.thread) | Q(joins=alert.thread))

    def overdue(self, now: datetime) -> Self:
        """Not seen by anybody when the next person was to be told."""
        return self.open().unseen().filter(escalates_at__lte=now)

    def waiting_for(self, user: Any) -> Self:
        """Open alerts that are this person's to look at: their own, and those that have come to them."""
        standing = self.model.objects.open().order_by().values("pk")
        own = standing.filter(by_service(user, (Role.THERAPIST,)), owner=user)
        supervised = Course.objects.filter(supervised_by(user, "")).order_by().values("pk")
        came_to_supervisor = standing.filter(
            Q(to_supervisor_at__isnull=False) | Q(to_lead_at__isnull=False), course__in=supervised
        )
        came_to_lead = standing.filter(by_service(user, (Role.LEAD,)), to_lead_at__isnull=False)
        # a union, for an OR over three paths would read every alert there is
        return self.filter(pk__in=own.union(came_to_supervisor, came_to_lead))

    def pressing(self) -> Self:
        """Neither reviewed yet nor merely listed: what a first page shows."""
        return self.filter(acted_at=None, listed=False)

    def most_pressing_first(self) -> Self:
        """What nobody has reviewed before what is only to be closed; old answers last."""
        return self.order_by("listed", F("acted_at").asc(nulls_first=True), "due_at")

    def with_people(self) -> Self:
        """Together with everybody whom a sentence about it names, and whether there is a lead to go to."""
        leads = Membership.objects.filter(role=Role.LEAD, left_on=None, user__is_active=True)
        others = leads.filter(service=OuterRef("service")).exclude(user=OuterRef("owner"))
        return self.annotate(has_lead=Exists(others)).select_related(
            "owner", "seen_by", "closed_by", "service", "course__supervisor", "participant__patient"
        )


class Alert(ClinicalRow):
    """Something a named person must look at: raised, seen, acted on, closed, each with its moment."""

    course = models.ForeignKey(Course, models.PROTECT, related_name="alerts")
    participant = models.ForeignKey(Participant, models.PROTECT, related_name="alerts")
    reason = models.CharField(max_length=200)
    answer = models.CharField(max_length=80, blank=True)  # the words chosen: "Several days"
    severity = models.PositiveSmallIntegerField(default=1)  # the answer's value, to tell a higher repeat
    response_id = models.UUIDField(null=True)
    answered_at = models.DateTimeField()
    raised_at = models.DateTimeField()  # when it became known, which for paper and imports is later
    due_at = models.DateTimeField()
    help_shown = models.BooleanField(default=False)  # crisis help, to the patient, as they answered
    listed = models.BooleanField(default=False)  # an old answer: to be looked at, nobody is called
    owner = models.ForeignKey(User, models.PROTECT, related_name="alerts")
    joins = models.ForeignKey("self", models.PROTECT, null=True, related_name="repeats")
    seen_at = models.DateTimeField(null=True)
    seen_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    escalates_at = models.DateTimeField(null=True)  # when the next person is told
    to_supervisor_at = models.DateTimeField(null=True)
    to_lead_at = models.DateTimeField(null=True)
    acted_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    action = models.TextField(blank=True)  # what was done

    service_standings = (Role.LEAD,)

    objects = AlertQuerySet.as_manager()

    class Meta:
        ordering = ["due_at"]
        indexes = [  # over the open ones alone: however many were closed, nobody reads past them
            models.Index(fields=["owner", "closed_at"]),
            models.Index(fields=["course"], condition=Q(closed_at=None), name="open_alerts_of_a_course"),
            models.Index(
                fields=["escalates_at"], condition=Q(closed_at=None, seen_at=None), name="alerts_nobody_saw"
            ),
            models.Index(
                fields=["service"],
                condition=Q(closed_at=None, to_lead_at__isnull=False),
                name="alerts_with_the_lead",
            ),
        ]
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
            models.CheckConstraint(
                name="seen_before_it_is_closed", condition=Q(closed_at=None) | Q(seen_at__isnull=False)
            ),
        ]

    @classmethod
    def shown_service_wide(cls, user: Any) -> Q:
        """What a lead may open: what has come to the lead and is still open, and what they closed."""
        return Q(to_lead_at__isnull=False, closed_at=None) | Q(closed_by=user)

    @property
    def thread(self) -> UUID:
        """The alert that this one repeats, or itself."""
        return self.joins_id or self.pk

    @property
    def is_late(self) -> bool:
        """Whether it should have been reviewed by now; an old answer that is merely listed cannot be late."""
        return not (self.acted_at or self.closed_at or self.listed) and self.due_at < timezone.now()

    @property
    def escalated_at(self) -> datetime | None:
        """When it first went beyond its owner."""
        return self.to_supervisor_at or self.to_lead_at

    @property
    def goes_to(self) -> str:
        """Who is told next while nobody has seen it; asked of an alert fetched ``with_people()``."""
        supervisor = self.course.supervisor
        supervised = supervisor is not None and supervisor.is_active and supervisor.pk != self.owner_id
        if supervised and self.escalated_at is None:
            return "supervisor"
        return "lead" if self.has_lead and self.to_lead_at is None else "nobody"


class RiskReviewQuerySet(ScopedQuerySet):
    """Reviews of risk."""

    def of(self, participant: Participant) -> Self:
        return self.filter(participant=participant).select_related("reviewed_by", "alert")

    def levels(self, participant: Participant) -> list[int]:
        """The levels that were found of somebody, the newest last."""
        found = self.filter(participant=participant).order_by("reviewed_at", "created_at")
        return list(found.values_list("level", flat=True))


class RiskReview(ClinicalRow):
    """A clinician's short review of risk: what was said, and the level and action they chose."""

    participant = models.ForeignKey(Participant, models.PROTECT, related_name="risk_reviews")
    alert = models.ForeignKey(Alert, models.PROTECT, null=True, related_name="reviews")
    ticked = models.JSONField(default=dict)  # answers ticked, by question: {"plan": ["method"]}
    thoughts = models.TextField(blank=True)
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

    objects = RiskReviewQuerySet.as_manager()

    @property
    def has_run_out(self) -> bool:
        """Whether the day until which it holds has passed."""
        return self.review_by is not None and self.review_by < timezone.localdate()

    class Meta:
        ordering = ["-reviewed_at"]
        constraints = [models.CheckConstraint(condition=Q(level__range=(0, 4)), name="risk_levels")]


SAFETY_PLAN_PARTS = (
    "warning_signs", "coping", "distraction", "helpers", "professionals", "safer_means", "reasons_for_living",
)  # fmt: skip


class SafetyPlanQuerySet(ScopedQuerySet):
    """Safety plans, the newest version first."""

    def of(self, participant: Participant) -> Self:
        return self.filter(participant=participant).select_related("written_by")


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

    objects = SafetyPlanQuerySet.as_manager()

    @property
    def is_due(self) -> bool:
        """Whether the day has come on which it was to be looked at again."""
        return self.review_on is not None and self.review_on <= timezone.localdate()

    @property
    def parts(self) -> list[tuple[str, str]]:
        """The parts in their order, each with its words; empty ones too, so that a gap shows."""
        return [(name, getattr(self, name)) for name in SAFETY_PLAN_PARTS]

    class Meta(VersionedRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["participant", "version"], name="safety_plan_versions")
        ]


class PrivateEnquiry(VersionedRow):
    """What came of asking privately about fear and violence with one person; no patient's page shows it."""

    relationship = models.ForeignKey(Relationship, models.PROTECT, related_name="private_enquiries")
    asked_on = models.DateField(null=True)
    asked_alone = models.BooleanField(default=False)
    answer = models.CharField(max_length=12)  # safe, not_safe, not_sure, not_asked
    note = models.TextField(blank=True)

    to_course = "relationship__participant__course"

    class Meta(VersionedRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["relationship", "version"], name="private_enquiry_versions"),
            models.CheckConstraint(
                name="an_answer_has_its_day",
                condition=Q(answer="not_asked", asked_on=None)
                | (~Q(answer="not_asked") & Q(asked_on__isnull=False)),
            ),
        ]


class Release(ClinicalRow):
    """A clinician's signed reason to go on with somebody all the same, until a day; it can be revoked."""

    relationship = models.ForeignKey(Relationship, models.PROTECT, related_name="releases")
    on_version = models.PositiveIntegerField()  # of the enquiry it was signed on; 0 = never asked
    reason = models.TextField()
    until = models.DateField()
    signed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()
    revoked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True)

    to_course = "relationship__participant__course"

    class Meta:
        ordering = ["-signed_at"]
        constraints = [
            models.CheckConstraint(
                name="revoked_by_somebody",
                condition=Q(revoked_at=None, revoked_by=None)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
            ),
            models.CheckConstraint(name="released_with_a_reason", condition=~Q(reason="")),
        ]
