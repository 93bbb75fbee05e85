"""The diary: a week of names and times, booking, moving, cancelling; and the patient's own list."""

from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from clinic.access.gate import opens, opens_own, opens_service
from clinic.access.models import Service
from clinic.access.roles import Permission
from clinic.appointments import actions
from clinic.appointments.forms import BookingForm, CompanyForm, DiaryForm
from clinic.appointments.local_time import week_of
from clinic.appointments.models import Appointment
from clinic.courses.models import Course, Participant
from clinic.inventory.gathering import participant_of
from clinic.inventory.reach import within_reach
from clinic.safety import hours
from clinic.safety.lock import Closed


@require_GET
@opens_service(Permission.DIARY_VIEW)
def week(request: HttpRequest, service: Service) -> HttpResponse:
    """A week of meetings, a day at a time."""
    today = timezone.now().astimezone(ZoneInfo(service.time_zone)).date()
    start, end = week_of(_day(request.GET.get("from", ""), today), service.time_zone)
    monday = start.astimezone(ZoneInfo(service.time_zone)).date()
    rows = Appointment.objects.in_diary_of(request.user).between(start, end).with_people()
    context = {
        "days": [(day, list(those)) for day, those in groupby(rows, key=lambda one: one.agreed.date())],
        "monday": monday,
        "sunday": monday + timedelta(days=6),
        "before": monday - timedelta(days=7),
        "after": monday + timedelta(days=7),
        "today": today,
        "this_week": monday <= today < monday + timedelta(days=7),
    }
    return render(request, "appointments/week.html", context)


def _day(given: str, otherwise: date) -> date:
    try:
        day = date.fromisoformat(given)
    except ValueError:
        return otherwise
    return day if date(1900, 1, 1) < day < date(9000, 1, 1) else otherwise  # a week has a week on either side


@opens_service(Permission.DIARY_VIEW)
def book_for_somebody(request: HttpRequest, service: Service) -> HttpResponse:
    """Choose who comes, and when."""
    form = DiaryForm(request.POST or None, keeper=request.user, zone=service.time_zone)
    doubts = _doubts(form, form.cleaned_data["course"]) if form.is_valid() else {}
    if form.is_valid() and not doubts:
        return _booked(request, actions.book(by=request.user, **form.cleaned_data))
    return _booking_page(request, form, doubts)


@opens(Course, Permission.APPOINTMENT_BOOK)
def book(request: HttpRequest, course: Course) -> HttpResponse:
    """Book the next meeting of a course; the form offers the usual time."""
    form = BookingForm(request.POST or None, initial=_as_usual(course), zone=course.service.time_zone)
    doubts = _doubts(form, course) if form.is_valid() else {}
    if form.is_valid() and not doubts:
        made = actions.book(course=course, by=request.user, **form.cleaned_data)
        _booked(request, made)
        return redirect(_back(request, course))
    return _booking_page(request, form, doubts, course=course, back=_back(request, course))


def _as_usual(course: Course) -> dict[str, Any]:
    """The day, time, way and place of the last meeting, a week on; before the first, how long one lasts."""
    last = Appointment.objects.standing().filter(course=course).last()
    if last is None:
        return {"minutes": course.in_manual().session_minutes}
    return _terms(last, last.same_time_after(timezone.now()))


def _terms(appointment: Appointment, on: datetime) -> dict[str, Any]:
    return {
        "day": on.date(),
        "time": on.time(),
        "minutes": appointment.minutes,
        "mode": appointment.mode,
        "place": appointment.place,
    }


def _back(request: HttpRequest, course: Course) -> str:
    """The page of this course that a person came from, such as an open session."""
    home, given = f"/courses/{course.pk}/", request.GET.get("back", "")
    return given if given.startswith(home) and "//" not in given and "\\" not in given else home


@opens(Appointment, Permission.APPOINTMENT_BOOK)
def move(request: HttpRequest, appointment: Appointment) -> HttpResponse:
    """Meet at another time or in another way."""
    initial = _terms(appointment, appointment.agreed)
    form = BookingForm(request.POST or None, initial=initial, zone=appointment.time_zone)
    doubts = _doubts(form, appointment.course, appointment) if form.is_valid() else {}
    if form.is_valid() and not doubts:
        return _booked(request, actions.move(appointment=appointment, by=request.user, **form.cleaned_data))
    return _booking_page(request, form, doubts, appointment=appointment)


@opens(Appointment, Permission.INVENTORY_EDIT)
def comes_along(request: HttpRequest, appointment: Appointment) -> HttpResponse:
    """Plan who comes along; what is closed is said in the same words whatever the reason."""
    course, closed = appointment.course, False
    people = within_reach(participant_of(course), already=appointment.comes_along_id).exclude(category="pet")
    initial = {"relationship": appointment.comes_along_id}
    form = CompanyForm(request.POST or None, people=people, initial=initial)
    if form.is_valid():
        try:
            actions.plan_company(appointment=appointment, by=request.user, **form.cleaned_data)
            messages.success(request, _("Noted."))
            return redirect(_back(request, course))
        except Closed:
            closed = True
    context = {"appointment": appointment, "course": course, "form": form, "closed": closed}
    context |= {"back": _back(request, course), "tab": "overview"}
    status = 403 if closed else 422 if form.errors else 200
    return render(request, "appointments/comes_along.html", context, status=status)


@require_POST
@opens(Appointment, Permission.APPOINTMENT_BOOK)
def cancel(request: HttpRequest, appointment: Appointment) -> HttpResponse:
    """Cancel; the week then offers to put it back."""
    actions.cancel(appointment=appointment, by=request.user)
    messages.success(request, _("Cancelled: %s. You can put it back.") % _said(appointment))
    return _to_week(appointment)


@require_POST
@opens(Appointment, Permission.APPOINTMENT_BOOK)
def put_back(request: HttpRequest, appointment: Appointment) -> HttpResponse:
    actions.put_back(appointment=appointment, by=request.user)
    messages.success(request, _("It stands again: %s.") % _said(appointment))
    return _to_week(appointment)


@require_GET
@opens_own(Participant)
def mine(request: HttpRequest, participant: Participant) -> HttpResponse:
    """When the patient meets their therapist next."""
    coming = Appointment.objects.coming().filter(course=participant.course)
    context = {"coming": coming, "course": participant.course, "service": participant.service}
    return render(request, "appointments/mine.html", context)


def _doubts(form: BookingForm, course: Course, moved: Appointment | None = None) -> dict[str, Any]:
    """What speaks against a time and the person has not been shown yet: other meetings, closed doors."""
    if form.anyway:
        return {}
    others = Appointment.objects.exclude(pk=moved.pk) if moved else Appointment.objects.all()
    minutes = form.cleaned_data["minutes"]
    found = {
        "clashes": others.clashing(course, form.starts_at, minutes),
        "closed": not hours.open_throughout(course.service, form.starts_at, minutes)
        and not _is_usual(course, form.cleaned_data["on"]),
    }
    return {"doubtful": True, **found} if any(found.values()) else {}


def _is_usual(course: Course, on: datetime) -> bool:
    """Whether these two met at that time of the week last: then it was agreed, whatever the hours say."""
    usual = _as_usual(course)
    return "day" in usual and (usual["day"].weekday(), usual["time"]) == (on.weekday(), on.time())


def _booking_page(
    request: HttpRequest, form: BookingForm, doubts: dict[str, Any], **about: Any
) -> HttpResponse:
    context = {"form": form, **doubts, **about}
    return render(request, "appointments/booking.html", context, status=422 if form.is_bound else 200)


def _booked(request: HttpRequest, appointment: Appointment) -> HttpResponse:
    messages.success(request, _("In the diary: %s.") % _said(appointment))
    return _to_week(appointment)


def _said(appointment: Appointment) -> str:
    return f"{appointment.names}, {date_format(appointment.agreed, 'l j F, H:i')}"


def _to_week(appointment: Appointment) -> HttpResponse:
    return redirect(f"/appointments/?from={appointment.agreed.date()}")
