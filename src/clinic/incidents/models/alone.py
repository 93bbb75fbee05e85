"""Lines given to practise alone, each go, and a recording that the patient chose to share."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import Prefetch, Q

from clinic.access.models import ClinicalRow, User
from clinic.access.scope import ScopedQuerySet
from clinic.courses.models import Participant
from clinic.incidents.models.telling import Account

WHY_PUT_AWAY = ("clinician", "closed")
WHY_DELETED = ("date", "withdrawn")


class LinesGivenQuerySet(ScopedQuerySet):
    """Lines given to practise."""

    def standing(self, day: dt.date) -> Self:
        """Those that were not put away and whose day has not passed."""
        return self.filter(put_away_at=None, until__gte=day)

    def with_people(self) -> Self:
        """Together with everybody in their incident, as it was told then and since."""
        told = Account.objects.select_related("relationship").prefetch_related("also_there")
        return self.select_related("account__relationship", "account__incident", "given_by").prefetch_related(
            "account__also_there", Prefetch("account__incident__accounts", told)
        )


class LinesGiven(ClinicalRow):
    """Chosen lines of an incident that a patient may practise alone until a day, in the words of that day."""

    participant = models.ForeignKey(Participant, models.PROTECT, related_name="lines_given")
    account = models.ForeignKey(Account, models.PROTECT, related_name="lines_given")
    lines = models.JSONField()  # [{by: patient or other, who, words}], in their order
    note = models.CharField(max_length=200, blank=True)
    until = models.DateField()  # the last day
    given_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    put_away_at = models.DateTimeField(null=True)
    put_away_because = models.CharField(max_length=10, blank=True)

    to_course = "participant__course"
    objects = LinesGivenQuerySet.as_manager()

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.CheckConstraint(
                name="lines_put_away_for_a_reason",
                condition=Q(put_away_at=None, put_away_because="")
                | Q(put_away_at__isnull=False, put_away_because__in=WHY_PUT_AWAY),
            )
        ]


class LinesPractised(ClinicalRow):
    """One go alone: how sure before and after, and what it was like; its page minted its id."""

    participant = models.ForeignKey(Participant, models.PROTECT, related_name="lines_practised")
    given = models.ForeignKey(LinesGiven, models.PROTECT, related_name="practised")
    confidence_before = models.PositiveSmallIntegerField(null=True)  # 0 to 10; null: not said
    confidence_after = models.PositiveSmallIntegerField(null=True)
    was_like = models.CharField(max_length=300, blank=True)
    stopped = models.BooleanField(default=False)
    practised_at = models.DateTimeField()

    to_course = "participant__course"

    class Meta:
        ordering = ["practised_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(**{f"{name}__range": (0, 10)}) | Q(**{name: None}), name=f"alone_{name}_0_to_10"
            )
            for name in ("confidence_before", "confidence_after")
        ]


class SharedRecording(ClinicalRow):
    """A recording the patient shared, sealed until its day; afterwards only that it existed is kept."""

    participant = models.ForeignKey(Participant, models.PROTECT, related_name="shared_recordings")
    given = models.ForeignKey(LinesGiven, models.PROTECT, related_name="recordings")
    place = models.PositiveSmallIntegerField()  # which of the lines given
    sealed = models.BinaryField(null=True)  # null: deleted
    media_type = models.CharField(max_length=12)
    size = models.PositiveIntegerField()  # bytes
    consent = models.CharField(max_length=300)  # the words that were agreed to
    shared_at = models.DateTimeField()
    delete_on = models.DateField()
    deleted_at = models.DateTimeField(null=True)
    deleted_because = models.CharField(max_length=10, blank=True)

    to_course = "participant__course"

    class Meta:
        ordering = ["-shared_at"]
        constraints = [
            models.CheckConstraint(
                name="recording_there_or_deleted",
                condition=Q(sealed__isnull=False, deleted_at=None, deleted_because="")
                | Q(sealed=None, deleted_at__isnull=False, deleted_because__in=WHY_DELETED),
            )
        ]
