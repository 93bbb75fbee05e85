"""The people in a patient's life: who, how close, when, and what mood did."""

from datetime import datetime
from typing import Self

from django.db import models

from clinic.access.models import ClinicalRow, User, VersionedRow
from clinic.access.scope import ScopedQuerySet
from clinic.courses.models import Participant, Session


class AsFelt(models.Model):
    """What changes between two people and is kept with every version of the circle.

    Not asked is null or empty; that there is no conflict, or no help, was asked.
    """

    can_confide = models.BooleanField(null=True)
    conflict = models.CharField(max_length=8, blank=True)  # none, open, silent
    support_received = models.JSONField(null=True)  # a list of emotional, practical, advice, company
    support_given = models.JSONField(null=True)
    contact = models.CharField(max_length=16, blank=True)  # how often, as ipt's CONTACTS
    initiates = models.CharField(max_length=4, blank=True)  # me, them, both

    class Meta:
        abstract = True


AS_FELT = ("can_confide", "conflict", "support_received", "support_given", "contact", "initiates")


class Relationship(AsFelt, ClinicalRow):
    """A person in the inventory, under a pseudonym; the same person across all versions of the circle.

    The row says what is known now; each `Description` keeps what was known on its day.
    """

    participant = models.ForeignKey(Participant, models.PROTECT, related_name="relationships")
    pseudonym = models.CharField(max_length=40)
    role = models.CharField(max_length=60, blank=True)  # sister, friend from choir
    category = models.CharField(max_length=16)
    since = models.CharField(max_length=40, blank=True)  # school, or a year
    age_band = models.CharField(max_length=12, blank=True)  # child, young, adult, older
    died_year = models.PositiveIntegerField(null=True)
    estranged = models.BooleanField(default=False)
    contact_modes = models.JSONField(default=list)  # in_person, phone, messages, online
    my_expectations = models.TextField(blank=True)
    their_expectations = models.TextField(blank=True)
    mine_met = models.PositiveSmallIntegerField(null=True)  # 0 not at all to 10 wholly; null: not asked
    theirs_met = models.PositiveSmallIntegerField(null=True)
    satisfying = models.TextField(blank=True)
    unsatisfying = models.TextField(blank=True)
    change_wanted = models.TextField(blank=True)
    recent_change = models.CharField(max_length=200, blank=True)  # what and when
    knows_about_illness = models.CharField(max_length=6, blank=True)  # yes, partly, no; empty: not asked
    help_in_crisis = models.BooleanField(default=False)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    to_course = "participant__course"

    class Meta:
        ordering = ["pseudonym"]
        constraints = [
            models.CheckConstraint(condition=models.Q(mine_met__lte=10), name="mine_met_0_to_10"),
            models.CheckConstraint(condition=models.Q(theirs_met__lte=10), name="theirs_met_0_to_10"),
        ]

    @property
    def professional(self) -> bool:
        return self.category == "professional"

    def __str__(self) -> str:
        return f"{self.pseudonym}, {self.role}" if self.role else self.pseudonym


DESCRIBED = (  # what a description keeps
    *("pseudonym", "role", "category", "since", "age_band", "died_year", "estranged", *AS_FELT),
    *("contact_modes", "my_expectations", "their_expectations", "mine_met", "theirs_met", "satisfying"),
    *("unsatisfying", "change_wanted", "recent_change", "knows_about_illness", "help_in_crisis"),
)


class Description(VersionedRow):
    """What was known of a person in the inventory on one day, whole."""

    relationship = models.ForeignKey(Relationship, models.PROTECT, related_name="descriptions")
    facts = models.JSONField()  # each of DESCRIBED

    to_course = "relationship__participant__course"

    class Meta(VersionedRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["relationship", "version"], name="description_versions")
        ]


class CircleQuerySet(ScopedQuerySet):
    """Circles, the newest version first."""

    def with_people(self) -> Self:
        return self.prefetch_related(
            models.Prefetch("placements", Placement.objects.select_related("relationship"))
        )

    def standing(self) -> Self:
        """Those drawn together or by the therapist; not what the patient proposes."""
        return self.filter(would_change=None)

    def proposed(self) -> Self:
        """Those that the patient drew alone."""
        return self.exclude(would_change=None)


class Circle(VersionedRow):
    """The closeness circle as it was on one day.

    ``state`` is the version whose people and rings these are: its own, or after undo or redo an earlier one.
    ``follows`` is the state that one was drawn from. What a patient draws alone ``would_change`` a standing
    circle (0: there was none), and waits until it has been looked at together.
    """

    participant = models.ForeignKey(Participant, models.PROTECT, related_name="circles")
    drawn_on = models.DateField()
    session_number = models.PositiveIntegerField(null=True)
    state = models.PositiveIntegerField()
    follows = models.PositiveIntegerField(null=True)
    would_change = models.PositiveIntegerField(null=True)
    looked_at = models.DateTimeField(null=True)
    looked_at_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    to_course = "participant__course"
    objects = CircleQuerySet.as_manager()

    class Meta(VersionedRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["participant", "version"], name="circle_versions"),
            models.CheckConstraint(
                condition=models.Q(looked_at=None, looked_at_by=None)
                | models.Q(looked_at__isnull=False, looked_at_by__isnull=False),
                name="looked_at_by_somebody",
            ),
        ]


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


class SharedSitting(ClinicalRow):
    """A while in which the patient moves the same circle on a device of their own."""

    participant = models.ForeignKey(Participant, models.PROTECT, related_name="shared_sittings")
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    until = models.DateTimeField()

    to_course = "participant__course"

    class Meta:
        ordering = ["-created_at"]


class StandingQuerySet(ScopedQuerySet):
    """Rows that can be withdrawn, and put back."""

    def standing(self) -> Self:
        return self.filter(withdrawn_at=None)

    def withdrawn(self) -> Self:
        return self.exclude(withdrawn_at=None)


class TieQuerySet(StandingQuerySet):
    """Who knows whom."""

    def of(self, person: Relationship) -> Self:
        return self.filter(models.Q(one=person) | models.Q(other=person))

    def among(self, participant: Participant) -> Self:
        return self.filter(one__participant=participant)


class Tie(ClinicalRow):
    """Two people in the inventory who know each other; ``one`` was added before ``other``."""

    one = models.ForeignKey(Relationship, models.PROTECT, related_name="+")
    other = models.ForeignKey(Relationship, models.PROTECT, related_name="+")
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    to_course = "one__participant__course"
    objects = TieQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["one", "other"], condition=models.Q(withdrawn_at=None), name="tied_once"
            ),
            models.CheckConstraint(
                condition=models.Q(one_id__lt=models.F("other_id")), name="ties_are_two_people_in_order"
            ),
        ]

    def stood_at(self, moment: datetime) -> bool:
        """Whether it was known at a moment, such as when a circle was drawn."""
        return self.created_at <= moment and (self.withdrawn_at is None or self.withdrawn_at > moment)


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
    what = models.CharField(max_length=300, blank=True)  # empty while only who and which way is known
    feeling = models.CharField(max_length=80, blank=True)
    direction = models.CharField(max_length=4)  # up, down, same
    fits_focus = models.BooleanField(default=False)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    replaced_by = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaces")

    to_course = "session__course"
    objects = StandingQuerySet.as_manager()

    class Meta:
        ordering = ["created_at"]

    @property
    def about(self) -> str:
        """What happened; while that is not said, with whom."""
        return self.what or (self.relationship.pseudonym if self.relationship else "")


Place = tuple[Relationship, int, int | None]  # who, in which ring, and the ring wished for
