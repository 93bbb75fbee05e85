"""The others of a clinic: the screen handed over, the lead, the supervisor, the reception."""

import re
from datetime import date, timedelta

from playwright.sync_api import Page, expect

from tests.journeys.browsing import Somebody, clicks, each
from tests.journeys.conftest import Opens
from tests.journeys.people import asks_for, opens_course_of

IN_A_WEEK = date.today() + timedelta(days=7)  # noqa: DTZ011 - a day a person would type


def test_a_screen_handed_over_opens_the_form_and_nothing_else(therapist: Somebody) -> None:
    """Given the therapist's own screen, when it is handed over, then only the form and urgent help open."""
    page = asks_for(therapist, "Ines F.", "gad7")
    course = page.url.removeprefix(therapist.address)
    therapist.is_calm()
    therapist.presses("Hand over this screen")
    expect(page.get_by_text("Question 1 of 7")).to_be_visible()
    form = page.url
    for closed in ("/caseload/", course, "/me/", "/alerts/"):
        page.goto(closed)
        assert page.url.startswith(form.split("?")[0]), closed
    therapist.opens("/urgent-help/")
    page.goto(form)
    for number in range(1, 8):
        page.locator(".answers label").nth(1).click()
        therapist.presses("Next")
        if number < 7:
            expect(page.get_by_text(f"Question {number + 1} of 7")).to_be_visible()
    page.locator("form[data-review] .buttons button").click()
    expect(page.get_by_text("You can hand the screen back now.")).to_be_visible()
    therapist.is_calm()
    therapist.presses("Hand this screen back")
    expect(page).to_have_url(re.compile("/sign-in/"))


def test_a_therapist_enters_a_form_from_paper(therapist: Somebody) -> None:
    page = asks_for(therapist, "Desmond K.", "gad7")
    therapist.follows("Enter answers")
    for question in each(page.locator("fieldset:has(input[name^='gad7'])"), 7):
        question.locator("label").nth(2).click()
    therapist.is_calm()
    therapist.presses("Save and score")
    expect(page.get_by_text("entered from paper by Maya Osei").first).to_be_visible()
    therapist.is_calm()


def test_the_lead_reads_reports_and_opens_no_course(therapist: Somebody, somebody: Opens) -> None:
    course = opens_course_of(therapist, "Ines F.").url
    lead = somebody()
    page = lead.signs_in_as("lead")
    expect(page.get_by_role("heading", level=2, name="Recovery and change")).to_be_visible()
    lead.opens("/enquiries/")
    lead.is_calm()
    reply = page.goto(course)
    assert reply is not None
    assert reply.status == 404


def test_the_supervisor_reads_a_supervised_course_and_changes_nothing(somebody: Opens) -> None:
    supervisor = somebody()
    page = supervisor.signs_in_as("supervisor")
    supervisor.follows("Supervised")
    clicks(page.locator("a.who").first)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("button", name="Begin session")).to_have_count(0)
    expect(page.get_by_role("link", name="Ask for a measure")).to_have_count(0)
    supervisor.is_calm()


def test_the_reception_books_an_appointment(somebody: Opens) -> None:
    reception = somebody()
    page = reception.signs_in_as("reception")
    reception.follows("Book", exact=True)
    page.locator("[name=course]").select_option(label="Ines Ferreira")
    reception.writes("Day", IN_A_WEEK.isoformat())
    reception.writes("Time", "19:10")
    reception.is_calm()
    reception.presses("Book", exact=True)
    expect(page.get_by_role("alert")).to_contain_text("The service is closed then.")
    reception.is_calm()
    reception.presses("Book all the same", exact=True)
    page = reception.opens(f"/appointments/?from={monday(IN_A_WEEK)}")
    expect(row(page, "19:10")).to_contain_text("Ines Ferreira")
    reception.is_calm()


def monday(day: date) -> str:
    return (day - timedelta(days=day.weekday())).isoformat()


def row(page: Page, at: str):
    return page.locator("tr", has_text=at)
