"""When and where patient and therapist meet."""

from django.db import models

from clinic.access.models import ClinicalRow, User
from clinic.access.roles import Role
from clinic.courses.models import Course


class Appointment(ClinicalRow):
    """A booked meeting: local time and zone as people said it, and the moment it comes to."""

    course = models.ForeignKey(Course, models.PROTECT, related_name="appointments")
    session_number = models.PositiveIntegerField(null=True)
    local_time = models.CharField(max_length=16)  # 2026-11-19T14:00, as it was agreed
    time_zone = models.CharField(max_length=60)
    starts_at = models.DateTimeField()
    minutes = models.PositiveIntegerField(default=50)
    mode = models.CharField(max_length=10, default="room")
    place = models.CharField(max_length=120, blank=True)
    booked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    cancelled_at = models.DateTimeField(null=True)

    service_standings = (Role.RECEPTION,)

    class Meta:
        ordering = ["starts_at"]
        indexes = [models.Index(fields=["course", "starts_at"])]
