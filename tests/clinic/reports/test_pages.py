"""The dashboard's pages: what is chosen stays chosen, and courses open only to those who treat them."""

from datetime import date

import pytest
from django.utils.html import escape

from clinic.access.models import Membership
from clinic.access.roles import Role
from clinic.audit.models import AuditEvent
from clinic.reports import views
from clinic.reports.drill import FIGURES
from tests import factories
from tests.clinic.reports.test_report import bring, page
from tests.conftest import signed_in

REPORT, COURSES = "/reports/", "/reports/courses/"


@pytest.fixture
def service(db):
    return factories.service()


@pytest.fixture
def lead(service):
    return factories.member(Role.LEAD, service, name="Ann Lindqvist")


@pytest.fixture
def treating_lead(service, lead):
    """A lead who also treats."""
    Membership.objects.create(user=lead, service=service, role=Role.THERAPIST)
    return lead


def text(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_a_lead_who_treats_nobody_sees_no_way_to_courses_and_finds_none(lead, service):
    bring(service, factories.member(Role.THERAPIST, service), "spring", [(18, 4)] * 6)
    client = signed_in(lead)
    assert COURSES not in page(client)
    assert client.get(COURSES).status_code == 404


def test_a_lead_who_treats_finds_their_own_courses_alone(treating_lead, service):
    bring(service, factories.member(Role.THERAPIST, service), "others", [(18, 4)] * 6)
    mine = factories.course(of=service, therapist=treating_lead)
    client = signed_in(treating_lead)
    assert f'href="{COURSES}?figure=open"' in page(client)
    said = text(client.get(COURSES, {"figure": "open"}))
    assert mine.patient.short_name in said
    assert said.count('<th scope="row">') == 1
    assert "Only those you treat or supervise are listed" in said


def test_the_courses_opened_are_recorded(treating_lead, service):
    factories.course(of=service, therapist=treating_lead)
    signed_in(treating_lead).get(COURSES)
    assert AuditEvent.objects.filter(did="opened", detail__page=COURSES, service_id=service.pk).count() == 1


def test_the_courses_come_in_pages(treating_lead, service, monkeypatch):
    monkeypatch.setattr(views, "A_PAGE", 2)
    for _ in range(3):
        factories.course(of=service, therapist=treating_lead)
    client = signed_in(treating_lead)
    first, second = (text(client.get(COURSES, {"figure": "courses", "page": n})) for n in (1, 2))
    assert (first.count('<th scope="row">'), second.count('<th scope="row">')) == (2, 1)
    assert "figure=courses&amp;page=2" in first


@pytest.mark.parametrize("courses", [1, 20])
def test_the_courses_take_as_many_queries_for_many_as_for_one(
    treating_lead, service, courses, django_assert_max_num_queries
):
    for _ in range(courses):
        factories.course(of=service, therapist=treating_lead)
    client = signed_in(treating_lead)
    client.get(COURSES)
    with django_assert_max_num_queries(25):
        client.get(COURSES)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"quarter_from": "1999 Q1"}, "No course began in this quarter."),
        ({"quarter_from": "2026 Q3", "quarter_to": "2026 Q1"}, "This quarter lies before the first one."),
        ({"manual": "who"}, "No course follows this manual."),
        ({"focus": "\0grief"}, "No course has this focus."),
        ({"condition": "<b>"}, "No course is for this condition."),
    ],
)
def test_a_choice_that_cannot_be_is_said_at_its_field_and_kept(lead, service, asked, said):
    therapist = factories.member(Role.THERAPIST, service)
    for began_on in (date(2026, 1, 5), date(2026, 8, 5)):
        bring(service, therapist, f"{began_on}", [(18, 4)] * 6, began_on=began_on)
    answer = signed_in(lead).get(REPORT, asked)
    assert answer.status_code == 422
    assert said in text(answer)
    assert "Recovered" not in text(answer)
    field, value = list(asked.items())[-1]
    kept = f'<option value="{escape(value.strip(chr(0)))}" selected>'
    assert kept in text(answer).split(f'name="{field}"')[1].split("</select>")[0]


def test_a_choice_stands_in_the_heading_and_in_every_way_on(treating_lead, service):
    bring(service, treating_lead, "long", [(18, 4)] * 6)
    bring(service, treating_lead, "short", [(18, 17)] * 5, manual="dep12")
    client = signed_in(treating_lead)
    said = text(client.get(REPORT, {"manual": "dep16", "focus": ""}))
    assert "6 of 6 courses that began" in said
    assert "Manual: IPT for depression, sixteen sessions." in said
    assert 'href="/reports/figures.csv?manual=dep16"' in said
    assert f'href="{COURSES}?figure=recovered&amp;manual=dep16"' in said
    listed = text(client.get(COURSES, {"figure": "recovered", "manual": "dep16"}))
    assert listed.count('<th scope="row">') == 6
    assert (
        text(client.get(COURSES, {"figure": "recovered", "manual": "dep12"})).count('<th scope="row">') == 0
    )
    assert '"IPT for depression, sixteen' in client.get("/reports/figures.csv?manual=dep16").content.decode()


@pytest.mark.parametrize("address", [COURSES, "/reports/figures.csv"])
def test_other_addresses_lead_to_where_it_is_said(treating_lead, service, address):
    bring(service, treating_lead, "long", [(18, 4)] * 6)
    answer = signed_in(treating_lead).get(address, {"manual": "who"})
    assert (answer.status_code, answer["Location"]) == (302, f"{REPORT}?manual=who")
    assert not AuditEvent.objects.filter(did="exported the report").exists()


def test_an_unknown_figure_is_not_found(treating_lead, service):
    factories.course(of=service, therapist=treating_lead)
    assert signed_in(treating_lead).get(COURSES, {"figure": "who"}).status_code == 404


@pytest.mark.parametrize("figure", FIGURES)
def test_behind_every_figure_stands_a_page(treating_lead, service, figure):
    factories.course(of=service, therapist=treating_lead)
    assert signed_in(treating_lead).get(COURSES, {"figure": figure}).status_code == 200


@pytest.mark.parametrize("role", [Role.THERAPIST, Role.SUPERVISOR, Role.ADMINISTRATOR, Role.RECEPTION])
def test_others_of_the_service_are_refused(service, role):
    assert signed_in(factories.member(role, service)).get(COURSES).status_code == 403
