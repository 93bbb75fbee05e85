"""An exchange gone through line by line, in versions, and other words for its lines."""

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from clinic.access.models import ClinicalRow, VersionedRow
from clinic.access.scope import ScopedQuerySet
from clinic.courses.models import Participant
from clinic.inventory.models import Relationship


class IncidentQuerySet(ScopedQuerySet):
    """Incidents, found by whom they are with."""

    def with_person(self, relationship: Relationship) -> Self:
        """Those whose newest version is with this person, or has them there."""
        newest = Account.objects.newest()
        with_them = newest.filter(Q(relationship=relationship) | Q(also_there=relationship))
        return self.filter(pk__in=with_them.values("incident"))


class Incident(ClinicalRow):
    """One dated moment between the patient and somebody; what is known of it stands in its versions."""

    participant = models.ForeignKey(Participant, models.PROTECT, related_name="incidents")

    to_course = "participant__course"
    objects = IncidentQuerySet.as_manager()

    class Meta:
        ordering = ["created_at"]


class AccountQuerySet(ScopedQuerySet):
    """Versions of incidents."""

    def newest(self) -> Self:
        """The newest version of each incident alone."""
        later = Account.objects.filter(incident=OuterRef("incident"), version__gt=OuterRef("version"))
        return self.filter(~Exists(later))

    def with_lines(self) -> Self:
        return self.select_related("relationship", "written_by").prefetch_related("turns", "also_there")


class Account(VersionedRow):
    """One version of an incident as it was told: with whom, when, what for, and how mood was."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="accounts")
    relationship = models.ForeignKey(Relationship, models.PROTECT, related_name="+")
    also_there = models.ManyToManyField(Relationship, related_name="+")
    on = models.DateField()
    about = models.BooleanField(default=False)  # the day is not sure
    place = models.CharField(max_length=80, blank=True)
    aim = models.CharField(max_length=200, blank=True)  # what the patient hoped for
    mood_before = models.PositiveSmallIntegerField(null=True)  # 0 to 10
    mood_after = models.PositiveSmallIntegerField(null=True)
    wish = models.CharField(max_length=16, blank=True)
    response = models.CharField(max_length=16, blank=True)  # of the other
    own_response = models.CharField(max_length=16, blank=True)
    new_line = models.CharField(max_length=300, blank=True)
    session_number = models.PositiveIntegerField(null=True)

    to_course = "incident__participant__course"
    objects = AccountQuerySet.as_manager()

    class Meta(VersionedRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["incident", "version"], name="account_versions"),
            models.CheckConstraint(
                condition=Q(mood_before__range=(0, 10)) | Q(mood_before=None), name="mood_before_0_to_10"
            ),
            models.CheckConstraint(
                condition=Q(mood_after__range=(0, 10)) | Q(mood_after=None), name="mood_after_0_to_10"
            ),
        ]

    @property
    def people(self) -> list[Relationship]:
        """Everybody it was with."""
        return [self.relationship, *self.also_there.all()]

    @property
    def people_by_now(self) -> set[Relationship]:
        """Everybody it was with, as it is told here or as it was told last."""
        newest: Account = self.incident.accounts.all()[0]
        return {*self.people, *newest.people}


class Turn(ClinicalRow):
    """One line; ``number`` is the same in every version, ``place`` is its order in this one."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="turns")
    place = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    speaker = models.CharField(max_length=8)  # patient, other
    said = models.CharField(max_length=300)
    felt = models.CharField(max_length=200, blank=True)
    meant = models.CharField(max_length=200, blank=True)
    heard = models.CharField(max_length=200, blank=True)
    tone = models.CharField(max_length=120, blank=True)
    wanted = models.CharField(max_length=200, blank=True)
    want_said = models.BooleanField(null=True)  # openly what was wanted; null: not coded
    effect = models.CharField(max_length=200, blank=True)
    control = models.FloatField(null=True)  # -1 gives way .. +1 leads; null: not placed
    affiliation = models.FloatField(null=True)  # -1 cold .. +1 warm
    failures = models.JSONField(default=list)

    to_course = "account__incident__participant__course"

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["account", "place"], name="lines_in_order"),
            models.UniqueConstraint(fields=["account", "number"], name="lines_numbered_once"),
            models.CheckConstraint(
                name="placed_on_both_axes",
                condition=Q(control=None, affiliation=None)
                | Q(
                    control__isnull=False,
                    affiliation__isnull=False,
                    control__range=(-1, 1),
                    affiliation__range=(-1, 1),
                ),
            ),
        ]

    @property
    def placed(self) -> bool:
        return self.control is not None

    @property
    def by_patient(self) -> bool:
        return self.speaker == "patient"


class Rewrite(VersionedRow):
    """Other words for one line, found together; each try is the next version."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="rewrites")
    turn_number = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=300)

    to_course = "incident__participant__course"

    class Meta(VersionedRow.Meta):
        ordering = ["turn_number", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["incident", "turn_number", "version"], name="rewrite_versions")
        ]
