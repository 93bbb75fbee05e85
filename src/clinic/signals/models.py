"""Signals that cannot vanish: each call of a rule, what the therapist sees and plans, notes, the close."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Count, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from clinic.access.models import ClinicalRow, User, VersionedRow
from clinic.access.scope import ScopedQuerySet, supervised_by, treated_by
from clinic.courses.models import Course, Participant


class SignalQuerySet(ScopedQuerySet):
    """Signals, as a course and as supervision look for them."""

    def open(self) -> Self:
        return self.filter(closed_at=None)

    def to_be_read(self) -> Self:
        """Those that call still and that nobody has said anything about."""
        return self.open().filter(quiet_since=None, readings=None)

    def to_be_seen_again(self) -> Self:
        """Those whose day to look again, as the newest reading has it, has come."""
        newest = SignalReading.objects.filter(signal=OuterRef("pk")).order_by("-version")
        read = self.open().annotate(again_on=Subquery(newest.values("look_again_on")[:1]))
        return read.filter(again_on__lte=timezone.localdate())

    def of_people(self, user: User) -> Self:
        """Of the courses this person treats or supervises."""
        return self.filter(treated_by(user, "course__") | supervised_by(user, "course__"))

    def with_follow_through(self) -> Self:
        """With calls, readings and how many notes there are, in three questions for any number of signals."""
        notes = SignalNote.objects.filter(signal=OuterRef("pk")).order_by().values("signal")
        counted = self.annotate(n_notes=Coalesce(Subquery(notes.annotate(n=Count("pk")).values("n")), 0))
        readings = Prefetch("readings", queryset=SignalReading.objects.select_related("written_by"))
        return counted.select_related("closed_by", "course").prefetch_related("calls", readings)


class Signal(ClinicalRow):
    """A rule that calls for a look at a course, again and again in one thread, until a person closes it."""

    course = models.ForeignKey(Course, models.PROTECT)
    participant = models.ForeignKey(Participant, models.PROTECT)
    rule = models.CharField(max_length=40)
    rule_version = models.CharField(max_length=20)
    level = models.CharField(max_length=12)  # one of ipt.outcomes' levels: review_now, review_soon
    title = models.CharField(max_length=200)  # as the rule had it then
    source = models.TextField()
    standing = models.CharField(max_length=200)  # how far the rule was tested: not validated for your service
    measure = models.CharField(max_length=20, blank=True)  # empty where the rule reads none
    called_at = models.DateTimeField()  # for the first time
    quiet_since = models.DateTimeField(null=True)  # from the first score at which the rule called no more
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    why_closed = models.CharField(max_length=300, blank=True)

    objects = SignalQuerySet.as_manager()

    class Meta:
        ordering = ["-called_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "rule", "measure"], condition=Q(closed_at=None), name="one_open_thread"
            ),
            models.CheckConstraint(
                name="signal_closed_by_somebody_with_a_reason",
                condition=Q(closed_at=None, closed_by=None, why_closed="")
                | (Q(closed_at__isnull=False, closed_by__isnull=False) & ~Q(why_closed="")),
            ),
        ]

    @property
    def newest(self) -> "SignalReading | None":
        """The therapist's last reading; with the readings fetched it asks nothing."""
        return next(iter(self.readings.all()), None)

    @property
    def last_call(self) -> "SignalCall":
        return list(self.calls.all())[-1]

    @property
    def state(self) -> str:
        """Where its follow-through stands: closed, planned, or waiting for a reading."""
        if self.closed_at:
            return "closed"
        return "planned" if self.newest else "waits"

    def is_to_be_seen_again(self, today: date | None = None) -> bool:
        """Whether the day on which it was to be looked at again has come."""
        newest = self.newest
        return bool(newest and not self.closed_at and newest.look_again_on <= (today or timezone.localdate()))


class SignalCall(ClinicalRow):
    """One time at which a rule called, with what it rested on."""

    signal = models.ForeignKey(Signal, models.PROTECT, related_name="calls")
    called_at = models.DateTimeField()
    session_number = models.PositiveIntegerField(null=True)
    response_id = models.UUIDField(null=True)
    because = models.CharField(max_length=300)
    basis = models.JSONField(default=dict)  # the numbers it rested on, by name, unrounded

    to_course = "signal__course"

    class Meta:
        ordering = ["called_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["signal", "response_id"],
                condition=Q(response_id__isnull=False),
                name="a_score_calls_once",
            )
        ]


class SignalReading(VersionedRow):
    """What the therapist sees behind a signal, what they plan, and when they look again."""

    signal = models.ForeignKey(Signal, models.PROTECT, related_name="readings")
    reasons = models.JSONField(default=list)  # ids of the reasons that come with the rules
    words = models.TextField(blank=True)
    plan = models.TextField()
    look_again_on = models.DateField()

    to_course = "signal__course"

    class Meta(VersionedRow.Meta):
        constraints = [models.UniqueConstraint(fields=["signal", "version"], name="signal_reading_versions")]


class SignalNote(ClinicalRow):
    """A note beside a reading, by the supervisor or the therapist."""

    signal = models.ForeignKey(Signal, models.PROTECT, related_name="notes")
    words = models.TextField()
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    to_course: Any = "signal__course"

    class Meta:
        ordering = ["written_at"]
