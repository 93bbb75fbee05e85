"""Measures asked of a patient, answers as they are given, and what was sent."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Q

from clinic.access.models import ClinicalRow, User
from clinic.access.scope import ScopedQuerySet
from clinic.courses.models import Course, Participant
from clinic.inventory.models import Relationship
from ipt.measures import library, risk
from ipt.measures.measure import Item, Measure

WITH = ("about", "so_far", "participant__course__therapist")  # what a request that waits is shown with
WAYS = ("phone", "this screen", "paper", "speech", "import")


class MeasureRequestQuerySet(ScopedQuerySet):
    """Requests, as the patient and the therapist look for them."""

    def standing(self) -> Self:
        """Those not withdrawn."""
        return self.filter(withdrawn_at=None)

    def unanswered(self) -> Self:
        """Those that wait for answers, the first due first."""
        found = self.standing().filter(response=None).select_related(*WITH)
        return found.order_by("due_on", "created_at", "pk")  # keys sort by time, too

    def due(self, on: date) -> Self:
        """Those that wait for answers by a day."""
        return self.unanswered().filter(due_on__lte=on)


class MeasureRequest(ClinicalRow):
    """A measure asked of a patient, for a session or on its own."""

    participant = models.ForeignKey(Participant, models.PROTECT, related_name="measure_requests")
    measure = models.CharField(max_length=20)
    measure_version = models.CharField(max_length=60)
    about = models.ForeignKey(Relationship, models.PROTECT, null=True, related_name="+")
    session_number = models.PositiveIntegerField(null=True)
    due_on = models.DateField()
    opened_at = models.DateTimeField(null=True)  # by staff in the room, whatever day they are for
    asked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    to_course = "participant__course"
    objects = MeasureRequestQuerySet.as_manager()

    class Meta:
        ordering = ["due_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "measure", "session_number"],
                condition=Q(withdrawn_at=None, about=None),
                name="asked_once_a_session",
            ),
            models.UniqueConstraint(
                fields=["participant", "measure", "due_on"],
                condition=Q(withdrawn_at=None, session_number=None, about=None),
                name="asked_once_a_day",
            ),
            models.UniqueConstraint(
                fields=["participant", "measure", "about", "session_number"],
                condition=Q(withdrawn_at=None),
                name="asked_once_a_session_about_somebody",
            ),
            models.UniqueConstraint(
                fields=["participant", "measure", "about", "due_on"],
                condition=Q(withdrawn_at=None, session_number=None),
                name="asked_once_a_day_about_somebody",
            ),
        ]

    @property
    def loaded(self) -> Measure:
        return library.load(self.measure)

    @property
    def sent(self) -> bool:
        return hasattr(self, "response")

    @property
    def begun(self) -> bool:
        return hasattr(self, "so_far") and self.so_far.revision > 0

    @property
    def answered_so_far(self) -> int:
        """How many items have an answer, or were left blank on purpose."""
        return len(self.so_far.answers) if self.begun else 0


class AnswersSoFar(ClinicalRow):
    """What a patient has answered and not yet sent, saved answer by answer."""

    asked = models.OneToOneField(MeasureRequest, models.CASCADE, related_name="so_far")
    # item id: {value (null = left blank), revision, at, page, device, session}
    answers = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField()

    to_course = "asked__participant__course"

    @property
    def values(self) -> dict[str, float | None]:
        """What was answered, by item; ``None`` where the patient chose to leave it blank."""
        return {item: given["value"] for item, given in self.answers.items()}


class ResponseQuerySet(ScopedQuerySet):
    """Responses, as charts and lists look for them."""

    def of(self, course: Course, measure: str | None = None) -> Self:
        """Those of one course, the oldest first; of one measure when it is named."""
        found = self.filter(participant__course=course).order_by("given_at", "created_at", "pk")
        return found.filter(measure=measure) if measure else found

    def like(self, response: "Response") -> Self:
        """Those of the same patient to the same measure about the same person, the oldest first."""
        same = {name: getattr(response, name) for name in ("participant_id", "measure", "about_id")}
        return self.filter(**same).order_by("given_at", "created_at", "pk")


class Response(ClinicalRow):
    """What was sent: the raw answers beside every score they gave. It bears the id of its request, if any."""

    asked = models.OneToOneField(MeasureRequest, models.PROTECT, null=True, related_name="response")
    participant = models.ForeignKey(Participant, models.PROTECT, related_name="responses")
    measure = models.CharField(max_length=20)
    measure_version = models.CharField(max_length=60)
    about = models.ForeignKey(Relationship, models.PROTECT, null=True, related_name="+")
    session_number = models.PositiveIntegerField(null=True)
    answers = models.JSONField(null=True)  # one an item, null = blank; null where only a total was imported
    scores = models.JSONField()  # score id: value, or null where too much was blank
    bands = models.JSONField(default=dict)  # score id: label, or null
    total = models.FloatField(null=True)  # the measure's main score; null where too much was blank
    answered = models.PositiveIntegerField()
    missing = models.PositiveIntegerField()
    prorated = models.BooleanField(default=False)
    given_at = models.DateTimeField()
    way = models.CharField(max_length=12, default="phone")  # one of WAYS
    entered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    source = models.CharField(max_length=120, blank=True)  # for an import: where the row came from

    to_course = "participant__course"
    objects = ResponseQuerySet.as_manager()

    class Meta:
        ordering = ["given_at"]
        indexes = [models.Index(fields=["participant", "measure", "given_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["service", "source"], condition=~models.Q(source=""), name="imported_once"
            )
        ]

    @property
    def loaded(self) -> Measure:
        return library.load(self.measure)

    @property
    def items(self) -> int:
        """How many items count towards a score."""
        return self.answered + self.missing

    @property
    def band(self) -> str:
        """The band of the main score, or nothing where none was published."""
        return self.bands.get(self.loaded.main_score) or ""

    @property
    def risk(self) -> tuple[risk.RiskItem, ...]:
        """The safety items whose answers show risk."""
        return risk.risk_items(self.loaded, self.answers) if self.answers else ()

    @property
    def risk_left_blank(self) -> tuple[Item, ...]:
        """The safety items left blank: neither risk nor its absence."""
        return risk.blank_risk_items(self.loaded, self.answers) if self.answers else ()

    @property
    def each_answer(self) -> list[dict[str, Any]]:
        """Every item with what was chosen, in the form's order and words."""
        pairs = zip(self.loaded.items, self.answers or [], strict=False)
        return [{"item": item, "value": value, "label": words(item, value)} for item, value in pairs]


def words(item: Item, value: float | None) -> str:
    """An answer in the form's own words; nothing for a blank."""
    if value is None:
        return ""
    option = item.option(value)
    return option.label if option else f"{value:g}"
