"""The people in a patient's life: who, how close, when, and what mood did."""

from typing import Self

from django.db import models

from clinic.access.models import ClinicalRow, User, VersionedRow
from clinic.access.scope import ScopedQuerySet
from clinic.courses.models import Participant, Session


class AsFelt(models.Model):
    """What changes between two people and is kept with every version of the circle."""

    can_confide = models.BooleanField(default=False)
    conflict = models.CharField(max_length=8, default="none")  # none, open, silent
    support_received = models.JSONField(default=list)  # emotional, practical, advice, company

    class Meta:
        abstract = True


AS_FELT = ("can_confide", "conflict", "support_received")


class Relationship(AsFelt, ClinicalRow):
    """A person in the inventory, under a pseudonym; the same person across all versions of the circle."""

    participant = models.ForeignKey(Participant, models.PROTECT, related_name="relationships")
    pseudonym = models.CharField(max_length=40)
    role = models.CharField(max_length=60, blank=True)  # sister, friend from choir
    category = models.CharField(max_length=16)
    died_year = models.PositiveIntegerField(null=True)
    help_in_crisis = models.BooleanField(default=False)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    to_course = "participant__course"

    class Meta:
        ordering = ["pseudonym"]

    @property
    def professional(self) -> bool:
        return self.category == "professional"


class CircleQuerySet(ScopedQuerySet):
    """Circles, the newest version first."""

    def with_people(self) -> Self:
        return self.prefetch_related(
            models.Prefetch("placements", Placement.objects.select_related("relationship"))
        )


class Circle(VersionedRow):
    """The closeness circle as it was on one day."""

    participant = models.ForeignKey(Participant, models.PROTECT, related_name="circles")
    drawn_on = models.DateField()
    session_number = models.PositiveIntegerField(null=True)

    to_course = "participant__course"
    objects = CircleQuerySet.as_manager()

    class Meta(VersionedRow.Meta):
        constraints = [models.UniqueConstraint(fields=["participant", "version"], name="circle_versions")]


class Placement(AsFelt, ClinicalRow):
    """Where a person stood in one version of the circle, ring 1 (closest) to 4, and how things were then."""

    circle = models.ForeignKey(Circle, models.CASCADE, related_name="placements")
    relationship = models.ForeignKey(Relationship, models.PROTECT, related_name="placements")
    ring = models.PositiveSmallIntegerField()
    ideal_ring = models.PositiveSmallIntegerField(null=True)

    to_course = "circle__participant__course"

    class Meta:
        ordering = ["relationship_id"]  # the order in which people were added, so that nobody jumps
        constraints = [
            models.UniqueConstraint(fields=["circle", "relationship"], name="once_in_a_circle"),
            models.CheckConstraint(condition=models.Q(ring__range=(1, 4)), name="four_rings"),
        ]


class StandingQuerySet(ScopedQuerySet):
    """Rows that can be withdrawn, and put back."""

    def standing(self) -> Self:
        return self.filter(withdrawn_at=None)

    def withdrawn(self) -> Self:
        return self.exclude(withdrawn_at=None)


class TimelineQuerySet(StandingQuerySet):
    """Events of a life, each with the people it is tied to."""

    def with_people(self) -> Self:
        return self.prefetch_related("people")

    def with_person(self, relationship: Relationship) -> Self:
        """The events that this person is tied to, as far as they stand."""
        return self.standing().filter(people=relationship)


class TimelineEvent(ClinicalRow):
    """Something that happened in the patient's life, perhaps over a while, or when the low mood began."""

    participant = models.ForeignKey(Participant, models.PROTECT, related_name="timeline")
    what = models.CharField(max_length=120)
    on = models.DateField()
    precision = models.CharField(max_length=6, default="day")  # day, month, season, year: how exact it is
    about = models.BooleanField(default=False)  # about then: the date is a guess
    until = models.DateField(null=True)  # when it lasted a while: an episode, a treatment
    until_precision = models.CharField(max_length=6, blank=True)
    kind = models.CharField(max_length=16, default="other")  # loss, birth, move, dispute, episode, onset ...
    people = models.ManyToManyField(Relationship, related_name="timeline")
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    replaced_by = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaces")

    to_course = "participant__course"
    objects = TimelineQuerySet.as_manager()

    class Meta:
        ordering = ["on", "created_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until=None) | ~models.Q(until_precision=""), name="an_end_says_how_exact"
            )
        ]


class RememberedMood(ClinicalRow):
    """How the mood was at a time in life, as the patient remembers it; never a measured score."""

    participant = models.ForeignKey(Participant, models.PROTECT, related_name="remembered_moods")
    on = models.DateField()
    precision = models.CharField(max_length=6, default="year")
    about = models.BooleanField(default=False)
    level = models.PositiveSmallIntegerField()  # 0 as low as it gets, 10 as well as it gets
    word = models.CharField(max_length=40, blank=True)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    to_course = "participant__course"
    objects = StandingQuerySet.as_manager()

    class Meta:
        ordering = ["on", "created_at"]
        constraints = [models.CheckConstraint(condition=models.Q(level__range=(0, 10)), name="mood_0_to_10")]


class MoodEventLink(ClinicalRow):
    """A change of mood tied to what happened between people."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="mood_event_links")
    when = models.CharField(max_length=40, blank=True)  # On Tuesday
    relationship = models.ForeignKey(Relationship, models.PROTECT, null=True, related_name="mood_event_links")
    what = models.CharField(max_length=300)
    feeling = models.CharField(max_length=80)
    direction = models.CharField(max_length=4)  # up, down, same
    fits_focus = models.BooleanField(default=False)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    to_course = "session__course"
    objects = StandingQuerySet.as_manager()

    class Meta:
        ordering = ["created_at"]


Place = tuple[Relationship, int, int | None]  # who, in which ring, and the ring wished for
