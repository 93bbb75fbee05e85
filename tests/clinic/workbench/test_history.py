"""The history of a course: all that was written, and where it can be read."""

import pytest
from django.test import Client

from clinic.access.roles import Role
from clinic.audit.models import AuditEvent
from clinic.courses import actions
from clinic.workbench.history import ONLY_READ
from tests import factories
from tests.conftest import signed_in


@pytest.fixture
def at(case) -> str:
    session = actions.begin_session(course=case.course, by=case.therapist)
    actions.sign_session(session=session, by=case.therapist, line="We met.", private="An echo")
    actions.amend_session(session=session, by=case.therapist, line="We met late.", why_amended="Late")
    actions.name_diagnosis(course=case.course, by=case.therapist, name="Depressive episode")
    actions.tick_task(course=case.course, by=case.therapist, task="risk")
    return f"/courses/{case.course.pk}/"


def test_the_newest_stands_first_and_leads_to_its_version(at, therapist):
    seen = " ".join(therapist.get(at + "history/").content.decode().split())
    assert "amended a session" in seen
    assert f"{at}sessions/1/#version-2" in seen
    assert f"{at}diagnosis/#version-1" in seen
    assert "Ask about risk" in seen
    assert seen.index("named the diagnosis") < seen.index("began a session")


def test_every_place_it_leads_to_is_there(at, therapist):
    seen = therapist.get(at + "history/").content.decode()
    paths = {part.split('"')[0].split("#")[0] for part in seen.split('<a href="')[1:] if part.startswith(at)}
    assert paths
    for path in paths:
        assert therapist.get(path).status_code == 200, path


def test_reading_is_not_writing(at, therapist):
    for path in ("", "circle/live/"):  # opened once, and watched
        therapist.get(at + path)
    assert set(AuditEvent.objects.filter(did__in=ONLY_READ).values_list("did", flat=True)) > {"watched"}
    assert {act.did for act in therapist.get(at + "history/").context["acts"]}.isdisjoint(ONLY_READ)


def test_what_a_private_note_says_is_not_in_it(at, therapist):
    assert "An echo" not in therapist.get(at + "history/").content.decode()


def test_it_asks_the_database_a_fixed_number_of_times(case, at, therapist, django_assert_max_num_queries):
    for _time in range(30):
        actions.name_diagnosis(course=case.course, by=case.therapist, name="Depressive episode")
    with django_assert_max_num_queries(20):
        therapist.get(at + "history/")


def test_the_supervisor_reads_it_strangers_do_not_and_nobody_signs_in_first(case, at):
    assert signed_in(case.supervisor).get(at + "history/").status_code == 200
    stranger = signed_in(factories.member(Role.THERAPIST, case.service))
    assert stranger.get(at + "history/").status_code == 404
    assert Client().get(at + "history/").status_code == 302
