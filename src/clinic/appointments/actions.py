"""Books, moves and cancels appointments, and plans who comes along."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from clinic.access.models import User
from clinic.appointments.local_time import moment
from clinic.appointments.models import Appointment
from clinic.audit.actions import record
from clinic.courses.models import Course
from clinic.inventory.models import Relationship
from clinic.safety.lock import insist_open
from ipt.relationships.fear_and_violence import Act


@transaction.atomic
def book(
    *,
    course: Course,
    on: datetime,
    by: User,
    minutes: int = 50,
    mode: str = "room",
    place: str = "",
    session_number: int | None = None,
    time_zone: str = "",
) -> Appointment:
    """Book a meeting; ``on`` is the time on the clock in the service's zone, or in the one given."""
    zone = time_zone or course.service.time_zone
    appointment = Appointment.objects.create(
        service_id=course.service_id,
        course=course,
        session_number=session_number,
        local_time=f"{on:%Y-%m-%dT%H:%M}",
        time_zone=zone,
        starts_at=moment(on, zone),
        minutes=minutes,
        mode=mode,
        place=place,
        booked_by=by,
    )
    record(by=by, did="booked an appointment", on=appointment, starts_at=appointment.starts_at.isoformat())
    return appointment


@transaction.atomic
def move(
    *, appointment: Appointment, on: datetime, minutes: int, mode: str, place: str, by: User
) -> Appointment:
    """Meet at another time or in another way; the audit keeps what was agreed before."""
    before = appointment.starts_at.isoformat()
    appointment.local_time, appointment.starts_at = f"{on:%Y-%m-%dT%H:%M}", moment(on, appointment.time_zone)
    appointment.minutes, appointment.mode, appointment.place = minutes, mode, place
    appointment.save(update_fields=["local_time", "starts_at", "minutes", "mode", "place"])
    after = appointment.starts_at.isoformat()
    record(by=by, did="moved an appointment", on=appointment, before=before, after=after)
    return appointment


@transaction.atomic
def cancel(*, appointment: Appointment, by: User) -> None:
    """Take a meeting out of the diary; it can be put back."""
    if appointment.cancelled_at is None:
        appointment.cancelled_at = timezone.now()
        appointment.save(update_fields=["cancelled_at"])
        record(by=by, did="cancelled an appointment", on=appointment)


@transaction.atomic
def cancel_to_come(*, course: Course, by: User) -> list[Appointment]:
    """Take every meeting to come of a course out of the diary; each can be put back."""
    found = list(Appointment.objects.to_come(course).select_for_update())
    for appointment in found:
        cancel(appointment=appointment, by=by)
    return found


@transaction.atomic
def put_back(*, appointment: Appointment, by: User) -> None:
    """Undo a cancellation."""
    if appointment.cancelled_at is not None:
        appointment.cancelled_at = None
        appointment.save(update_fields=["cancelled_at"])
        record(by=by, did="put an appointment back", on=appointment)


@transaction.atomic
def plan_company(*, appointment: Appointment, relationship: Relationship | None, by: User) -> None:
    """Plan that somebody of the circle comes to a meeting beside the patient, or that nobody does.

    Raises `Closed` while inviting this person waits for the private page under Safety.
    """
    if relationship:
        insist_open(Act.INVITE, [relationship])
    appointment.comes_along = relationship
    appointment.save(update_fields=["comes_along"])
    record(by=by, did="planned who comes along", on=appointment, somebody=relationship is not None)
