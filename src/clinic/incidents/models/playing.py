"""A scene, the runs in which it was played, and what was tried for real."""

from django.db import models
from django.db.models import F, Q

from clinic.access.models import ClinicalRow, User, VersionedRow
from clinic.incidents.models.telling import Account, Incident
from clinic.inventory.models import StandingQuerySet
from clinic.techniques.models import TechniqueUse

FORMS = ("as_it_was", "swapped", "replay", "doubling", "empty_chair")
STOPPED_BY = ("patient", "clinician")


class Scene(VersionedRow):
    """How an incident is played: where, who is there, who plays the other, the rules and the stop word."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="scenes")
    place = models.CharField(max_length=120, blank=True)
    who_is_there = models.CharField(max_length=200, blank=True)
    other_played_by = models.CharField(max_length=60, blank=True)  # empty: the therapist
    rules = models.JSONField(default=list)  # the ids of the rules agreed
    own_rule = models.CharField(max_length=200, blank=True)
    stop_word = models.CharField(max_length=30, default="stop")

    to_course = "incident__participant__course"

    class Meta(VersionedRow.Meta):
        constraints = [models.UniqueConstraint(fields=["incident", "version"], name="scene_versions")]


class RolePlay(ClinicalRow):
    """One run: in which form, how sure and how distressed before and after, and how it ended."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="role_plays")  # the version played
    scene = models.ForeignKey(Scene, models.PROTECT, null=True, related_name="role_plays")
    form = models.CharField(max_length=12, default="as_it_was")
    confidence_before = models.PositiveSmallIntegerField(null=True)  # 0 to 10; null: not asked
    confidence_after = models.PositiveSmallIntegerField(null=True)
    distress_before = models.PositiveSmallIntegerField(null=True)
    distress_after = models.PositiveSmallIntegerField(null=True)
    learnt = models.CharField(max_length=300, blank=True)  # of the other's view
    session_number = models.PositiveIntegerField(null=True)
    played_at = models.DateTimeField()  # when it began
    ended_at = models.DateTimeField(null=True)
    minutes = models.PositiveSmallIntegerField(null=True)  # as the clock or, later, a person says
    stopped = models.BooleanField(default=False)
    stopped_by = models.CharField(max_length=10, blank=True)  # empty: nobody said
    stop_reason = models.CharField(max_length=300, blank=True)
    technique_use = models.ForeignKey(TechniqueUse, models.PROTECT, null=True, related_name="+")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    to_course = "account__incident__participant__course"
    objects = StandingQuerySet.as_manager()

    class Meta:
        ordering = ["played_at"]
        constraints = [
            models.CheckConstraint(condition=Q(form__in=FORMS), name="form_of_a_run"),
            models.CheckConstraint(condition=Q(stopped_by__in=("", *STOPPED_BY)), name="run_stopped_by"),
            models.CheckConstraint(
                condition=Q(stopped=False) | Q(ended_at__isnull=False), name="stopped_is_ended"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("played_at")), name="run_ends_after_it_began"
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{name}__range": (0, 10)}) | Q(**{name: None}), name=f"{name}_0_to_10"
                )
                for name in ("confidence_before", "confidence_after", "distress_before", "distress_after")
            ),
        ]

    @property
    def stop_word(self) -> str:
        """What anybody can say to stop it."""
        return self.scene.stop_word if self.scene else "stop"


class TriedForReal(VersionedRow):
    """What was agreed to be tried outside, and, in a later version, what happened."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="tries")
    agreed_for = models.DateField()
    line = models.CharField(max_length=300)
    how = models.CharField(max_length=12, blank=True)  # as_hoped, partly, not_now, other; empty: not told yet
    what_happened = models.TextField(blank=True)

    to_course = "incident__participant__course"

    class Meta(VersionedRow.Meta):
        constraints = [models.UniqueConstraint(fields=["incident", "version"], name="try_versions")]
