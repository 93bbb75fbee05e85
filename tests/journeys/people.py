"""What several journeys do: find a course, and bring a patient in by the code shown in the room."""

from playwright.sync_api import Page

from tests.journeys.browsing import Somebody


def opens_course_of(therapist: Somebody, name: str) -> Page:
    page = therapist.opens("/caseload/")
    therapist.writes("Find a person", name.split(" ")[0])
    therapist.presses("Find", exact=True)
    therapist.follows(name)
    return page


def asks_for(therapist: Somebody, name: str, measure: str) -> Page:
    """The therapist asks a patient for a measure, today, and sees the ways to answer it."""
    page = opens_course_of(therapist, name)
    therapist.follows("Ask for a measure")
    page.locator("select[name=measure]").select_option(measure)
    therapist.presses("Ask", exact=True)
    return page


def walks_in_with_a_code(therapist: Somebody, patient: Somebody, name: str) -> None:
    """The therapist shows a short code beside a measure; the patient types it on their phone."""
    page = asks_for(therapist, name, "gad7")
    therapist.presses("Show the code")
    code = page.locator("p.big.number").inner_text()
    patient.opens("/link/")
    patient.page.get_by_role("textbox").fill(code)
    patient.presses("Open")
