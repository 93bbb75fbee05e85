"""A decision and what was weighed for it, in versions."""

from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone

from clinic.access.models import ClinicalRow, VersionedRow
from clinic.access.scope import ScopedQuerySet
from clinic.courses.models import Participant
from clinic.inventory.models import Relationship


class Decision(ClinicalRow):
    """A question somebody is deciding; what was weighed stands in its versions."""

    participant = models.ForeignKey(Participant, models.PROTECT, related_name="decisions")

    to_course = "participant__course"

    class Meta:
        ordering = ["created_at"]


class WeighingQuerySet(ScopedQuerySet):
    """Versions of decisions."""

    def newest(self) -> Self:
        later = Weighing.objects.filter(decision=OuterRef("decision"), version__gt=OuterRef("version"))
        return self.filter(~Exists(later))


class Weighing(VersionedRow):
    """One version of a decision: the options, what speaks for and against, and the patient's own choice."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="weighings")
    question = models.CharField(max_length=200)
    relationship = models.ForeignKey(Relationship, models.PROTECT, null=True, related_name="+")
    options = models.JSONField(
        default=list
    )  # [{option, pro, contra, feelings, effect}]; the first: do nothing
    choice = models.PositiveSmallIntegerField(null=True)  # which of the options; null: not chosen yet
    when = models.CharField(max_length=120, blank=True)
    review_on = models.DateField(null=True)
    came_of_it = models.TextField(blank=True)

    to_course = "decision__participant__course"
    objects = WeighingQuerySet.as_manager()

    class Meta(VersionedRow.Meta):
        constraints = [models.UniqueConstraint(fields=["decision", "version"], name="weighing_versions")]

    @property
    def is_due(self) -> bool:
        """Whether the day has come on which it was to be looked at again, and nothing is told of it yet."""
        return bool(self.review_on and self.review_on <= timezone.localdate() and not self.came_of_it)

    @property
    def chosen(self) -> dict[str, Any] | None:
        return None if self.choice is None else self.options[self.choice]
