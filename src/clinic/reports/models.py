"""What the reports keep, worked out of the record and never a source: all of it can be worked out again."""

from django.db import models

from clinic.access.models import ClinicalRow, Service
from clinic.courses.models import Course


class CourseOutcome(ClinicalRow):
    """What became of one course as far as it has come, in the figures that a report counts.

    Scores and ratings are whole hundredths, so that sums of them are exact in any order.
    """

    course = models.OneToOneField(Course, models.CASCADE, related_name="+")
    quarter = models.CharField(max_length=7)  # in which it began: 2026 Q3
    manual = models.CharField(max_length=20)
    focus = models.CharField(max_length=32, blank=True)  # the newest agreed; empty: none yet
    ended_how = models.CharField(max_length=24, blank=True)
    open = models.BooleanField()
    planned = models.PositiveIntegerField()  # sessions
    attended = models.PositiveIntegerField()
    missed = models.PositiveIntegerField()
    cancelled_by_patient = models.PositiveIntegerField()
    cancelled_by_therapist = models.PositiveIntegerField()
    waited_days = models.PositiveIntegerField(null=True)  # from enquiry to first attended session
    finished = models.BooleanField()  # this and the next six as in ipt.outcomes.rates
    at_caseness = models.BooleanField()
    recovered = models.BooleanField()
    reliably_improved = models.BooleanField()
    reliably_recovered = models.BooleanField()
    reliably_deteriorated = models.BooleanField()
    missing_outcome = models.BooleanField()
    scores = models.JSONField(default=dict)  # measure: first, last, way (1 better, -1 worse), by_session
    aims = models.JSONField(
        default=dict
    )  # confidants, gaps, focus, goals: [first, last], where both are known


class Tally(models.Model):
    """Sums over the courses of one cell: all that are alike in what a reader can choose by.

    ``what`` is summed in ``counts``, 64-bit integers in a fixed order (`tallies`), zeros at the end left out.
    """

    service = models.ForeignKey(Service, models.CASCADE, related_name="+")
    finished = models.BooleanField()
    quarter = models.CharField(max_length=7)
    manual = models.CharField(max_length=20)
    focus = models.CharField(max_length=32, blank=True)
    what = models.CharField(max_length=40)
    counts = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["service", "what", "quarter", "manual", "focus", "finished"],
                name="one_tally_a_cell",
            )
        ]


class Standing(models.Model):
    """How far a service's figures have come: up to which event of its audit, and by which rules."""

    service = models.OneToOneField(Service, models.CASCADE, primary_key=True, related_name="+")
    rules = models.CharField(
        max_length=64, blank=True
    )  # `tallies.rules` when they were counted from the start
    measures = models.JSONField(default=list)  # those with scores: by them it is known which ones count
    seq = models.PositiveBigIntegerField(default=0)  # the last event of the audit that is in the figures
    counted_to = models.UUIDField(null=True)  # the last course of a count from the start; null: it is over
    as_of = models.DateTimeField(null=True)  # up to which moment changes are in; null: never counted whole
