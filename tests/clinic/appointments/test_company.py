"""Who comes along to a meeting: planned by the therapist, and closed until the patient was asked alone."""

import re
from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from clinic.access.roles import Role
from clinic.appointments import actions
from clinic.appointments.models import Appointment
from clinic.audit.models import AuditEvent
from clinic.courses.actions import begin_session
from clinic.inventory.models import Relationship
from clinic.safety.lock import Closed
from tests import factories
from tests.clinic.appointments.test_appointments import booked, words
from tests.clinic.incidents.moments import opened
from tests.clinic.inventory.people import add
from tests.clinic.safety.test_private import TELLING
from tests.conftest import signed_in
from tests.factories import Case


@pytest.fixture
def sam(case: Case) -> Relationship:
    return add(case, "Sam", "partner")


@pytest.fixture
def meeting(case: Case) -> Appointment:
    return booked(case)


def at(meeting: Appointment) -> str:
    return f"/courses/{meeting.course_id}/appointments/{meeting.pk}/comes-along/"


def prepared(client: Client, case: Case) -> str:
    return words(client.get(f"/courses/{case.course.pk}/prepare/"))


@pytest.mark.parametrize("answer", [None, "not_safe", "not_sure"])
def test_nobody_is_invited_before_it_was_asked_alone_and_the_page_does_not_say_why(
    case: Case, therapist: Client, sam: Relationship, meeting: Appointment, answer: str | None
) -> None:
    if answer:
        opened(case, sam, answer)
    reply = therapist.post(at(meeting), {"relationship": sam.pk})
    assert reply.status_code == 403 and "This is closed for now" in words(reply)
    assert not TELLING.search(words(reply))
    with pytest.raises(Closed):
        actions.plan_company(appointment=meeting, relationship=sam, by=case.therapist)
    meeting.refresh_from_db()
    assert meeting.comes_along is None


def test_who_comes_along_stands_where_the_therapist_prepares_and_nowhere_else(
    case: Case, therapist: Client, sam: Relationship, meeting: Appointment
) -> None:
    assert ">Plan who comes along</a>" in prepared(therapist, case)
    assert "Somebody comes along" not in prepared(therapist, case)
    opened(case, sam, "safe")
    back = f"/courses/{case.course.pk}/prepare/"
    reply = therapist.post(f"{at(meeting)}?back={back}", {"relationship": sam.pk})
    assert reply["Location"] == back
    assert "Sam comes along." in prepared(therapist, case)
    assert AuditEvent.objects.filter(did="planned who comes along").count() == 1
    reception = signed_in(factories.member(Role.RECEPTION, case.service))
    patient = signed_in(case.patient.user)
    for page in (
        reception.get("/appointments/?from=2026-11-19"),
        patient.get("/me/appointments/"),
        patient.get("/me/"),
    ):
        assert page.status_code == 200 and "Sam" not in words(page)
    therapist.post(at(meeting), {"relationship": ""})
    assert "Sam comes along" not in prepared(therapist, case)


def test_a_plan_waits_again_once_the_answer_is_another(
    case: Case, therapist: Client, sam: Relationship, meeting: Appointment
) -> None:
    opened(case, sam, "safe")
    actions.plan_company(appointment=meeting, relationship=sam, by=case.therapist)
    opened(case, sam, "not_sure")
    seen = prepared(therapist, case)
    assert "Sam is to come along. One thing to do alone first:" in seen
    assert "Sam comes along" not in seen


def test_only_who_can_come_is_offered(
    case: Case, therapist: Client, sam: Relationship, meeting: Appointment
) -> None:
    add(case, "Rex", "pet")
    add(case, "Dad", "family", died_year=2021)
    stranger = add(factories.course(of=case.service, therapist=case.therapist), "Pat", "friend")
    offered = therapist.get(at(meeting)).context["form"].fields["relationship"].queryset
    assert list(offered) == [sam]
    assert therapist.post(at(meeting), {"relationship": stranger.pk}).status_code == 422


def test_the_plan_is_the_treating_therapists_alone(
    case: Case, sam: Relationship, meeting: Appointment
) -> None:
    opened(case, sam, "safe")
    found = {}
    for role in (Role.RECEPTION, Role.THERAPIST):
        found[role] = signed_in(factories.member(role, case.service)).get(at(meeting)).status_code
    supervisor = signed_in(case.supervisor)
    assert found == {Role.RECEPTION: 403, Role.THERAPIST: 404}
    assert supervisor.get(at(meeting)).status_code == 403
    assert "comes along" not in prepared(supervisor, case)
    assert signed_in(case.patient.user).post(at(meeting), {"relationship": sam.pk}).status_code == 403


def on_its_page(client: Client, case: Case) -> str:
    return bare(words(client.get(f"/courses/{case.course.pk}/sessions/1/")))


def bare(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


@pytest.fixture
def todays(case: Case) -> Appointment:
    return booked(case, on=datetime.fromisoformat("2026-11-12T14:00"))


def test_who_comes_along_stands_on_the_page_of_the_session_once_it_has_begun(
    case: Case, therapist: Client, sam: Relationship, todays: Appointment
) -> None:
    opened(case, sam, "safe")
    actions.plan_company(appointment=todays, relationship=sam, by=case.therapist)
    nxt = booked(case)
    begin_session(course=case.course, by=case.therapist)
    here = f"/courses/{case.course.pk}/sessions/1/"
    page = words(therapist.get(here))
    assert page.count("Sam comes along") == 1
    assert "Sam comes along to this session. Change who comes along to this session" in bare(page)
    assert f'href="{at(todays)}?back={here}"' in page
    assert therapist.post(f"{at(todays)}?back={here}", {"relationship": ""})["Location"] == here
    assert "to this session" not in on_its_page(therapist, case)
    actions.plan_company(appointment=nxt, relationship=sam, by=case.therapist)
    seen = on_its_page(therapist, case)
    assert "Sam comes along." in seen and "to this session" not in seen


def test_on_the_page_of_the_session_a_plan_waits_again_too_and_the_shared_pages_say_nothing(
    case: Case, therapist: Client, sam: Relationship, todays: Appointment
) -> None:
    opened(case, sam, "safe")
    actions.plan_company(appointment=todays, relationship=sam, by=case.therapist)
    begin_session(course=case.course, by=case.therapist)
    opened(case, sam, "not_safe")
    seen = on_its_page(therapist, case)
    assert "Sam is to come along to this session. One thing to do alone first: Safety" in seen
    assert not TELLING.search(seen) and "Sam comes along" not in seen
    patient = signed_in(case.patient.user)
    for page in (
        therapist.get(f"/courses/{case.course.pk}/sessions/1/together/"),
        patient.get("/me/"),
        patient.get("/me/appointments/"),
    ):
        assert page.status_code == 200 and "along" not in words(page)
    assert "along" not in on_its_page(signed_in(case.supervisor), case)


def test_the_guests_of_two_meetings_cost_the_page_of_a_session_a_fixed_number_of_queries(
    case: Case, therapist: Client, sam: Relationship, todays: Appointment, django_assert_max_num_queries: Any
) -> None:
    opened(case, sam, "safe")
    for meeting in (todays, booked(case)):
        actions.plan_company(appointment=meeting, relationship=sam, by=case.therapist)
    begin_session(course=case.course, by=case.therapist)
    lock = connection.vendor == "postgresql"  # its audit asks for one
    with django_assert_max_num_queries(52 + lock):
        on_its_page(therapist, case)
