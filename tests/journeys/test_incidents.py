"""A therapist and a patient go through one moment, and rehearse it once it is known to be safe to."""

from playwright.sync_api import expect

from tests.journeys.browsing import Somebody, clicks
from tests.journeys.conftest import Opens
from tests.journeys.people import opens_course_of


def tells_of_kerstin(therapist: Somebody) -> None:
    """The quick form, with a line more than it has at first."""
    page = opens_course_of(therapist, "Bea L.")
    therapist.follows("Incidents")
    therapist.follows("Go through one moment")
    page.get_by_label("With whom").select_option(label="Kerstin")
    page.get_by_label("On", exact=True).fill(
        page.evaluate("new Date(Date.now() - 2e8).toISOString().slice(0, 10)")
    )
    page.locator("#id_said_1").fill("Did you get my letter?")
    therapist.presses("Add a line")
    page.locator("#id_said_4").fill("I was glad of it.")
    therapist.writes("One new line", "I was glad of your letter. Come in May.")


def test_a_moment_is_rehearsed_once_the_patient_was_asked_alone(therapist: Somebody) -> None:
    """Given nobody asked about Kerstin, when it was asked alone, then the moment can be played."""
    page = therapist.page
    tells_of_kerstin(therapist)
    therapist.is_calm()
    therapist.presses("Keep it")
    moment = page.url
    expect(page.locator(".said")).to_contain_text("Did you get my letter?")
    therapist.is_calm()
    therapist.follows("Playing it is closed for now")
    expect(page.get_by_text("This is closed for now")).to_be_visible()
    therapist.is_calm()

    clicks(page.locator("main").get_by_role("link", name="Safety").last)
    therapist.follows("Private page")
    expect(page.get_by_text("Kerstin")).to_have_count(0)
    therapist.is_calm()
    therapist.presses("Nobody else is here: open it")
    therapist.is_calm()
    therapist.follows("Kerstin")
    therapist.chooses("Reports no fear and no violence")
    therapist.writes("Asked on", page.evaluate("new Date().toISOString().slice(0, 10)"))
    therapist.chooses("Yes, alone")
    therapist.is_calm()
    therapist.presses("Keep it here")
    therapist.presses("Close this page")

    page.goto(moment)
    therapist.follows("Play it together")
    therapist.presses("Keep the scene")
    therapist.chooses("With a change")
    therapist.chooses("3", of="Before")
    therapist.is_calm()
    therapist.presses("Begin the run")
    therapist.follows("One line at a time")
    therapist.follows("Next line")
    expect(page.locator(".big-line")).to_have_text(
        ["I was glad of it.", "I was glad of your letter. Come in May."]
    )
    therapist.presses("The run is over")
    therapist.follows("We are back: look at it")
    therapist.chooses("6", of="After")
    therapist.is_calm()
    therapist.presses("Keep it", exact=True)
    expect(page.get_by_text("confidence 3, then 6")).to_be_visible()


def test_the_quick_form_works_without_script(somebody: Opens) -> None:
    """Given no script runs, when a line is added, then nothing typed is lost and the moment is kept."""
    therapist = somebody(java_script_enabled=False)
    therapist.signs_in_as("therapist")
    page = therapist.opens("/caseload/")
    clicks(page.get_by_role("link", name="Tomasz W.").first)
    therapist.follows("Incidents")
    therapist.follows("Go through one moment")
    page.get_by_label("With whom").select_option(label="Ed")
    page.locator("#id_said_1").fill("Gone soft?")
    therapist.presses("Add a line")
    expect(page.locator("#id_said_1")).to_have_value("Gone soft?")
    expect(page.locator("#id_said_4")).to_be_visible()
    page.get_by_label("On", exact=True).fill("2026-01-01")
    page.locator("#id_said_4").fill("A bit.")
    therapist.presses("Keep it")
    expect(page.locator(".said")).to_contain_text("A bit.")


def test_what_was_kept_does_not_come_back_as_a_draft_of_the_next(therapist: Somebody) -> None:
    """Given a moment was kept, when the form is opened for another, then it is empty."""
    tells_of_kerstin(therapist)
    therapist.presses("Keep it")
    expect(therapist.page.locator(".said")).to_contain_text("Did you get my letter?")
    opens_course_of(therapist, "Bea L.")
    therapist.follows("Incidents")
    therapist.follows("Go through one moment")
    expect(therapist.page.locator("#id_said_1")).to_have_value("")
    expect(therapist.page.locator("[data-draft-note]")).to_be_hidden()


def test_a_grown_form_survives_a_reload(therapist: Somebody) -> None:
    """Given a line was added and typed in, when the page is opened again, then all of it is there."""
    tells_of_kerstin(therapist)
    opens_course_of(therapist, "Bea L.")
    therapist.follows("Incidents")
    therapist.follows("Go through one moment")
    expect(therapist.page.locator("#id_said_4")).to_have_value("I was glad of it.")
    expect(therapist.page.locator("[data-draft-note]")).to_be_visible()
    expect(therapist.page.locator("form[data-draft] details[open]")).to_have_count(0)
    therapist.is_calm()
