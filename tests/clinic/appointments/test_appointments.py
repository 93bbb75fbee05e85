"""The diary: clock times that survive the clocks changing, clashes, undo, and who may see what."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from clinic.access.roles import Role
from clinic.appointments import actions
from clinic.appointments.local_time import NoSuchTime, moment, week_of
from clinic.appointments.models import Appointment
from clinic.audit.models import AuditEvent
from clinic.courses.actions import begin_session, sign_session
from tests import factories
from tests.conftest import NOW, signed_in
from tests.factories import Case

ASKED = {"day": "2026-11-19", "time": "14:00", "minutes": "50", "mode": "video", "place": ""}


def booked(case: Case, on: datetime = datetime(2026, 11, 19, 14, 0), **given: object) -> Appointment:  # noqa: DTZ001
    return actions.book(course=case.course, on=on, by=case.therapist, **given)


def words(answer) -> str:
    return " ".join(answer.content.decode().split())


@pytest.fixture
def reception(case):
    return signed_in(factories.member(Role.RECEPTION, case.service, name="Tom Ellery"))


@pytest.fixture
def colleague(case):
    return signed_in(factories.member(Role.THERAPIST, case.service, name="Jo Field"))


# The clock -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("agreed", "at"),
    [
        (datetime(2026, 10, 24, 14, 0), datetime(2026, 10, 24, 13, 0, tzinfo=UTC)),  # noqa: DTZ001 summer
        (datetime(2026, 10, 26, 14, 0), datetime(2026, 10, 26, 14, 0, tzinfo=UTC)),  # noqa: DTZ001 winter
        (datetime(2026, 10, 25, 1, 30), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),  # noqa: DTZ001 twice
    ],
)
def test_two_o_clock_stays_two_o_clock_when_the_clocks_change(agreed, at):
    assert moment(agreed, "Europe/London") == at


def test_a_time_that_the_clocks_skip_is_refused():
    with pytest.raises(NoSuchTime):
        moment(datetime(2027, 3, 28, 1, 30), "Europe/London")  # noqa: DTZ001


@given(st.dates(datetime(2025, 1, 1).date(), datetime(2030, 1, 1).date()))  # noqa: DTZ001
def test_a_week_is_seven_days_on_the_calendar_also_when_the_clocks_change(day):
    start, end = week_of(day, "Europe/London")
    assert start <= moment(datetime(day.year, day.month, day.day, 12), "Europe/London") < end  # noqa: DTZ001
    assert abs((end - start) - timedelta(days=7)) <= timedelta(hours=1)


# Booking ---------------------------------------------------------------------------------------------


def test_an_appointment_keeps_the_time_on_the_clock_the_zone_and_the_moment(case, therapist):
    answer = therapist.post(f"/courses/{case.course.pk}/appointments/new/", ASKED, follow=True)
    made = Appointment.objects.get()
    assert (made.local_time, made.time_zone) == ("2026-11-19T14:00", "Europe/London")
    assert made.starts_at == datetime(2026, 11, 19, 14, 0, tzinfo=UTC)
    assert "In the diary: Rowan Tate, Thursday 19 November, 14:00." in words(answer)


def test_the_next_meeting_is_offered_a_week_on_at_the_usual_time(case, therapist):
    booked(case, datetime(2026, 10, 22, 14, 0), mode="video", place="Room 2")  # noqa: DTZ001 three weeks ago
    page = therapist.get(f"/courses/{case.course.pk}/appointments/new/").context["form"]
    offered = {name: page[name].value() for name in ("day", "time", "minutes", "mode", "place")}
    assert str(offered.pop("day")) == "2026-11-19"
    assert str(offered.pop("time")) == "14:00:00"
    assert offered == {"minutes": 50, "mode": "video", "place": "Room 2"}


def test_the_usual_time_is_not_asked_about_though_the_service_is_closed(case, therapist):
    booked(case, datetime(2026, 11, 5, 18, 0))  # noqa: DTZ001 a Thursday evening, agreed before
    address = f"/courses/{case.course.pk}/appointments/new/"
    assert therapist.post(address, {**ASKED, "time": "18:30"}).status_code == 422
    assert therapist.post(address, {**ASKED, "time": "18:00"}).status_code == 302


def test_before_the_first_meeting_no_day_is_made_up(case, therapist):
    page = therapist.get(f"/courses/{case.course.pk}/appointments/new/").context["form"]
    assert page["day"].value() is None
    assert page["minutes"].value() == case.course.in_manual().session_minutes


@pytest.mark.parametrize(("asked", "led"), [("sessions/3/", "sessions/3/"), ("", ""), ("/evil.example/", "")])
def test_after_booking_one_is_back_where_one_was(case, therapist, asked, led):
    home = f"/courses/{case.course.pk}/"
    answer = therapist.post(f"{home}appointments/new/?back={home}{asked}", ASKED)
    assert answer.url == home + led


def test_a_time_that_has_passed_or_does_not_exist_is_refused_and_what_was_typed_stays(case, therapist):
    page = f"/courses/{case.course.pk}/appointments/new/"
    past = therapist.post(page, {**ASKED, "day": "2026-11-11", "place": "Room 2"})
    assert past.status_code == 422
    assert "That time has passed." in words(past)
    assert "Room 2" in words(past)
    skipped = therapist.post(page, {**ASKED, "day": "2027-03-28", "time": "01:30"})
    assert "this time does not exist" in words(skipped)
    assert not Appointment.objects.exists()


def test_a_clash_is_shown_first_and_can_be_kept(case, therapist):
    booked(case)
    page = f"/courses/{case.course.pk}/appointments/new/"
    warned = therapist.post(page, {**ASKED, "time": "14:30"})
    assert warned.status_code == 422
    assert "Maya Osei meets Rowan Tate then, from 14:00 to 14:50." in words(warned)
    assert Appointment.objects.count() == 1
    assert therapist.post(page, {**ASKED, "time": "14:50"}).status_code == 302
    assert therapist.post(page, {**ASKED, "time": "14:30", "anyway": "on"}).status_code == 302


@pytest.mark.parametrize(
    ("day", "time"),
    [("2026-11-21", "14:00"), ("2026-11-19", "08:30"), ("2026-11-19", "16:30"), ("2026-11-20", "14:00")],
)
def test_a_time_at_which_the_service_is_closed_is_asked_about_and_can_be_kept(case, therapist, day, time):
    case.service.closed_on = ["2026-11-20"]
    case.service.save()
    page, asked = f"/courses/{case.course.pk}/appointments/new/", {**ASKED, "day": day, "time": time}
    warned = therapist.post(page, {**asked, "place": "Room 2"})
    assert warned.status_code == 422
    assert "The service is closed then. Book it all the same?" in words(warned)
    assert "Room 2" in words(warned)
    assert not Appointment.objects.exists()
    assert therapist.post(page, {**asked, "anyway": "on"}).status_code == 302


def test_an_appointment_is_moved_cancelled_and_put_back(case, therapist):
    made = booked(case)
    therapist.post(f"/appointments/{made.pk}/move/", {**ASKED, "time": "16:00", "mode": "phone"})
    made.refresh_from_db()
    assert (made.local_time, made.mode) == ("2026-11-19T16:00", "phone")
    cancelled = words(therapist.post(f"/appointments/{made.pk}/cancel/", follow=True))
    assert "Cancelled: Rowan Tate, Thursday 19 November, 16:00. You can put it back." in cancelled
    assert "Put it back" in cancelled
    assert Appointment.objects.next_for(case.course) is None
    therapist.post(f"/appointments/{made.pk}/put-back/")
    assert Appointment.objects.next_for(case.course) == made
    acts = AuditEvent.objects.filter(on_id=str(made.pk)).exclude(did="opened").order_by("seq")
    assert [event.did for event in acts] == [
        "booked an appointment",
        "moved an appointment",
        "cancelled an appointment",
        "put an appointment back",
    ]


def test_moving_an_appointment_does_not_clash_with_itself(case, therapist):
    made = booked(case)
    answer = therapist.post(f"/appointments/{made.pk}/move/", {**ASKED, "time": "14:10"})
    assert answer.status_code == 302


# Reading ---------------------------------------------------------------------------------------------


def test_the_next_appointments_of_many_courses_are_one_query(case, django_assert_num_queries):
    booked(case, datetime(2026, 11, 26, 14, 0))  # noqa: DTZ001
    first = booked(case)
    booked(case, datetime(2026, 11, 5, 14, 0))  # noqa: DTZ001
    other = factories.course(of=case.service)
    with django_assert_num_queries(1):
        found = Appointment.objects.next_by_course([case.course, other.course])
    assert found == {case.course.pk: first}


def test_a_meeting_that_is_going_on_is_still_the_next_one(case):
    now = booked(case, datetime(2026, 11, 12, 12, 30))  # noqa: DTZ001
    assert Appointment.objects.next_for(case.course, NOW) == now


def test_a_meeting_of_today_waits_until_its_session_is_begun(case):
    today = booked(case, datetime(2026, 11, 12, 9, 0))  # noqa: DTZ001 four hours ago
    later = booked(case)
    assert Appointment.objects.next_for(case.course) == today
    begin_session(course=case.course, by=case.therapist)
    assert Appointment.objects.next_for(case.course) == later


def test_a_meeting_whose_session_was_held_in_the_morning_is_over(case):
    evening = booked(case, datetime(2026, 11, 12, 19, 0))  # noqa: DTZ001 six hours from now
    later = booked(case)
    session = begin_session(course=case.course, by=case.therapist)
    assert Appointment.objects.next_for(case.course) == evening
    sign_session(session=session, by=case.therapist, line="We met.")
    assert Appointment.objects.next_for(case.course) == later


def test_a_second_meeting_of_the_day_and_one_booked_afterwards_are_to_come(case):
    booked(case, datetime(2026, 11, 12, 14, 0))  # noqa: DTZ001 the session's own, begun early
    second = booked(case, datetime(2026, 11, 12, 19, 0))  # noqa: DTZ001
    session = begin_session(course=case.course, by=case.therapist)
    sign_session(session=session, by=case.therapist, line="We met.")
    assert Appointment.objects.next_for(case.course) == second
    Appointment.objects.update(cancelled_at=NOW)
    with time_machine.travel(NOW + timedelta(minutes=30), tick=False):
        afterwards = booked(case, datetime(2026, 11, 12, 20, 0))  # noqa: DTZ001
        assert Appointment.objects.next_for(case.course) == afterwards


def test_a_meeting_of_yesterday_is_over(case):
    booked(case, datetime(2026, 11, 11, 14, 0))  # noqa: DTZ001
    assert Appointment.objects.next_for(case.course) is None


def test_a_therapist_sees_their_own_week(case, therapist, colleague):
    booked(case, datetime(2026, 11, 13, 9, 0))  # noqa: DTZ001
    shown = words(therapist.get("/appointments/"))
    assert "Appointments this week" in shown
    assert "Friday 13 November" in shown
    assert "Rowan Tate" in shown
    assert "Nobody is booked in this week" in words(colleague.get("/appointments/"))
    assert "Nobody is booked in this week" in words(therapist.get("/appointments/?from=2026-11-20"))
    assert therapist.get("/appointments/?from=nonsense").status_code == 200


def test_reception_sees_everybodys_names_and_times_and_nothing_clinical(case, reception):
    booked(case, datetime(2026, 11, 13, 9, 0), session_number=10)  # noqa: DTZ001
    shown = words(reception.get("/appointments/"))
    assert "Rowan Tate" in shown
    assert "Maya Osei" in shown
    shown = shown[shown.index("<main") :]
    for clinical in ("PHQ", "session", "Session", "dep16", "/courses/"):
        assert clinical not in shown
    assert reception.get(f"/courses/{case.course.pk}/").status_code in (403, 404)


def test_reception_books_for_anybody_in_the_service_and_for_nobody_elsewhere(case, reception):
    elsewhere = factories.course()
    page = "/appointments/new/"
    assert reception.post(page, {**ASKED, "course": case.course.pk}).status_code == 302
    assert reception.post(page, {**ASKED, "course": elsewhere.course.pk}).status_code == 422
    assert Appointment.objects.get().course == case.course


def test_a_therapist_books_for_their_own_people_alone(case, therapist, colleague):
    assert colleague.post("/appointments/new/", {**ASKED, "course": case.course.pk}).status_code == 422
    assert therapist.post("/appointments/new/", {**ASKED, "course": case.course.pk}).status_code == 302


@pytest.mark.parametrize("tail", ["move/", "cancel/", "put-back/"])
def test_nobody_else_changes_an_appointment(case, colleague, patient, tail):
    page = f"/appointments/{booked(case).pk}/{tail}"
    supervisor, elsewhere = signed_in(case.supervisor), signed_in(factories.member(Role.RECEPTION))
    statuses = [who.post(page).status_code for who in (colleague, elsewhere, supervisor, patient, Client())]
    assert statuses == [404, 404, 403, 403, 302]
    assert Appointment.objects.get().cancelled_at is None


def test_the_diary_is_closed_to_those_who_keep_none(case, patient):
    lead = signed_in(factories.member(Role.LEAD, case.service))
    assert [who.get("/appointments/").status_code for who in (lead, patient, Client())] == [403, 403, 302]


def test_the_patient_sees_when_they_meet_next(case, patient):
    assert "No time is fixed yet" in words(patient.get("/me/appointments/"))
    booked(case)
    shown = words(patient.get("/me/appointments/"))
    assert "Thursday 19 November, 14:00" in shown
    assert "With Maya, 50 minutes." in shown
    assert "If you cannot come, ring Riverside Talking Therapy on 0113 496 0143." in shown


def test_the_week_asks_a_fixed_number_of_queries(case, therapist, django_assert_max_num_queries):
    for hour in range(9, 17):
        booked(case, datetime(2026, 11, 13, hour, 0))  # noqa: DTZ001
    with django_assert_max_num_queries(16):  # with those of session, user, roles and audit
        therapist.get("/appointments/")


def test_who_comes_is_chosen_by_name(case, reception):
    for name in ("Zoe Ames", "Abel Young"):
        patient = factories.course(of=case.service).patient
        patient.name = name
        patient.save()
    page = words(reception.get("/appointments/new/"))
    places = [page.index(f">{name}<") for name in ("Abel Young", "Rowan Tate", "Zoe Ames")]
    assert places == sorted(places)


def test_a_day_that_is_over_is_neither_moved_nor_cancelled(case, reception):
    booked(case)
    assert ">Move<" in words(reception.get("/appointments/?from=2026-11-16"))
    with time_machine.travel(NOW + timedelta(days=8), tick=False):
        later = signed_in(factories.member(Role.RECEPTION, case.service, name="Ann Poole"))
        seen = words(later.get("/appointments/?from=2026-11-16"))
    assert "Rowan Tate" in seen
    assert ">Move<" not in seen and ">Cancel<" not in seen
