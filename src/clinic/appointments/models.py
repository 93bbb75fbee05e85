"""When and where patient and therapist meet."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Self
from uuid import UUID

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone

from clinic.access.models import ClinicalRow, User
from clinic.access.roles import Role
from clinic.access.scope import ScopedQuerySet, by_service, treated_by
from clinic.courses.models import Absence, Course, Participant, Session
from clinic.inventory.models import Relationship

LONGEST = timedelta(hours=8)
WEEK = timedelta(days=7)


class AppointmentQuerySet(ScopedQuerySet):
    """Appointments, as diaries and pages need them."""

    def standing(self) -> Self:
        return self.filter(cancelled_at=None)

    def between(self, start: datetime, end: datetime) -> Self:
        return self.filter(starts_at__gte=start, starts_at__lt=end)

    def coming(self, now: datetime | None = None) -> Self:
        """Standing, and not over: to come, going on, or due today while no session was begun or missed.

        A meeting is over as soon as its session is signed, however early: the first of the day, if it was
        booked before the session.
        """
        now = now or timezone.now()
        today = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
        held = Session.objects.filter(course=OuterRef("course"), began_at__gte=today)
        missed = Absence.objects.filter(course=OuterRef("course"), on=today.date())
        waiting = Q(starts_at__gte=today) & ~Exists(held) & ~Exists(missed)
        signed = held.filter(signed_at__isnull=False)
        going_on = Q(starts_at__gt=now - timedelta(hours=1)) & ~Exists(signed)
        before = Appointment.objects.standing().filter(
            course=OuterRef("course"), starts_at__gte=today, starts_at__lt=OuterRef("starts_at")
        )
        booked_for_it = signed.filter(began_at__gte=OuterRef("created_at"))
        early = Q(starts_at__lt=today + timedelta(days=1)) & Exists(booked_for_it) & ~Exists(before)
        return self.standing().filter((Q(starts_at__gt=now) & ~early) | going_on | waiting)

    def to_come(self, course: Course, now: datetime | None = None) -> Self:
        """Standing meetings of a course that have not begun."""
        return self.standing().filter(course=course, starts_at__gt=now or timezone.now())

    def next_for(self, course: Course, now: datetime | None = None) -> "Appointment | None":
        return self.coming(now).filter(course=course).first()

    def next_by_course(
        self, courses: Iterable[Course], now: datetime | None = None
    ) -> dict[UUID, "Appointment"]:
        """The next appointment of each course, by the course's id, in one query."""
        coming = self.coming(now).filter(course__in=courses).order_by("-starts_at")
        return {one.course_id: one for one in coming}

    def in_diary_of(self, user: User) -> Self:
        """A therapist's own meetings; for reception, everybody's in the service."""
        return self.filter(treated_by(user, "course__") | by_service(user, (Role.RECEPTION,)))

    def with_people(self) -> Self:
        return self.select_related("course__therapist").prefetch_related("course__participants__patient")

    def clashing(self, course: Course, starts_at: datetime, minutes: int) -> "list[Appointment]":
        """Other meetings of the same therapist at that time."""
        ends_at = starts_at + timedelta(minutes=minutes)
        near = self.standing().between(starts_at - LONGEST, ends_at).with_people()
        return [one for one in near.filter(course__therapist=course.therapist_id) if one.ends_at > starts_at]


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
    comes_along = models.ForeignKey(Relationship, models.PROTECT, null=True, related_name="+")
    booked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    cancelled_at = models.DateTimeField(null=True)

    service_standings = (Role.RECEPTION,)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at"]
        indexes = [
            models.Index(fields=["course", "starts_at"]),
            models.Index(fields=["service", "starts_at"]),
        ]

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def on_a_past_day(self) -> bool:
        """Whether its day is over, so that it can no longer be moved or cancelled."""
        return timezone.localdate(self.starts_at) < timezone.localdate()

    @property
    def agreed(self) -> datetime:
        """The time on the clock, as people agreed it."""
        return datetime.fromisoformat(self.local_time)  # without a zone: that is beside it

    def same_time_after(self, moment: datetime) -> datetime:
        """The time on the clock of the first week in which a meeting at this time is still to come."""
        weeks = (moment - self.starts_at) // WEEK + 1
        return self.agreed + max(weeks, 1) * WEEK

    @property
    def names(self) -> str:
        """Who comes; nothing about why."""
        return " & ".join(one.patient.name for one in self.course.participants.all())

    def __str__(self) -> str:
        return f"{self.local_time} {self.time_zone}"


def bookable_courses(user: User) -> "models.QuerySet[Any]":
    """Courses for which this person keeps the diary, by name: their own; for reception, the service's."""
    mine = treated_by(user, "") | by_service(user, (Role.RECEPTION,))
    people = Participant.objects.filter(course=OuterRef("pk")).order_by("created_at")
    named = Course.objects.annotate(name=Subquery(people.values("patient__name")[:1]))
    open_ones = named.filter(mine, ended_on=None).order_by("name", "pk")
    return open_ones.select_related("therapist", "service").prefetch_related("participants__patient")
