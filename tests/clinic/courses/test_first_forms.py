"""Suitability, diagnosis, sick role and medication: kept version by version, decided by a person."""

import pytest
from django.test import Client

from clinic.access.roles import Role
from clinic.courses.models import Diagnosis, Medication, SickRole, Suitability
from tests import factories
from tests.conftest import signed_in

SUITS = {"ruler_importance": "8", "ruler_readiness": "2", "fits": ["trigger"], "cautions": ["unsafe_home"],
         "decision": "engage_first", "reason": "Shift work; wants to think about it."}  # fmt: skip
FORMS = {
    "suitability": SUITS,
    "diagnosis": {"name": "Depressive episode, moderate", "explanation": "It is an illness."},
    "sick-role": {"eased": "No cooking", "eased_by": "Sam", "undertaking": "I come every week."},
}


def text(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def root(case) -> str:
    return f"/courses/{case.course.pk}/"


@pytest.mark.parametrize("name", FORMS)
def test_what_is_written_is_shown_and_the_next_becomes_version_two(root, therapist, name):
    assert therapist.get(f"{root}{name}/").status_code == 200
    for _time in range(2):
        assert therapist.post(f"{root}{name}/write/", FORMS[name]).status_code == 302
    seen = text(therapist.get(f"{root}{name}/"))
    assert "Version 2, written" in seen
    assert 'id="version-1"' in seen


@pytest.mark.parametrize(
    ("name", "after"), [("suitability", "diagnosis"), ("diagnosis", "sick-role"), ("sick-role", "medication")]
)
def test_what_is_kept_is_said_and_the_next_step_offered(root, therapist, name, after):
    assert "Next: " not in text(therapist.get(f"{root}{name}/"))
    seen = text(therapist.post(f"{root}{name}/write/", FORMS[name], follow=True))
    assert "Kept." in seen
    assert f'href="{root}{after}/">Next: ' in seen


@pytest.mark.parametrize("name", FORMS)
def test_an_empty_form_says_what_is_missing_and_keeps_nothing(root, therapist, name):
    assert therapist.post(f"{root}{name}/write/", {}).status_code == 422
    for model in (Suitability, Diagnosis, SickRole):
        assert not model.objects.exists()


def test_nothing_is_decided_for_the_clinician(root, therapist):
    fresh = text(therapist.get(root + "suitability/"))
    assert 'name="decision"' in fresh
    assert "checked" not in fresh
    answer = therapist.post(root + "suitability/write/", SUITS | {"decision": ""})
    assert "Nothing is chosen for you" in text(answer)


def test_low_readiness_offers_an_engagement_session(root, therapist):
    therapist.post(root + "suitability/write/", SUITS)
    seen = text(therapist.get(root + "suitability/"))
    assert "An engagement session first" in seen
    assert "What could get in the way: time, money" in seen
    assert Suitability.objects.get().rulers == {"importance": 8, "readiness": 2}


def test_each_caution_says_what_it_means(root, therapist):
    therapist.post(root + "suitability/write/", SUITS)
    assert "No joint sessions and no rehearsal of confrontation" in text(therapist.get(root + "suitability/"))


def test_the_evidence_says_where_another_therapy_is_better(root, therapist):
    assert "51 % with grief therapy" in text(therapist.get(root + "suitability/"))


def test_a_medicine_is_added_stopped_and_stays_on_the_list(root, therapist):
    therapist.post(root + "medication/add/", {"name": "Sertraline", "dose": "50 mg", "prescriber": "Dr Shah"})
    medicine = Medication.objects.get()
    therapist.post(f"{root}medication/{medicine.pk}/stop/", {"stopped_on": "2026-11-01"})
    assert "Stopped 1 November; prescribed by Dr Shah." in text(therapist.get(root + "medication/"))


def test_a_day_to_come_is_no_day_a_medicine_was_stopped(root, therapist):
    therapist.post(root + "medication/add/", {"name": "Sertraline", "prescriber": "Dr Shah"})
    medicine = Medication.objects.get()
    answer = therapist.post(f"{root}medication/{medicine.pk}/stop/", {"stopped_on": "2026-12-24"})
    assert answer.status_code == 422
    assert "still to come" in text(answer)


@pytest.mark.parametrize("name", [*FORMS, "medication"])
def test_the_supervisor_reads_and_does_not_write(case, root, name):
    supervisor = signed_in(case.supervisor)
    assert supervisor.get(f"{root}{name}/").status_code == 200
    act = "add" if name == "medication" else "write"
    assert supervisor.post(f"{root}{name}/{act}/", {}).status_code == 403


@pytest.mark.parametrize("name", [*FORMS, "medication"])
def test_strangers_find_nothing_and_nobody_signs_in_first(case, root, name):
    stranger = signed_in(factories.member(Role.THERAPIST, case.service))
    assert stranger.get(f"{root}{name}/").status_code == 404
    assert Client().get(f"{root}{name}/").status_code == 302


def test_another_courses_medicine_is_not_stopped_from_here(case, root, therapist):
    other = factories.course(of=case.service)
    signed_in(other.therapist).post(
        f"/courses/{other.course.pk}/medication/add/", {"name": "Sertraline", "prescriber": "Dr Shah"}
    )
    medicine = Medication.objects.get()
    for course in (case.course, other.course):
        answer = therapist.post(
            f"/courses/{course.pk}/medication/{medicine.pk}/stop/", {"stopped_on": "2026-11-01"}
        )
        assert answer.status_code == 404


def test_nothing_is_eased_until_a_day_that_has_passed(root, therapist):
    answer = therapist.post(root + "sick-role/write/", FORMS["sick-role"] | {"until": "2020-01-01"})
    assert answer.status_code == 422
    assert "This day has passed." in text(answer)
    assert not SickRole.objects.exists()
