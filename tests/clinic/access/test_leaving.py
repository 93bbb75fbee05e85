"""Whoever has left a service finds nothing of it any more; who comes back finds it again."""

from datetime import date

import pytest
from django.test import Client

from clinic.access.actions import add_member, end_membership
from clinic.access.models import User
from clinic.access.roles import Role
from clinic.audit.models import AuditEvent
from clinic.courses.models import Course
from clinic.questionnaires.models import MeasureRequest, Response
from clinic.safety.models import Alert
from tests import factories
from tests.clinic.access.test_every_address import OF_A_COURSE, Rows, Somebody, rows
from tests.conftest import signed_in

__all__ = ["rows"]


def leave(user: User) -> None:
    for membership in user.memberships.all():
        end_membership(membership=membership, by=user)


@pytest.mark.parametrize("who", ["therapist", "supervisor"])
def test_whoever_has_left_finds_nothing_of_their_courses(rows: Rows, case: factories.Case, who: str) -> None:
    person = getattr(case, who)
    browser = signed_in(person)
    assert browser.get(f"/courses/{case.course.pk}/").status_code == 200
    leave(person)
    assert Somebody(f"a {who} who left", browser).doors_open(OF_A_COURSE, rows) == []
    for kind in (Course, Alert, Response, MeasureRequest):
        assert not kind.objects.visible_to(person).exists()


def test_the_day_of_leaving_stays_however_often_it_is_sent(case: factories.Case) -> None:
    membership = case.therapist.memberships.get()
    membership.left_on = date(2026, 11, 1)
    membership.save()
    administrator = signed_in(factories.member(Role.ADMINISTRATOR, case.service))
    administrator.post(f"/settings/members/{membership.pk}/end/")
    membership.refresh_from_db()
    assert membership.left_on == date(2026, 11, 1)
    assert not AuditEvent.objects.filter(did="ended a role").exists()


def test_another_role_does_not_keep_the_courses_open(rows: Rows, case: factories.Case) -> None:
    add_member(service=case.service, name="", email=case.therapist.email, role=Role.SUPERVISOR, by=None)
    case.therapist.memberships.filter(role=Role.THERAPIST).update(left_on="2026-11-01")
    browser = signed_in(case.therapist)
    assert browser.get(f"/courses/{case.course.pk}/").status_code == 404
    for page in ("/caseload/?whose=mine&state=all", "/alerts/"):
        assert "Rowan" not in browser.get(page).content.decode()


def test_whoever_works_elsewhere_now_sees_nothing_of_before(rows: Rows, case: factories.Case) -> None:
    leave(case.therapist)
    elsewhere = factories.service(name="Hillside Psychology")
    add_member(service=elsewhere, name="", email=case.therapist.email, role=Role.THERAPIST, by=None)
    browser = signed_in(case.therapist)
    for page in ("/caseload/?state=all", "/alerts/", "/appointments/?from=2026-11-16", "/appointments/new/"):
        assert "Rowan" not in browser.get(page).content.decode()


def test_a_role_given_again_is_in_force_again(case: factories.Case) -> None:
    leave(case.therapist)
    add_member(service=case.service, name="", email=case.therapist.email, role=Role.THERAPIST, by=None)
    assert signed_in(case.therapist).get(f"/courses/{case.course.pk}/").status_code == 200


def elsewhere_and_their_administrator() -> tuple[object, Client]:
    other = factories.service(name="Hillside Psychology")
    return other, signed_in(factories.member(Role.ADMINISTRATOR, other))


def test_another_service_cannot_take_over_an_account(case: factories.Case) -> None:
    """Who can make somebody start again can sign in as them; that must not reach into another service."""
    case.therapist.set_password("a long enough password")
    case.therapist.save()
    other, browser = elsewhere_and_their_administrator()
    add_member(service=other, name="", email=case.therapist.email, role=Role.THERAPIST, by=None)
    membership = case.therapist.memberships.get(service=other)
    page = browser.post(f"/settings/members/{membership.pk}/start-again/", follow=True).content.decode()
    assert "/link/" not in page
    assert "also works in another service" in page
    case.therapist.refresh_from_db()
    assert case.therapist.has_usable_password()


def test_another_service_gets_no_start_link_for_somebody_who_has_one(case: factories.Case) -> None:
    other, browser = elsewhere_and_their_administrator()
    new = {"name": "Maya", "email": case.therapist.email, "role": "therapist"}
    page = browser.post("/settings/members/", new, follow=True).content.decode()
    assert "/link/" not in page
    assert case.therapist.memberships.filter(service=other, left_on=None).exists()


def test_a_patients_page_refused_to_somebody_else_is_noted(case: factories.Case) -> None:
    assert signed_in(case.therapist).get("/me/").status_code == 403
    assert AuditEvent.objects.filter(did="was refused", by_id=case.therapist.pk).exists()
