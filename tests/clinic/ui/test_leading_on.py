"""Who asks for the address of a form, as after one that was refused, gets the page it stands on."""

from django.test import Client

from clinic.courses.actions import begin_session
from tests.factories import Case

A_PAGE = {"Accept": "text/html,*/*"}


def test_the_address_of_a_form_leads_to_its_page(case: Case, therapist: Client) -> None:
    begin_session(course=case.course, by=case.therapist)
    page = f"/courses/{case.course.pk}/sessions/1/"
    for form in ("sign/", "draft/", "link/"):
        asked = therapist.get(page + form, headers=A_PAGE)
        assert (asked.status_code, asked["Location"]) == (302, page)


def test_what_is_no_address_is_passed_over(case: Case, therapist: Client) -> None:
    measures = f"/courses/{case.course.pk}/measures/"
    asked = therapist.get(f"{measures}{case.course.pk}/withdraw/", headers=A_PAGE)
    assert (asked.status_code, asked["Location"]) == (302, measures)


def test_a_script_is_told_that_only_forms_are_taken(case: Case, therapist: Client) -> None:
    form = f"/courses/{case.course.pk}/sessions/begin/"
    assert therapist.get(form, headers={"Accept": "application/json"}).status_code == 405
    assert therapist.get(form, headers=A_PAGE | {"HX-Request": "true"}).status_code == 405
