"""The public pages, the self-reflection, the enquiry and its answer."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from clinic.access.roles import Role
from clinic.audit.models import AuditEvent
from clinic.courses.models import Course
from clinic.patients.models import Enquiry
from tests import factories
from tests.conftest import signed_in

pytestmark = pytest.mark.django_db

SAID = {
    "name": "Ash",
    "contact_by": "phone",
    "contact": "0113 496 0199",
    "about": "My mother died in March and I have not found my feet.",
    "adult": "yes",
    "consent": "on",
}


@pytest.fixture
def enquiry(case):
    Client().post("/enquire/", SAID)
    return Enquiry.objects.get()


@pytest.mark.parametrize(
    "path", ["/", "/research/", "/is-it-for-me/", "/privacy/", "/accessibility/", "/enquire/"]
)
def test_anyone_may_read_the_public_pages(case, path):
    assert Client().get(path).status_code == 200


def test_the_first_page_says_where_another_therapy_is_better(db):
    page = Client().get("/").content.decode()
    assert "helps more people than IPT does" in page
    assert "12 to 16 meetings" in page


def test_the_self_reflection_stores_nothing(db):
    before = AuditEvent.objects.count()
    page = Client().post("/is-it-for-me/", {"danger": "yes", "mood": "yes"})
    assert page.status_code == 200
    assert page.content.decode().index("Talk to somebody today") < page.content.decode().index(
        "Ask for a first talk"
    )
    assert (AuditEvent.objects.count(), Enquiry.objects.count(), Session.objects.count()) == (before, 0, 0)


def test_the_self_reflection_gives_no_verdict(db):
    page = Client().post("/is-it-for-me/", {}).content.decode()
    assert "This is not a result" in page


def test_an_enquiry_is_kept_with_its_consent(enquiry):
    assert (enquiry.name, enquiry.state, enquiry.may_leave_message) == ("Ash", "new", False)
    assert enquiry.consented_at is not None


def test_an_enquiry_without_consent_is_refused_and_nothing_typed_is_lost(case):
    page = Client().post("/enquire/", {**SAID, "consent": ""})
    assert page.status_code == 422
    assert "have not found my feet" in page.content.decode()
    assert not Enquiry.objects.exists()


@pytest.mark.parametrize(("way", "contact"), [("e-mail", "ash at home"), ("phone", "later"), ("text", "12")])
def test_an_address_that_cannot_be_reached_is_refused(case, way, contact):
    assert Client().post("/enquire/", {**SAID, "contact_by": way, "contact": contact}).status_code == 422


def test_whom_to_ring_until_then_stands_on_the_page_itself(case):
    page = Client().get("/enquire/thank-you/").content.decode()
    assert "these people answer" in page
    assert 'href="tel:999"' in page and 'href="tel:01134960143"' in page


def test_nobody_is_partly_eighteen(db):
    page = Client().get("/is-it-for-me/").content.decode()
    assert 'name="adult" value="yes"' in page and 'name="adult" value="partly"' not in page
    assert 'name="mood" value="partly"' in page


def test_accepting_stands_open_and_says_how_the_patient_gets_a_link(case, enquiry, therapist):
    page = therapist.get(f"/enquiries/{enquiry.pk}/").content.decode()
    assert "<h2>Accept, and begin a course</h2>" in page
    assert "Choose a therapist" in page and "---------" not in page
    assert "sixteen sessions (16)" not in page
    told = therapist.post(f"/enquiries/{enquiry.pk}/accept/", accepted(case), follow=True).content.decode()
    assert "The course has begun. The link to the patient" in told


def test_a_machine_that_fills_in_the_hidden_field_leaves_no_enquiry(case):
    assert Client().post("/enquire/", {**SAID, "website": "http://spam.example"}).status_code == 302
    assert not Enquiry.objects.exists()


def test_before_a_service_is_set_up_the_page_says_so(db):
    assert Client().get("/enquire/").status_code == 404


def test_a_course_begins_today_unless_another_day_is_given(enquiry, therapist):
    page = therapist.get(f"/enquiries/{enquiry.pk}/").content.decode()
    assert '<input type="date" name="began_on" value="2026-11-12"' in page


def accepted(case: factories.Case, **other: object) -> dict[str, object]:
    return {
        "name": "Ashley Moor",
        "preferred_name": "Ash",
        "born_on": "1979-05-01",
        "manual": "dep12",
        "stage": "acute",
        "therapist": str(case.therapist.pk),
        "supervisor": str(case.supervisor.pk),
        "began_on": "2026-11-12",
        **other,
    }


def test_an_accepted_enquiry_becomes_a_patient_and_a_course(case, enquiry, therapist):
    answer = therapist.post(f"/enquiries/{enquiry.pk}/accept/", accepted(case))
    course = Course.objects.get(manual="dep12")
    assert answer["Location"] == f"/courses/{course.pk}/"
    assert course.participants.get().patient.phone == "0113 496 0199"
    enquiry.refresh_from_db()
    assert (enquiry.state, enquiry.handled_by) == ("accepted", case.therapist)


def test_accepting_twice_makes_one_course(case, enquiry, therapist):
    for _ in range(2):
        therapist.post(f"/enquiries/{enquiry.pk}/accept/", accepted(case))
    assert Course.objects.filter(manual="dep12").count() == 1


def test_what_was_accepted_is_not_turned_into_an_invitation_or_a_referral(case, enquiry, therapist):
    therapist.post(f"/enquiries/{enquiry.pk}/accept/", accepted(case))
    therapist.post(f"/enquiries/{enquiry.pk}/invite/", {"reason": "Tuesday"})
    therapist.post(f"/enquiries/{enquiry.pk}/refer/", {"reason": "to the eating disorder team"})
    enquiry.refresh_from_db()
    assert enquiry.state == "accepted"
    assert enquiry.patient.preferred_name == "Ash"


@pytest.mark.parametrize("born_on", ["2012-01-01", "2030-01-01", "1850-01-01"])
def test_the_young_and_impossible_dates_are_refused(case, enquiry, therapist, born_on):
    page = therapist.post(f"/enquiries/{enquiry.pk}/accept/", accepted(case, born_on=born_on))
    assert page.status_code == 422
    assert "Ashley Moor" in page.content.decode()


def test_an_enquiry_is_invited_then_referred_on_with_a_reason(case, enquiry, therapist):
    therapist.post(f"/enquiries/{enquiry.pk}/invite/", {"reason": "Monday at 10, with Maya"})
    enquiry.refresh_from_db()
    assert enquiry.state == "invited"
    assert therapist.post(f"/enquiries/{enquiry.pk}/refer/", {"reason": ""}).status_code == 422
    therapist.post(f"/enquiries/{enquiry.pk}/refer/", {"reason": "Grief service, closer to home"})
    enquiry.refresh_from_db()
    assert (enquiry.state, enquiry.reason) == ("referred", "Grief service, closer to home")


def test_reception_answers_enquiries_but_begins_no_course(case, enquiry):
    reception = signed_in(factories.member(Role.RECEPTION, case.service))
    assert reception.get("/enquiries/").status_code == 200
    assert reception.post(f"/enquiries/{enquiry.pk}/accept/", accepted(case)).status_code == 403


def test_another_service_does_not_see_the_enquiry(enquiry):
    stranger = signed_in(factories.member(Role.THERAPIST))
    assert "Ash" not in stranger.get("/enquiries/").content.decode()
    assert stranger.get(f"/enquiries/{enquiry.pk}/").status_code == 404


def test_patients_and_strangers_see_no_enquiries(enquiry, patient):
    assert patient.get("/enquiries/").status_code == 403
    assert patient.get(f"/enquiries/{enquiry.pk}/").status_code == 404
    assert Client().get("/enquiries/").status_code == 302


@pytest.mark.parametrize("began_on", ["1999-03-01", "2028-01-31"])
def test_an_accepted_course_begins_near_today(case, enquiry, therapist, began_on):
    answer = therapist.post(f"/enquiries/{enquiry.pk}/accept/", accepted(case, began_on=began_on))
    assert answer.status_code == 422
    assert "Check the year." in answer.content.decode()
    assert not Course.objects.filter(manual="dep12").exists()
