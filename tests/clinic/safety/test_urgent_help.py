"""Help that anybody can reach, and the truth about who is watching."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.template import Context, Template
from django.test import Client

from clinic.audit.models import AuditEvent
from clinic.safety import actions, crisis_help
from tests.clinic.safety.test_actions import NOW, raised
from tests.factories import Case, service


def page(case: Case, alert: object = None) -> str:
    words = Template("{% load safety %}{% help_now participant alert %}")
    html = words.render(Context({"participant": case.participant, "alert": alert}))
    return " ".join(html.split())


def test_urgent_help_needs_no_sign_in_and_leaves_no_trace(db, client: Client):
    service()
    before = AuditEvent.objects.count()
    answer = client.get("/urgent-help/")
    assert b"Call 999" in answer.content
    assert b"116 123" in answer.content
    assert b"0113 496 0143" in answer.content
    assert AuditEvent.objects.count() == before
    assert not answer.cookies


def test_a_copy_to_be_read_at_any_hour_does_not_say_that_the_clinic_is_open_now(db, client: Client):
    service()
    with time_machine.travel(datetime(2026, 11, 11, 11, 0, tzinfo=UTC), tick=False):
        assert b"open now" in client.get("/urgent-help/").content
        copy = client.get("/urgent-help/?copy").content
    assert b"open now" not in copy
    assert b"in opening hours only" in copy


def test_urgent_help_of_another_country(db, client: Client):
    service()
    assert b"Call 911" in client.get("/urgent-help/?country=US").content
    elsewhere = client.get("/urgent-help/?country=other").content
    assert b"emergency number where you are" in elsewhere
    assert b"999" not in elsewhere


def test_a_patient_sees_their_own_clinic_among_several(case, patient, client):
    service(name="Elsewhere", phone="020 7946 0000", country="IE")
    assert b"0113 496 0143" in patient.get("/urgent-help/").content
    assert b"496 0143" not in client.get("/urgent-help/").content


@pytest.mark.parametrize("country", crisis_help.countries().values(), ids=lambda one: one.code)
def test_every_line_can_be_reached_and_says_where_it_comes_from(country):
    assert country.emergency.isdigit()
    for line in country.lines:
        assert bool(line.number) != bool(line.text)
        assert line.source.startswith("https://")
        assert line.looked_up_on.year >= 2026


def test_at_night_the_page_says_that_nobody_is_watching(case):
    with time_machine.travel(datetime(2026, 11, 11, 21, 40, tzinfo=UTC), tick=False):
        shown = page(case, raised(case, at=datetime(2026, 11, 11, 21, 40, tzinfo=UTC)))
    assert "This has gone to Maya." in shown
    assert "It is Wednesday, 21:40." in shown
    assert "Maya is back <strong>tomorrow at 09:00</strong> and should see this by 10:00." in shown
    assert "Nobody is watching Kith tonight." in shown
    assert "no one on call" in shown


def test_in_working_hours_the_page_names_the_due_time_and_promises_no_watch(case):
    shown = page(case, raised(case))
    assert "Maya should see this by <strong>today at 14:00</strong>." in shown
    assert "Nobody is watching Kith all the time." in shown


def test_at_the_weekend_the_page_names_the_day(case):
    with time_machine.travel(datetime(2026, 11, 14, 11, 0, tzinfo=UTC), tick=False):
        shown = page(case, raised(case, at=datetime(2026, 11, 14, 11, 0, tzinfo=UTC)))
    assert "Nobody is watching Kith before Monday 16 November, 09:00." in shown


def test_cover_is_named_when_there_is_some(case):
    case.service.cover = "the county crisis team"
    case.service.save(update_fields=["cover"])
    case.participant.refresh_from_db()
    with time_machine.travel(datetime(2026, 11, 11, 21, 40, tzinfo=UTC), tick=False):
        shown = page(case)
    assert "Until then, the county crisis team answers." in shown
    assert "When you send your answers, they go to Maya." in shown


def test_no_help_page_ever_says_safe_or_no_risk(case, client):
    everything = page(case, raised(case)) + client.get("/urgent-help/").content.decode()
    assert "you are safe" not in everything.lower()
    assert "no risk" not in everything.lower()


def test_the_patient_reads_their_plan_and_nobody_elses(case, patient):
    assert b"no plan here yet" in patient.get("/me/safety-plan/").content
    actions.write_safety_plan(
        participant=case.participant, by=case.therapist, warning_signs="I stop eating.", at=NOW
    )
    shown = patient.get("/me/safety-plan/").content.decode()
    assert "I stop eating." in shown
    assert "Made with Maya on 12 November." in shown
    assert "116 123" in shown


def test_staff_and_strangers_have_no_plan_of_their_own(case, therapist, client, settings):
    settings.LOGIN_URL = "/sign-in/"
    assert therapist.get("/me/safety-plan/").status_code == 403
    assert client.get("/me/safety-plan/").status_code == 302
