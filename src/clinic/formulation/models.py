"""What it all means, agreed and versioned: focus, formulation, goals, contract and ending."""

from typing import Self

from django.db import models

from clinic.access.models import ClinicalRow, User, VersionedRow
from clinic.access.scope import ScopedQuerySet
from clinic.courses.models import Course, Participant
from clinic.inventory.models import Relationship, StandingQuerySet


class Focus(VersionedRow):
    """The problem area chosen for this course, in the patient's words, with the reason."""

    course = models.ForeignKey(Course, models.PROTECT, related_name="focuses")
    area = models.CharField(max_length=32)
    sub_state = models.CharField(max_length=24, blank=True)
    own_words = models.CharField(max_length=300)
    relationship = models.ForeignKey(Relationship, models.PROTECT, null=True, related_name="+")
    reason = models.TextField()
    evidence = models.JSONField(default=list)  # statements taken as reasons: key and words as they were then
    rivals = models.JSONField(default=list)  # other areas weighed: area, why not
    patient_says = models.CharField(max_length=8)  # agrees, not yet, no
    patient_word = models.CharField(max_length=300, blank=True)
    why_changed = models.CharField(max_length=300, blank=True)  # when another area was the focus before
    session_number = models.PositiveIntegerField(null=True)

    class Meta(VersionedRow.Meta):
        constraints = [models.UniqueConstraint(fields=["course", "version"], name="focus_versions")]


class Formulation(VersionedRow):
    """The shared story: what happened between people, and how the mood followed."""

    course = models.ForeignKey(Course, models.PROTECT, related_name="formulations")
    crisis = models.TextField()  # what happened between people
    vulnerability = models.TextField(blank=True)  # what made it hit hard
    support = models.TextField(blank=True)  # what support was there, and was missing
    story = models.TextField()  # the plain story, in words the patient would say
    pieces = models.JSONField(
        default=list
    )  # what of the record went into it: key and words as they were then
    shared_at = models.DateTimeField(null=True)  # from when the patient can read it on their own page

    class Meta(VersionedRow.Meta):
        constraints = [models.UniqueConstraint(fields=["course", "version"], name="formulation_versions")]


class FormulationAnswer(VersionedRow):
    """What the patient says of a formulation they have read: it fits, or how they would put it."""

    formulation = models.ForeignKey(Formulation, models.PROTECT, related_name="answers")
    fits = models.BooleanField()
    words = models.TextField(blank=True)

    to_course = "formulation__course"

    class Meta(VersionedRow.Meta):
        constraints = [models.UniqueConstraint(fields=["formulation", "version"], name="answer_versions")]


class WorkspaceEntry(ClinicalRow):
    """A short line in the workspace of a problem area; struck out it stays, and can be put back."""

    course = models.ForeignKey(Course, models.PROTECT, related_name="workspace_entries")
    area = models.CharField(max_length=32)
    section = models.CharField(max_length=24)
    text = models.CharField(max_length=300)
    level = models.PositiveSmallIntegerField(null=True)  # how far it is so, 0 to 10, where the section asks
    relationship = models.ForeignKey(Relationship, models.PROTECT, null=True, related_name="+")
    session_number = models.PositiveIntegerField(null=True)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    replaced_by = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaces")

    objects = StandingQuerySet.as_manager()

    class Meta:
        ordering = ["created_at"]
        constraints = [models.CheckConstraint(condition=models.Q(level__range=(0, 10)), name="level_0_to_10")]


class FocusRating(ClinicalRow):
    """How far the work on an area has come, 0 to 10, as the patient says."""

    participant = models.ForeignKey(Participant, models.PROTECT, related_name="focus_ratings")
    area = models.CharField(max_length=32)
    question = models.CharField(max_length=24)
    rating = models.PositiveSmallIntegerField()
    rated_at = models.DateTimeField()
    rated_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    to_course = "participant__course"

    class Meta:
        ordering = ["rated_at"]
        constraints = [
            models.CheckConstraint(condition=models.Q(rating__range=(0, 10)), name="focus_rating_0_to_10")
        ]


class GoalQuerySet(ScopedQuerySet):
    """Goals with all their ratings, in two queries."""

    def current(self, participant: Participant) -> Self:
        return self.filter(participant=participant, retired_at=None).prefetch_related("ratings")

    def retired(self, participant: Participant) -> Self:
        return self.filter(participant=participant, retired_at__isnull=False).prefetch_related("ratings")


class Goal(ClinicalRow):
    """One of one to three things the patient wants, in their words."""

    participant = models.ForeignKey(Participant, models.PROTECT, related_name="goals")
    text = models.CharField(max_length=200)
    set_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    retired_at = models.DateTimeField(null=True)

    to_course = "participant__course"
    objects = GoalQuerySet.as_manager()

    class Meta:
        ordering = ["created_at"]

    @property
    def first_rating(self) -> "GoalRating | None":
        return next(iter(self.ratings.all()), None)

    @property
    def last_rating(self) -> "GoalRating | None":
        return next(iter(reversed(self.ratings.all())), None)


class GoalRating(ClinicalRow):
    """How far a goal is reached, 0 to 10, as the patient says."""

    goal = models.ForeignKey(Goal, models.PROTECT, related_name="ratings")
    rating = models.PositiveSmallIntegerField()
    rated_at = models.DateTimeField()
    rated_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    to_course = "goal__participant__course"

    class Meta:
        ordering = ["rated_at"]
        constraints = [
            models.CheckConstraint(condition=models.Q(rating__range=(0, 10)), name="rating_0_to_10")
        ]


class Contract(VersionedRow):
    """What patient and therapist agree to: how many, how long, what counts; signed by both."""

    course = models.ForeignKey(Course, models.PROTECT, related_name="contracts")
    sessions = models.PositiveIntegerField()
    minutes = models.PositiveIntegerField(default=50)
    rhythm = models.CharField(max_length=120, blank=True)  # Thursdays at 14:00
    missed_count = models.BooleanField(default=True)
    between_sessions = models.TextField(blank=True)  # how to reach each other
    signed_by_therapist_at = models.DateTimeField(null=True)
    signed_by_patient_at = models.DateTimeField(null=True)
    patient_signed_on = models.CharField(max_length=8, blank=True)  # phone (their own) or room

    class Meta(VersionedRow.Meta):
        constraints = [models.UniqueConstraint(fields=["course", "version"], name="contract_versions")]


class MidpointReview(VersionedRow):
    """Half way: scores and goals as they were looked at, whether the focus fits, and what was decided."""

    course = models.ForeignKey(Course, models.PROTECT, related_name="midpoint_reviews")
    session_number = models.PositiveIntegerField(null=True)
    figures = models.JSONField(default=dict)  # scores and goals, in the words and numbers of that day
    focus_fits = models.CharField(max_length=8)  # yes, partly, no
    helps = models.TextField(blank=True)  # in the patient's words
    helps_not = models.TextField(blank=True)
    patient_sees = models.TextField(blank=True)  # how the patient sees it, in their words
    therapist_sees = models.TextField(blank=True)
    decision = models.CharField(max_length=24)  # continue, change focus, change sessions, step up
    reason = models.TextField()
    patient_says = models.CharField(max_length=8)  # agrees, not yet, no
    patient_word = models.CharField(max_length=300, blank=True)
    shared_at = models.DateTimeField(null=True)  # from when the patient can read it on their own page

    class Meta(VersionedRow.Meta):
        constraints = [models.UniqueConstraint(fields=["course", "version"], name="review_versions")]


class ReviewAnswer(VersionedRow):
    """What the patient says of a review they have read: that it is right, or how they see it."""

    review = models.ForeignKey(MidpointReview, models.PROTECT, related_name="answers")
    fits = models.BooleanField()
    words = models.TextField(blank=True)

    to_course = "review__course"

    class Meta(VersionedRow.Meta):
        constraints = [models.UniqueConstraint(fields=["review", "version"], name="review_answer_versions")]


class Ending(VersionedRow):
    """What the patient keeps: what changed, signs to watch for, whom to tell, what next."""

    course = models.ForeignKey(Course, models.PROTECT, related_name="endings")
    brought = models.TextField(blank=True)  # what brought me
    did = models.TextField(blank=True)  # what I did
    change = models.TextField(blank=True)
    feelings = models.TextField(blank=True)
    warning_signs = models.TextField(blank=True)
    what_then = models.TextField(blank=True)  # what I do then, and whom I tell
    remember = models.CharField(max_length=300, blank=True)
    next_step = models.CharField(
        max_length=24, blank=True
    )  # stop, continuation, maintenance, other treatment
    way_back = models.TextField(blank=True)

    class Meta(VersionedRow.Meta):
        constraints = [models.UniqueConstraint(fields=["course", "version"], name="ending_versions")]

    def written(self) -> list[str]:
        """What stands in this version, part by part."""
        parts = (self.brought, self.did, self.change, self.feelings, self.warning_signs, self.what_then)
        return [words for words in (*parts, self.remember, self.way_back) if words]
