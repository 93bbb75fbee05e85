"""What speaks against a technique, what was agreed to and opened, and every use with its ratings."""

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from clinic.access.models import ClinicalRow, User, VersionedRow
from clinic.access.scope import ScopedQuerySet
from clinic.courses.models import Participant, Session
from clinic.inventory.models import Relationship, StandingQuerySet

OPEN = ("agreed", "tried")  # states of a check-in that waits for somebody
STATES = (*OPEN, "done", "closed")
WAYS = ("phone", "video", "room", "message")
STOPPED_BY = ("patient", "clinician", "rule")
RATED = ("distress", "mood", "tension", "calm", "wandering", "unreal", "vividness")


class Precautions(VersionedRow):
    """What a clinician found that speaks against some techniques now; what is not named was not found."""

    participant = models.ForeignKey(Participant, models.PROTECT, related_name="precautions")
    present = models.JSONField(default=list)  # circumstances of the person, as ipt.therapy names them
    note = models.TextField(blank=True)

    to_course = "participant__course"

    class Meta(VersionedRow.Meta):
        constraints = [models.UniqueConstraint(fields=["participant", "version"], name="precaution_versions")]


class TechniqueConsent(VersionedRow):
    """Whether the patient agrees to an adjunct technique, as the clinician heard it; it can be taken back."""

    participant = models.ForeignKey(Participant, models.PROTECT, related_name="technique_consents")
    technique = models.CharField(max_length=40)
    agreed = models.BooleanField()
    said = models.CharField(max_length=300, blank=True)  # in the patient's words

    to_course = "participant__course"

    class Meta(VersionedRow.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "technique", "version"], name="technique_consent_versions"
            )
        ]


class Opening(VersionedRow):
    """Whether a technique, or an exercise for the patient alone, is open; with a reason where it was off."""

    participant = models.ForeignKey(Participant, models.PROTECT, related_name="openings")
    what = models.CharField(max_length=40)  # the id of a technique or of an exercise
    opened = models.BooleanField()
    longer = models.BooleanField(default=False)  # alone up to the longer limit of the exercise
    reason = models.TextField(blank=True)
    despite = models.JSONField(default=list)  # circumstances for which it was off, and which the reason lifts

    to_course = "participant__course"

    class Meta(VersionedRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["participant", "what", "version"], name="opening_versions")
        ]


class TechniqueUseQuerySet(StandingQuerySet):
    """Uses of techniques."""

    def of(self, participant: Participant) -> Self:
        return self.filter(participant=participant).select_related("session", "person", "recorded_by")

    def alone(self) -> Self:
        return self.filter(session=None)


class TechniqueUse(ClinicalRow):
    """One use of an adjunct technique, in a session or alone; a device may have minted its id."""

    participant = models.ForeignKey(Participant, models.PROTECT, related_name="technique_uses")
    session = models.ForeignKey(Session, models.PROTECT, null=True, related_name="technique_uses")
    technique = models.CharField(max_length=40)
    exercise = models.CharField(max_length=40, blank=True)
    form = models.CharField(max_length=40, blank=True)  # which form of the exercise
    person = models.ForeignKey(Relationship, models.PROTECT, null=True, related_name="+")
    began_at = models.DateTimeField()
    seconds = models.PositiveIntegerField()  # how long it went on
    planned_seconds = models.PositiveIntegerField(null=True)
    before = models.JSONField(default=dict)  # what was rated, 0 to 10; what was not rated is not there
    after = models.JSONField(default=dict)
    stopped_by = models.CharField(max_length=10, blank=True)  # patient, clinician, rule; empty: to the end
    stop_reason = models.CharField(max_length=300, blank=True)
    unwanted = models.CharField(max_length=300, blank=True)  # an unwanted effect, in the patient's words
    unwanted_lasted = models.BooleanField(null=True)  # null: not asked
    takeaway = models.CharField(max_length=300, blank=True)  # in the patient's words
    note = models.TextField(blank=True)  # the clinician's
    details = models.JSONField(default=dict)  # what this exercise keeps: rate, anchor, parts, answers
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    to_course = "participant__course"
    objects = TechniqueUseQuerySet.as_manager()

    class Meta:
        ordering = ["began_at", "id"]
        indexes = [models.Index(fields=["participant", "began_at"])]
        constraints = [
            models.CheckConstraint(name="stopped_by_somebody", condition=Q(stopped_by__in=("", *STOPPED_BY))),
        ]

    @property
    def was_alone(self) -> bool:
        return self.session_id is None


class UsedAlthoughRefused(ClinicalRow):
    """An adjunct technique that was used in a session although it was refused or off, and why."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="used_although_refused")
    technique = models.CharField(max_length=40)
    rules = models.JSONField()  # what stood against it, in the words that were shown
    reason = models.TextField()  # in the clinician's own words
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)

    to_course = "session__course"

    class Meta:
        ordering = ["written_at"]
        constraints = [
            models.UniqueConstraint(fields=["session", "technique"], name="used_although_refused_once"),
            models.CheckConstraint(name="although_refused_with_a_reason", condition=~Q(reason="")),
        ]


class Readiness(ClinicalRow):
    """What was asked before a run of imagery, and answered; kept whether or not it went ahead."""

    participant = models.ForeignKey(Participant, models.PROTECT, related_name="readiness_checks")
    session = models.ForeignKey(Session, models.PROTECT, related_name="+")
    answers = models.JSONField(default=dict)  # circumstance: whether it holds
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)

    to_course = "participant__course"

    class Meta:
        ordering = ["asked_at"]


class ImageryRunQuerySet(ScopedQuerySet):
    """Runs of imagery rescripting."""

    def unfinished(self) -> Self:
        return self.filter(finished_at=None)

    def waiting(self) -> Self:
        """Those that are not finished, or whose check-in waits for somebody."""
        open_one = CheckIn.objects.newest().filter(run=OuterRef("pk"), state__in=OPEN)
        return self.filter(Q(finished_at=None) | Exists(open_one))


class ImageryRun(ClinicalRow):
    """One run of imagery rescripting, begun in a session; what happens in it stands in its log."""

    participant = models.ForeignKey(Participant, models.PROTECT, related_name="imagery_runs")
    session = models.ForeignKey(Session, models.PROTECT, related_name="imagery_runs")
    readiness = models.OneToOneField(Readiness, models.PROTECT, related_name="run")
    label = models.CharField(max_length=80)  # a short name for the image, not the story
    stop_word = models.CharField(max_length=80)  # the word or sign agreed
    steps_in_first = models.CharField(max_length=10)  # clinician or patient, as agreed at the start
    before = models.JSONField(
        default=dict
    )  # distress and vividness, 0 to 10; what was not asked is not there
    belief_words = models.CharField(max_length=200, blank=True)  # what it says about the patient, before
    belief_before = models.PositiveSmallIntegerField(null=True)  # 0 to 100
    begun_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    began_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)
    use = models.OneToOneField(TechniqueUse, models.PROTECT, null=True, related_name="imagery_run")

    to_course = "participant__course"
    objects = ImageryRunQuerySet.as_manager()

    class Meta:
        ordering = ["began_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["participant"], condition=Q(finished_at=None), name="one_imagery_run_at_a_time"
            ),
            models.CheckConstraint(
                name="imagery_finished_with_its_use",
                condition=Q(finished_at=None, use=None) | Q(finished_at__isnull=False, use__isnull=False),
            ),
            models.CheckConstraint(
                name="belief_0_to_100", condition=Q(belief_before=None) | Q(belief_before__range=(0, 100))
            ),
        ]


class RunTap(ClinicalRow):
    """One entry of a run's log, kept the moment it is tapped and never changed; a device may mint its id."""

    run = models.ForeignKey(ImageryRun, models.PROTECT, related_name="taps")
    kind = models.CharField(max_length=12)
    value = models.PositiveSmallIntegerField(null=True)
    words = models.CharField(max_length=300, blank=True)
    happened_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    to_course = "run__participant__course"

    class Meta:
        ordering = ["happened_at", "id"]


class CheckInQuerySet(ScopedQuerySet):
    """Versions of check-ins."""

    def newest(self) -> Self:
        """The newest version of each check-in alone."""
        later = CheckIn.objects.filter(run=OuterRef("run"), version__gt=OuterRef("version"))
        return self.filter(~Exists(later))

    def open(self) -> Self:
        """Those that wait for somebody, the first due first."""
        waiting = self.newest().filter(state__in=OPEN)
        return waiting.select_related("owner", "run").order_by("due_at", "pk")


class CheckIn(VersionedRow):
    """The contact agreed after a run, and what came of it; it stays open until somebody says what did."""

    run = models.ForeignKey(ImageryRun, models.PROTECT, related_name="check_ins")
    state = models.CharField(max_length=10)  # agreed, tried, done, closed
    due_at = models.DateTimeField()
    way = models.CharField(max_length=10)  # phone, video, room, message
    owner = models.ForeignKey(User, models.PROTECT, related_name="+")  # whoever gets in touch
    words = models.TextField(blank=True)

    to_course = "run__participant__course"
    objects = CheckInQuerySet.as_manager()

    class Meta(VersionedRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["run", "version"], name="check_in_versions"),
            models.CheckConstraint(
                name="check_in_closed_with_words", condition=~Q(state="closed") | ~Q(words="")
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.state in OPEN
