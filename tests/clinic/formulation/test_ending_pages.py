"""The ending is written together, set beside what changed, and stays with the patient."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from clinic.access.roles import Role
from clinic.appointments.actions import book
from clinic.appointments.models import Appointment
from clinic.courses.models import Session
from clinic.formulation import actions
from clinic.formulation.keepsake import lines, title
from clinic.formulation.models import Ending
from tests import factories
from tests.clinic.inventory.people import NOW, START, rowans
from tests.conftest import signed_in
from tests.factories import Case


def url(case: Case, below: str = "") -> str:
    return f"/courses/{case.course.pk}/ending/{below}"


def words(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_the_page_says_when_the_ending_opens(case: Case, therapist: Client) -> None:
    assert "The ending opens in session 13." in words(therapist.get(url(case)))


def test_what_was_written_is_kept_version_by_version(case: Case, therapist: Client) -> None:
    therapist.post(url(case, "write/"), {"based_on": "0", "brought": "We moved."})
    therapist.post(url(case, "write/"), {"based_on": "1", "brought": "We moved.", "did": "I rang Ada."})
    assert [one.did for one in Ending.objects.all()] == ["I rang Ada.", ""]
    assert "I rang Ada." in words(therapist.get(url(case)))


def test_the_form_begins_with_the_way_back(case: Case, therapist: Client) -> None:
    assert "Ring 0113 496 0143" in therapist.get(url(case, "write/")).content.decode()


def test_circles_stand_beside_each_other(case: Case, therapist: Client) -> None:
    rowans(case)
    seen = words(therapist.get(url(case)))
    assert "September: none close" in seen
    assert "November: three close" in seen


def test_the_sheet_says_it_in_the_patients_words_and_leaves_the_feelings_out(
    case: Case, therapist: Client
) -> None:
    written = {"did": "- I rang Ada.\n\n- I joined the choir.", "feelings": "Scared of Thursdays."}
    actions.write_ending(course=case.course, by=case.therapist, warning_signs="Awake at four.", **written)
    seen = words(therapist.get(url(case, "print/")))
    assert "My course, September to November 2026" in seen
    assert "I rang Ada. I joined the choir." in seen and "Awake at four." in seen
    assert "Scared" not in seen
    assert "In danger now: 999." in seen and "Ring 0113 496 0143." in seen


def test_the_course_ends_only_when_it_is_said_twice(case: Case, therapist: Client) -> None:
    answer = therapist.post(url(case, "end/"), {"how": "completed"})
    assert answer.status_code == 422
    case.course.refresh_from_db()
    assert case.course.ended_on is None
    seen = words(therapist.post(url(case, "end/"), {"how": "completed", "sure": "on"}, follow=True))
    assert "The course ended on 12 November." in seen and "How the course ends" not in seen


def test_a_session_still_open_is_named_before_the_end(case: Case, therapist: Client) -> None:
    Session.objects.create(service=case.service, course=case.course, number=1)
    seen = words(therapist.post(url(case, "end/"), {"how": "completed", "sure": "on"}, follow=True))
    assert "Session 1 is still open." in seen


def test_not_getting_better_is_never_put_on_the_patient(case: Case, therapist: Client) -> None:
    seen = words(therapist.get(url(case)))
    assert "the treatment fell short; the patient did not" in seen


def test_the_patient_keeps_the_sheet_after_the_end(case: Case, therapist: Client, patient: Client) -> None:
    assert "There is nothing here yet" in words(patient.get("/me/ending/"))
    actions.write_ending(course=case.course, by=case.therapist, remember="Worry comes out as fine.")
    therapist.post(url(case, "end/"), {"how": "completed", "sure": "on"})
    seen = words(patient.get("/me/ending/"))
    assert "Worry comes out as fine." in seen
    assert "Quick exit" in seen and "Urgent help" in seen


def test_months_are_named_once_where_they_are_one() -> None:
    assert title(NOW, NOW) == "My course, November 2026"
    assert title(START.replace(year=2025), NOW) == "My course, September 2025 to November 2026"


def test_one_thing_a_line_without_the_marks_before_it() -> None:
    assert lines("- I rang Ada.\n\n• I sang\n  -  ") == ["I rang Ada.", "I sang"]


@pytest.mark.parametrize("below", ["", "write/", "print/"])
def test_others_find_nothing_here(case: Case, client: Client, below: str) -> None:
    assert client.get(url(case, below)).status_code == 302
    colleague = signed_in(factories.member(Role.THERAPIST, case.service, name="Ben Frost"))
    assert colleague.get(url(case, below)).status_code == 404
    supervisor = signed_in(case.supervisor)
    assert supervisor.get(url(case, below)).status_code == (403 if below == "write/" else 200)
    assert supervisor.post(url(case, "end/")).status_code == 403


def test_the_timeline_stands_below_the_scores_and_needs_few_queries(
    case: Case, therapist: Client, django_assert_max_num_queries: Any
) -> None:
    address = f"/courses/{case.course.pk}/timeline/"
    assert "Nothing is on the timeline yet." in words(therapist.get(address))
    with django_assert_max_num_queries(22):
        therapist.get(address)
    assert signed_in(case.supervisor).get(address).status_code == 200
    colleague = signed_in(factories.member(Role.THERAPIST, case.service, name="Ben Frost"))
    assert colleague.get(address).status_code == 404


def booked(case: Case, days: int) -> Appointment:
    on = datetime.fromisoformat("2026-11-12T15:00") + timedelta(days=days)
    return book(course=case.course, on=on, by=case.therapist)


def test_the_end_takes_the_meetings_to_come_out_of_the_diary_and_says_so_before(
    case: Case, therapist: Client
) -> None:
    before, today, later = booked(case, -7), booked(case, 0), booked(case, 7)
    seen = words(therapist.get(url(case)))
    assert "These 2 meetings are cancelled with it, and can be put back:" in seen
    assert "Thursday 19 November, 15:00" in seen and "Thursday 5 November, 15:00" not in seen
    said = words(therapist.post(url(case, "end/"), {"how": "completed", "sure": "on"}, follow=True))
    assert "2 meetings to come are cancelled; they can be put back under Appointments." in said
    for one in (before, today, later):
        one.refresh_from_db()
    assert [one.cancelled_at is None for one in (before, today, later)] == [True, False, False]
    therapist.post(f"/appointments/{later.pk}/put-back/")
    later.refresh_from_db()
    assert later.cancelled_at is None


def test_a_course_that_cannot_end_keeps_its_meetings(case: Case, therapist: Client) -> None:
    meeting = booked(case, 7)
    Session.objects.create(service=case.service, course=case.course, number=1)
    therapist.post(url(case, "end/"), {"how": "completed", "sure": "on"})
    meeting.refresh_from_db()
    assert meeting.cancelled_at is None


def test_how_the_course_ends_is_asked_and_not_proposed(case: Case, therapist: Client) -> None:
    assert "checked" not in therapist.get(url(case)).content.decode()
    answer = therapist.post(url(case, "end/"), {"sure": "on"})
    assert answer.status_code == 422
    assert "Say how the course ends." in words(answer)


def test_after_the_end_one_notice_says_so_and_the_sheet_leads(case: Case, therapist: Client) -> None:
    actions.write_ending(course=case.course, by=case.therapist, remember="Worry comes out as fine.")
    answer = therapist.post(url(case, "end/"), {"how": "completed", "sure": "on"}, follow=True)
    assert words(answer).count("on the patient's page") + words(answer).count("the patient&#x27;s page") == 1
    page = answer.content.decode()
    assert f'<a class="button" href="{url(case, "print/")}"' in page
    assert f'<a class="button secondary" href="{url(case, "write/")}"' in page
