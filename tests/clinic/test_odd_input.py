"""What nobody means to type or to ask for gets an answer, never an error page."""

import pytest
from django.test import Client

from clinic.access.actions import change_service
from clinic.courses.actions import begin_session
from clinic.courses.models import SessionDraft
from clinic.questionnaires.actions import ask
from tests import factories

NUL = "a\0b"


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "2026-02-30", "soon"])
def test_a_week_that_no_calendar_holds_is_this_week(
    case: factories.Case, therapist: Client, day: str
) -> None:
    page = therapist.get(f"/appointments/?from={day}")
    assert page.status_code == 200
    assert page.context["this_week"]


@pytest.mark.parametrize("began_on", ["0001-01-01", "9999-12-31"])
def test_a_course_that_begins_in_no_life_is_asked_about(
    case: factories.Case, therapist: Client, began_on: str
) -> None:
    new = {"name": "A B", "born_on": "1980-01-01", "manual": "dep16", "stage": "acute", "contact_by": "phone"}
    new |= {"began_on": began_on, "therapist": str(case.therapist.pk)}
    page = therapist.post("/courses/new/", new)
    assert page.status_code == 422
    assert "Check the year." in page.content.decode()


def test_a_nul_is_kept_out_of_the_record(case: factories.Case, therapist: Client, patient: Client) -> None:
    session = begin_session(course=case.course, by=case.therapist)
    page = f"/courses/{case.course.pk}/sessions/{session.number}/draft/"
    assert therapist.post(page, {"revision": "0", "line": NUL, "techniques": [NUL]}).status_code == 302
    assert SessionDraft.objects.get().content["line"] == "ab"
    asked = ask(participant=case.participant, measure="phq9", due_on=case.course.began_on, by=case.therapist)
    answer = {"item": "phq9-1", "value": "1", "revision": "0", "page": NUL}
    assert patient.post(f"/me/measures/{asked.pk}/", answer).status_code == 302
    assert therapist.get("/caseload/?named=%00").status_code == 200


def test_a_first_version_that_says_it_follows_another_is_kept(
    case: factories.Case, therapist: Client
) -> None:
    page = f"/courses/{case.course.pk}/formulation/story/?all=1"
    assert therapist.post(page, {"based_on": "3"}).status_code in (302, 422)


def test_a_search_longer_than_any_name_finds_what_a_name_of_that_beginning_would(
    case: factories.Case, therapist: Client
) -> None:
    assert therapist.get("/caseload/", {"named": "x" * 60_000}).status_code == 200
    assert "Rowan" in therapist.get("/caseload/", {"named": "Rowan" + " " * 60_000}).content.decode()


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/New_York"])
def test_a_booking_at_the_end_of_the_calendar_is_asked_about(
    case: factories.Case, therapist: Client, day: str, zone: str
) -> None:
    change_service(service=case.service, by=case.therapist, time_zone=zone)
    asked = {"day": day, "time": "23:30" if day > "2026" else "00:30", "minutes": "50", "mode": "room"}
    page = therapist.post(f"/courses/{case.course.pk}/appointments/new/", asked)
    assert page.status_code == 422
    assert "Check the year." in page.content.decode()
