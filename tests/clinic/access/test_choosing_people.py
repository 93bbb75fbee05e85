"""A course is given to somebody who treats or supervises in its service now, and to nobody else."""

import pytest
from django.test import Client

from clinic.access.actions import add_member, end_membership
from clinic.access.models import Service, User
from clinic.access.roles import Role
from clinic.courses.models import Course
from clinic.patients.actions import receive_enquiry
from tests import factories
from tests.conftest import signed_in

NEW = {
    "name": "Kim Poe",
    "born_on": "1980-01-01",
    "manual": "dep16",
    "stage": "acute",
    "contact_by": "phone",
    "began_on": "2026-11-12",
}
WAYS = ("/courses/new/", "accept")


def also(user: User, role: Role, service: Service) -> None:
    add_member(service=service, name=user.name, email=user.email or "", role=role, by=None)


def chosen(case: factories.Case, way: str, **whom: User) -> int:
    """Choose people for a new course, as a lead; says how that was answered."""
    lead: Client = signed_in(factories.member(Role.LEAD, case.service))
    if way == "accept":
        new = receive_enquiry(service=case.service, name="Kim", contact_by="phone", adult=True)
        way = f"/enquiries/{new.pk}/accept/"
    return lead.post(way, NEW | {name: str(user.pk) for name, user in whom.items()}).status_code


@pytest.mark.parametrize("way", WAYS)
def test_a_therapist_with_a_second_role_is_chosen_like_any_other(case: factories.Case, way: str) -> None:
    also(case.therapist, Role.LEAD, case.service)
    also(case.supervisor, Role.THERAPIST, case.service)
    assert chosen(case, way, therapist=case.therapist, supervisor=case.supervisor) == 302
    assert Course.objects.filter(therapist=case.therapist, supervisor=case.supervisor).count() == 2


@pytest.mark.parametrize("way", WAYS)
def test_a_role_in_another_service_makes_nobody_a_therapist_or_supervisor_here(
    case: factories.Case, way: str
) -> None:
    elsewhere = factories.service(name="Hillside Psychology")
    desk = factories.member(Role.RECEPTION, case.service)
    for role in (Role.THERAPIST, Role.SUPERVISOR):
        also(desk, role, elsewhere)
    assert chosen(case, way, therapist=desk) == 422
    assert chosen(case, way, therapist=case.therapist, supervisor=desk) == 422


@pytest.mark.parametrize("way", WAYS)
def test_whoever_treats_no_longer_is_given_no_course_for_another_role(case: factories.Case, way: str) -> None:
    end_membership(membership=case.therapist.memberships.get(), by=case.supervisor)
    also(case.therapist, Role.RECEPTION, case.service)
    assert chosen(case, way, therapist=case.therapist) == 422
