"""A sentence with blanks ties mood to what happened; it can be taken back, and put back."""

import re

import pytest
from django.test import Client

from clinic.access.roles import Role
from clinic.courses.models import Session
from clinic.inventory.models import MoodEventLink
from tests import factories
from tests.clinic.inventory.people import rowans
from tests.conftest import signed_in
from tests.factories import Case

TOLD = {"when": "On Tuesday", "what": "came home late", "feeling": "hurt", "direction": "down"}


@pytest.fixture
def session(case: Case) -> Session:
    return Session.objects.create(service=case.service, course=case.course, number=10)


def url(case: Case) -> str:
    return f"/courses/{case.course.pk}/sessions/10/links/"


def words(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_a_link_reads_as_a_sentence(case: Case, therapist: Client, session: Session) -> None:
    sam = rowans(case)["Sam"]
    therapist.post(url(case), {**TOLD, "relationship": str(sam.pk), "fits_focus": "on"})
    seen = words(therapist.get(url(case)))
    assert "On Tuesday Sam came home late Rowan felt hurt , and mood went down fits the focus" in seen


def test_htmx_gets_the_part_and_nothing_else(case: Case, therapist: Client, session: Session) -> None:
    answer = therapist.post(url(case), TOLD, headers={"HX-Request": "true"})
    assert answer.content.decode().lstrip().startswith('<section id="mood-event-links"')
    assert "came home late" in words(answer)


def test_without_a_script_one_is_back_in_the_session(case: Case, therapist: Client, session: Session) -> None:
    answer = therapist.post(url(case), TOLD)
    assert answer.url == f"/courses/{case.course.pk}/sessions/10/#mood-event-links"


def test_what_was_typed_stays_when_the_feeling_is_missing(
    case: Case, therapist: Client, session: Session
) -> None:
    answer = therapist.post(url(case), {**TOLD, "feeling": ""})
    assert answer.status_code == 422 and 'value="came home late"' in answer.content.decode()
    assert not MoodEventLink.objects.exists()


def test_a_link_is_taken_back_and_put_back(case: Case, therapist: Client, session: Session) -> None:
    therapist.post(url(case), TOLD)
    link = MoodEventLink.objects.get()
    taken = therapist.post(f"/courses/{case.course.pk}/links/{link.pk}/withdraw/")
    assert "Taken back: came home late" in words(taken)
    assert not MoodEventLink.objects.standing().exists()
    therapist.post(f"/courses/{case.course.pk}/links/{link.pk}/put-back/")
    assert MoodEventLink.objects.standing().get() == link


def test_a_person_of_another_course_cannot_be_named(case: Case, therapist: Client, session: Session) -> None:
    other = rowans(factories.course(of=case.service, therapist=case.therapist))["Sam"]
    answer = therapist.post(url(case), {**TOLD, "relationship": str(other.pk)})
    assert answer.status_code == 422


def test_others_find_nothing_here(case: Case, client: Client, session: Session) -> None:
    colleague = signed_in(factories.member(Role.THERAPIST, case.service, name="Ben Frost"))
    assert client.get(url(case)).status_code == 302
    assert colleague.get(url(case)).status_code == 404
    assert signed_in(case.supervisor).get(url(case)).status_code == 403


def test_after_a_link_was_added_the_next_can_be_typed_at_once(
    case: Case, therapist: Client, session: Session
) -> None:
    part = therapist.post(url(case), TOLD, headers={"HX-Request": "true"}).content.decode()
    assert part.count("autofocus") == 1
    assert "autofocus" in part[part.index('name="when"') :].split(">")[0]
