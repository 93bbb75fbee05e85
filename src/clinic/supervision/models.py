"""Two questions to the patient, sessions chosen for supervision, their ratings, and talks about them."""

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from clinic.access.models import ClinicalRow, User, VersionedRow
from clinic.access.roles import Role
from clinic.access.scope import ScopedQuerySet
from clinic.courses.models import Course, Participant, Session

# "Yes" and "mostly" differ by the evening on which one answers; only a fall below both is read as one.
UNDERSTOOD = {"yes": 1.0, "mostly": 1.0, "a little": 0.5, "no": 0.0}


class SessionCheckQuerySet(ScopedQuerySet):
    """What patients said of sessions."""

    def shares(self, participant: Participant) -> list[float]:
        """How far somebody felt understood, 0 to 1, session by session; unanswered ones are left out."""
        rows = self.filter(participant=participant).order_by("session__number", "version")
        newest = dict(rows.values_list("session__number", "understood"))
        return [UNDERSTOOD[said] for said in newest.values() if said]


class SessionCheck(VersionedRow):
    """What a patient says of one session in two questions of our own; with neither answered, it was left."""

    participant = models.ForeignKey(Participant, models.PROTECT, related_name="session_checks")
    session = models.ForeignKey(Session, models.PROTECT, related_name="checks")
    understood = models.CharField(max_length=12, blank=True)  # one of wording.ANSWERS; empty: not answered
    mattered = models.CharField(max_length=12, blank=True)
    words = models.TextField(blank=True)

    to_course = "session__course"
    objects = SessionCheckQuerySet.as_manager()

    class Meta(VersionedRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["participant", "session", "version"], name="check_versions")
        ]

    @property
    def said_anything(self) -> bool:
        return bool(self.understood or self.mattered or self.words)


class ChosenSessionQuerySet(ScopedQuerySet):
    """Sessions chosen for supervision."""

    def standing(self) -> Self:
        return self.filter(set_aside_at=None)

    def with_ratings(self) -> Self:
        return self.select_related("session", "chosen_by").prefetch_related("ratings__written_by")


class ChosenSession(ClinicalRow):
    """A session somebody chose for supervision, or that was drawn by chance; set aside, it stays."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="choices")
    drawn_from = models.JSONField(default=list)  # the numbers of the sessions in the draw; empty: chosen
    reason = models.CharField(max_length=300, blank=True)
    chosen_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    chosen_at = models.DateTimeField()
    set_aside_at = models.DateTimeField(null=True)
    set_aside_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    why_set_aside = models.CharField(max_length=300, blank=True)

    to_course = "session__course"
    objects = ChosenSessionQuerySet.as_manager()

    class Meta:
        ordering = ["chosen_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["session"], condition=Q(set_aside_at=None), name="a_session_chosen_once"
            ),
            models.CheckConstraint(
                name="set_aside_by_somebody_with_a_reason",
                condition=Q(set_aside_at=None, set_aside_by=None, why_set_aside="")
                | (Q(set_aside_at__isnull=False, set_aside_by__isnull=False) & ~Q(why_set_aside="")),
            ),
        ]

    @property
    def drawn(self) -> bool:
        return bool(self.drawn_from)

    def newest(self, rater: str, by: datetime | None = None) -> "SessionRating | None":
        """The newest rating of the therapist or the supervisor, perhaps as it stood at a moment."""
        given = (one for one in self.ratings.all() if one.rater == rater)
        return next((one for one in given if by is None or one.written_at <= by), None)

    @property
    def opened_at(self) -> datetime | None:
        """From when each may read the other's rating: the moment at which the second of them was given."""
        first: dict[str, datetime] = {}
        for one in self.ratings.all():
            first[one.rater] = min(first.get(one.rater, one.written_at), one.written_at)
        return max(first.values()) if len(first) == len(RATERS) else None


RATERS = ("therapist", "supervisor")


class SessionRating(VersionedRow):
    """A chosen session as its therapist, or the supervisor, rated it on our own items; never a score."""

    chosen = models.ForeignKey(ChosenSession, models.PROTECT, related_name="ratings")
    rater = models.CharField(max_length=10)  # one of RATERS
    items_version = models.CharField(max_length=20)
    ratings = models.JSONField(default=dict)  # item: 0 to 3, or null where it was not called for
    rests_on = models.CharField(max_length=12)  # one of wording.RESTS_ON
    words = models.TextField(blank=True)
    to_discuss = models.TextField(blank=True)

    to_course = "chosen__session__course"

    class Meta(VersionedRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["chosen", "rater", "version"], name="rating_versions"),
            models.CheckConstraint(condition=Q(rater__in=RATERS), name="rated_by_one_of_the_two"),
        ]


class SupervisionTalk(ClinicalRow):
    """One talk of a supervisor with a therapist; what is kept of it stands in its versions."""

    supervisor = models.ForeignKey(User, models.PROTECT, related_name="+")
    therapist = models.ForeignKey(User, models.PROTECT, related_name="+")

    to_course = None
    service_standings = (Role.THERAPIST, Role.SUPERVISOR)

    class Meta:
        ordering = ["-created_at"]

    @classmethod
    def shown_service_wide(cls, user: Any) -> Q:
        """Only to the two who talked."""
        return Q(supervisor=user) | Q(therapist=user)


class TalkRecordQuerySet(ScopedQuerySet):
    """Versions of talks."""

    def newest(self) -> Self:
        later = TalkRecord.objects.filter(talk=OuterRef("talk"), version__gt=OuterRef("version"))
        return self.filter(~Exists(later))

    def of(self, user: User) -> Self:
        """Of the talks this person took part in."""
        return self.filter(Q(talk__supervisor=user) | Q(talk__therapist=user))

    def with_points(self) -> Self:
        named = self.select_related("talk__supervisor", "talk__therapist", "written_by")
        return named.prefetch_related("points__course__participants__patient")


class TalkRecord(VersionedRow):
    """One signed version of what a talk was about; an amendment is the next, with its reason."""

    talk = models.ForeignKey(SupervisionTalk, models.PROTECT, related_name="records")
    on = models.DateField()
    minutes = models.PositiveIntegerField()
    way = models.CharField(max_length=10)  # one of wording.WAYS
    discussed = models.TextField(blank=True)  # what belongs to no single course
    agreed = models.TextField(blank=True)
    why_amended = models.CharField(max_length=300, blank=True)

    to_course = None
    service_standings = (Role.THERAPIST, Role.SUPERVISOR)
    objects = TalkRecordQuerySet.as_manager()

    class Meta(VersionedRow.Meta):
        constraints = [models.UniqueConstraint(fields=["talk", "version"], name="talk_versions")]

    @classmethod
    def shown_service_wide(cls, user: Any) -> Q:
        return Q(talk__supervisor=user) | Q(talk__therapist=user)


class TalkPoint(ClinicalRow):
    """What was discussed and agreed about one course in a talk."""

    record = models.ForeignKey(TalkRecord, models.PROTECT, related_name="points")
    course = models.ForeignKey(Course, models.PROTECT, related_name="supervision_points")
    discussed = models.TextField(blank=True)
    agreed = models.TextField(blank=True)

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["record", "course"], name="a_course_once_a_record")]
