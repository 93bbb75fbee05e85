"""Signing in by link and code, what was held, the demo's doors, the settings."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from clinic.access import actions
from clinic.access.models import Membership
from clinic.access.roles import Role
from clinic.audit.models import AuditEvent
from tests import factories
from tests.conftest import NOW, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def token(case):
    return actions.make_link(service=case.service, user=case.patient.user, by=case.therapist)


def test_looking_at_a_link_does_not_spend_it(token):
    page = Client().get(f"/link/{token}/")
    assert page.status_code == 200
    assert page["Referrer-Policy"] == "no-referrer"
    assert Client().post(f"/link/{token}/")["Location"] == "/me/"


def test_a_link_opens_once(token):
    Client().post(f"/link/{token}/")
    again = Client().post(f"/link/{token}/")
    assert again.status_code == 410
    assert "ask your therapist" in again.content.decode().lower()


def test_a_link_runs_out(token):
    with time_machine.travel(NOW + timedelta(days=4), tick=False):
        assert Client().post(f"/link/{token}/").status_code == 410


def test_only_the_hash_of_a_token_is_kept(case, token):
    assert token not in str(list(case.patient.user.sign_in_links.values()))


def test_a_code_shown_in_the_room_opens_for_a_quarter_of_an_hour(case):
    code = actions.make_code(service=case.service, user=case.patient.user, by=case.therapist)
    with time_machine.travel(NOW + timedelta(minutes=16), tick=False):
        late = Client().post("/link/", {"code": code})
    assert late.status_code == 422
    assert Client().post("/link/", {"code": f"{code[:4]} {code[4:].lower()}"})["Location"] == "/me/"


def test_guessing_codes_is_slowed_down(settings, case, tmp_path):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    settings.ACCOUNT_RATE_LIMITS = {"link": "2/5m/ip"}
    stranger = Client(REMOTE_ADDR="203.0.113.7")
    statuses = [stranger.post("/link/", {"code": "AAAAAAAA"}).status_code for _ in range(3)]
    assert statuses == [422, 422, 429]


def test_a_link_never_stands_in_for_the_password_of_staff(case):
    case.therapist.set_password("a password of their own")
    case.therapist.save()
    token = actions.make_link(service=case.service, user=case.therapist, by=case.therapist)
    assert Client().post(f"/link/{token}/").status_code == 403


def test_staff_without_a_second_factor_must_set_one_up(case):
    client = Client()
    client.force_login(case.therapist)
    assert client.get("/home/")["Location"] == "/sign-in/security/app/"


@pytest.mark.parametrize("path", ["/sign-in/security/", "/sign-in/security/password/", "/sign-in/password/"])
def test_a_patient_reaches_no_password_page(patient, path):
    assert patient.get(path).status_code == 404


def test_what_was_typed_survives_an_expired_sign_in(case):
    admin = factories.member(Role.ADMINISTRATOR, case.service)
    client = signed_in(admin)
    client.get("/settings/")
    with time_machine.travel(NOW + timedelta(minutes=30), tick=False):
        sent = client.post("/settings/", {"name": "Riverside by the bridge"})
        assert sent["Location"] == "/sign-in/?next=/sign-in/held/"
        assert "What you typed is still here" in client.get("/sign-in/").content.decode()
        client.force_login(admin)
        page = client.get("/sign-in/held/").content.decode()
    assert "Riverside by the bridge" in page


def test_what_was_typed_is_not_shown_to_somebody_else(case):
    admin = factories.member(Role.ADMINISTRATOR, case.service)
    client = signed_in(admin)
    client.get("/settings/")
    with time_machine.travel(NOW + timedelta(minutes=30), tick=False):
        client.post("/settings/", {"name": "Riverside by the bridge"})
        client.force_login(case.patient.user)
        assert client.get("/sign-in/held/")["Location"] == "/home/"


def test_the_demos_doors_lead_to_what_was_held(case):
    client = Client()
    client.post("/me/practice/", {"note": "Typed after the sign-in ran out"})
    assert client.get("/demo-sign-in/therapist/")["Location"] == "/sign-in/held/"


def test_the_demo_doors_exist_in_the_demo_alone(case, settings):
    assert Client().get("/demo-sign-in/therapist/")["Location"] == "/home/"
    settings.KITH_DEMO = False
    assert Client().get("/demo-sign-in/therapist/").status_code == 404


def test_an_administrator_gives_a_role_and_a_start_link(case):
    client = signed_in(factories.member(Role.ADMINISTRATOR, case.service))
    new = {"name": "Ines Ferreira", "email": "ines@clinic.example", "role": "therapist"}
    page = client.post("/settings/members/", new).content.decode()
    start = page.split("<code>http://testserver")[1].split("</code>")[0]
    assert Client().post(start)["Location"] == "/sign-in/password/"
    assert Membership.objects.filter(user__email="ines@clinic.example", role="therapist").exists()


def test_a_colleague_is_not_given_the_same_role_again_or_a_start_link(case):
    client = signed_in(factories.member(Role.ADMINISTRATOR, case.service))
    again = {"name": "Somebody", "email": case.therapist.email.upper(), "role": "therapist"}
    refused = client.post("/settings/members/", again)
    assert refused.status_code == 422
    assert "Maya Osei already works here in this role." in refused.content.decode()
    further = client.post("/settings/members/", {**again, "role": "reception"}, follow=True).content.decode()
    assert "Maya Osei has the role now." in further
    assert "/link/" not in further
    assert not case.therapist.sign_in_links.exists()
    assert case.therapist.memberships.filter(left_on=None).count() == 2


def test_a_wrong_setting_is_refused_and_what_was_typed_kept(case):
    client = signed_in(factories.member(Role.ADMINISTRATOR, case.service))
    page = client.post("/settings/", {"name": "Riverside on Mars", "time_zone": "Mars/Olympus"})
    assert page.status_code == 422
    assert "Riverside on Mars" in page.content.decode()
    assert "Please choose one of those shown." in page.content.decode()


def test_the_time_zone_is_chosen_and_not_typed(case):
    page = signed_in(factories.member(Role.ADMINISTRATOR, case.service)).get("/settings/").content.decode()
    assert '<option value="Europe/London" selected>Europe/London</option>' in page
    assert '<option value="America/New_York">America/New York</option>' in page


def test_settings_are_for_administrators(case, therapist, patient):
    assert therapist.get("/settings/").status_code == 403
    assert patient.get("/settings/").status_code == 403
    assert Client().get("/settings/")["Location"] == "/sign-in/?next=/settings/"
    assert AuditEvent.objects.filter(did="was refused").count() == 2


def test_another_services_members_are_not_found(case):
    stranger = signed_in(factories.member(Role.ADMINISTRATOR))
    membership = case.therapist.memberships.get()
    assert stranger.post(f"/settings/members/{membership.pk}/end/").status_code == 404


def test_days_off_are_written_one_a_line(case):
    client = signed_in(factories.member(Role.ADMINISTRATOR, case.service))
    said = {"name": "Riverside", "country": "GB", "time_zone": "Europe/London", "opens_at": "09:00"}
    said |= {"closes_at": "17:00", "working_days": ["0", "1"], "alert_minutes": "60"}
    wrong = client.post("/settings/", {**said, "closed_on": "Christmas"})
    assert "Christmas is no day. Write it as 2026-12-25." in wrong.content.decode()
    client.post("/settings/", {**said, "closed_on": "2026-12-28\n2026-12-25\n"})
    case.service.refresh_from_db()
    assert case.service.closed_on == ["2026-12-25", "2026-12-28"]
    assert "2026-12-25\n2026-12-28</textarea>" in client.get("/settings/").content.decode()


def test_the_country_is_chosen_from_those_there_are(case):
    client = signed_in(factories.member(Role.ADMINISTRATOR, case.service))
    page = client.get("/settings/").content.decode()
    assert '<option value="GB" selected>' in page and '<option value="IE">Ireland</option>' in page
    said = {"name": "Riverside", "country": "XX", "time_zone": "Europe/London", "opens_at": "09:00"}
    said |= {"closes_at": "17:00", "working_days": ["0"], "alert_minutes": "60", "closed_on": ""}
    assert client.post("/settings/", said).status_code == 422
    assert client.post("/settings/", {**said, "country": "IE"}).status_code == 302
    case.service.refresh_from_db()
    assert case.service.country == "IE"


def test_what_a_tab_with_an_old_token_sends_is_held_and_offered_again(case):
    client = Client(enforce_csrf_checks=True)
    client.force_login(case.patient.user)
    typed = {"feeling": "calmer than last week", "csrfmiddlewaretoken": "of-the-sign-in-before"}
    sent = client.post("/me/goals/", typed, headers={"sec-fetch-site": "same-origin"})
    assert sent["Location"] == "/sign-in/held/"
    assert "calmer than last week" in client.get("/sign-in/held/").content.decode()


def test_what_another_site_sends_is_refused_and_not_held(case):
    client = Client(enforce_csrf_checks=True)
    client.force_login(case.patient.user)
    sent = client.post("/me/goals/", {"feeling": "x"}, headers={"sec-fetch-site": "cross-site"})
    assert sent.status_code == 403
    assert client.get("/sign-in/held/")["Location"] == "/home/"


def test_a_sign_in_by_the_demos_door_is_listed(case):
    client = Client()
    client.get("/demo-sign-in/therapist/")
    shown = client.get("/sign-in/sessions/").content.decode()
    assert shown.count("<strong>Here</strong>") == 1
    assert "Since Thursday 12 November, 13:00" in shown


def test_a_patient_sees_each_sign_in_by_link_and_ends_the_others(case):
    phone, library = Client(), Client(headers={"user-agent": "The library's computer"})
    for client in (library, phone):
        token = actions.make_link(service=case.service, user=case.patient.user, by=case.therapist)
        client.post(f"/link/{token}/")
    shown = phone.get("/sign-in/sessions/").content.decode()
    assert shown.count("<strong>Here</strong>") == 1
    assert "The library&#x27;s computer" in shown
    after = phone.post("/sign-in/sessions/", follow=True).content.decode()
    assert "The library" not in after
    assert phone.get("/me/").status_code == 200
    assert library.get("/me/").status_code == 302


@pytest.mark.parametrize(
    "by_script", [{"accept": "application/json"}, {"hx-request": "true"}, {"sec-fetch-mode": "cors"}]
)
def test_a_script_with_an_old_token_is_told_to_fetch_the_new_one(case, by_script):
    client = Client(enforce_csrf_checks=True)
    client.force_login(case.patient.user)
    sent = client.post("/me/goals/", {"feeling": "x"}, headers={"sec-fetch-site": "same-origin", **by_script})
    assert sent.status_code == 403
    assert sent["Form-Out-Of-Date"] == "yes"
    assert client.get("/sign-in/held/")["Location"] == "/home/"
    elsewhere = client.post("/me/goals/", {}, headers={"sec-fetch-site": "cross-site", **by_script})
    assert "Form-Out-Of-Date" not in elsewhere


def test_what_a_page_keeps_by_itself_leaves_the_session_alone(case):
    client = Client()
    sent = client.post("/me/goals/", {"feeling": "x"}, headers={"kept-by-script": "yes"})
    assert sent["Location"].startswith("/sign-in/?next=")
    assert not client.cookies.get("sessionid")
    client.post("/me/goals/", {"feeling": "x"})
    assert client.cookies.get("sessionid")


def test_a_script_of_somebody_signed_out_is_led_to_the_sign_in(case):
    client = Client(enforce_csrf_checks=True)
    sent = client.post(
        "/me/goals/", {"feeling": "x"}, headers={"sec-fetch-site": "same-origin", "sec-fetch-mode": "cors"}
    )
    assert sent["Location"].startswith("/sign-in/?next=")
