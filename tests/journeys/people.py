"""What several journeys do: find a course, and bring a patient in by the code shown in the room."""

import re
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page

from tests.journeys.browsing import Somebody, clicks


def opens_course_of(therapist: Somebody, name: str) -> Page:
    page = therapist.opens("/caseload/")
    therapist.writes("Find a person", name.split(" ")[0])
    therapist.presses("Find", exact=True)
    therapist.follows(name)
    return page


def is_in_session(therapist: Somebody, name: str) -> Page:
    """Begin the session that comes next, or go back to the one that is open."""
    page = opens_course_of(therapist, name)
    back = page.get_by_role("link", name=re.compile("Back to session"))
    begin = page.get_by_role("button", name=re.compile("Begin session"))
    clicks(back.or_(begin).first)
    page.wait_for_url("**/sessions/*/")
    return page


def asks_for(therapist: Somebody, name: str, measure: str, days: int = 0) -> Page:
    """The therapist asks a patient for a measure, in so many days, and sees the ways to answer it."""
    page = opens_course_of(therapist, name)
    therapist.follows("Ask for a measure")
    page.locator("select[name=measure]").select_option(measure)
    if days:
        day = datetime.now(tz=UTC).date() + timedelta(days=days)
        page.get_by_label("To be answered by").fill(day.isoformat())
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
