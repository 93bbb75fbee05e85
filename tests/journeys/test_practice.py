"""A patient tells how a practice went, on a phone; a therapist agrees on one in the session."""

from playwright.sync_api import Page, expect

from tests.journeys.browsing import PHONE, Somebody, clicks, strikes
from tests.journeys.conftest import Opens
from tests.journeys.people import opens_course_of
from tests.journeys.test_session import tab_to


def tells(patient: Somebody, how: str, what: str) -> Page:
    """One press beside a practice."""
    page = patient.opens("/me/practice/")
    form = page.get_by_role("form", name=f"How it went: {what}")
    clicks(form.get_by_role("button", name=how, exact=True))
    expect(page.locator("#noted")).to_contain_text(f": {how}.")
    return page


def test_a_patient_tells_in_one_press_and_shares_a_note(patient: Somebody, therapist: Somebody) -> None:
    """Given it went in part, when its note is shared, then the therapist reads it, and then no longer."""
    patient.opens("/me/")
    patient.follows("Practice", exact=True)
    patient.is_calm()
    page = tells(patient, "Partly", "Ring Ada on Sunday, ten minutes")
    patient.is_calm()
    patient.follows("Note, or change")
    patient.is_calm()
    patient.writes("A note", "She was out. I spoke to the machine and laughed.")
    page.get_by_text("My mood before and after").click()
    patient.chooses("6", of="My mood after")
    patient.presses("Keep it so")
    patient.follows("Note, or change")
    expect(page.get_by_text("Only you can read this note.")).to_be_visible()
    patient.presses("Share this note with Maya")
    expect(page.get_by_text("can be read by Maya, and Helen Marsh")).to_be_visible()
    patient.is_calm()

    record = opens_course_of(therapist, "Rowan T.")
    therapist.follows("Practice", exact=True)
    expect(record.get_by_text("I spoke to the machine")).to_be_visible()
    therapist.is_calm()
    patient.presses("Keep it to myself from now on")
    record.reload()
    expect(record.get_by_text("I spoke to the machine")).to_have_count(0)


def test_a_patient_tells_without_script(somebody: Opens) -> None:
    """Given no script runs, when it was not this time, then that is kept, taken back and put back."""
    patient = somebody(PHONE, java_script_enabled=False)
    patient.signs_in_as("patient")
    page = tells(patient, "Not this time", "Walk to work the long way, by the canal")
    patient.presses("Take it back")
    patient.presses("Undo")
    patient.follows("With a note: Walk to work")
    patient.chooses("Done")
    patient.writes("A note", "The heron was there.")
    patient.presses("Keep it", exact=True)
    patient.follows("What I said so far")
    expect(page.get_by_text("The heron was there.")).to_be_visible()


def test_pressing_twice_in_haste_is_one_entry(patient: Somebody) -> None:
    """Given somebody presses twice, when they look at what they said, then it is there once."""
    what = "Say one true sentence before I say “fine”"
    page = patient.opens("/me/practice/entries/")
    before = page.get_by_text(what).count()
    page = patient.opens("/me/practice/")
    page.get_by_role("form", name=f"How it went: {what}").get_by_role("button", name="Done").dblclick()
    expect(page.locator("#noted")).to_contain_text(": Done.")
    patient.opens("/me/practice/entries/")
    assert page.get_by_text(what).count() == before + 1


def test_a_draft_of_a_message_survives_a_reload_and_is_copied(patient: Somebody) -> None:
    """Given a draft was typed, when the page is opened again, then it is there; kept, it can be copied."""
    page = patient.opens("/me/practice/messages/new/")
    page.get_by_label("To", exact=True).select_option(label="Jo")
    patient.writes("My words", "Would you come to the choir with me once?")
    page.reload()
    expect(page.get_by_label("My words")).to_have_value("Would you come to the choir with me once?")
    patient.is_calm()
    patient.presses("Keep as a draft")
    expect(page.get_by_text("It was not sent.")).to_be_visible()
    patient.context.grant_permissions(["clipboard-read", "clipboard-write"])
    patient.presses("Copy my words")
    expect(page.get_by_text("Copied.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == "Would you come to the choir with me once?"
    patient.is_calm()


def test_a_therapist_agrees_on_something_in_the_session_with_the_keyboard_alone(therapist: Somebody) -> None:
    """Given a session goes on, when something is agreed, then it stands there and can be taken back."""
    page = opens_course_of(therapist, "Bea L.")
    tab_to(page.get_by_role("button", name="Begin session"))
    strikes(page, "Enter")
    since = page.locator("#practice-since")
    tab_to(since.locator("summary"))
    strikes(page, "Enter")
    tab_to(since.locator("[name=what]"))
    page.keyboard.type("Ask Moa for a photograph of the house")
    tab_to(since.locator("[name=how_often]"))
    page.keyboard.press("o")
    tab_to(since.get_by_role("button", name="Agree"))
    strikes(page, "Enter")
    expect(since.get_by_role("heading", name="Agreed today")).to_be_visible()
    expect(since).to_contain_text("Ask Moa for a photograph of the house")
    therapist.is_calm()
    tab_to(since.get_by_role("button", name="Take back: Ask Moa"))
    strikes(page, "Enter")
    expect(since.get_by_role("button", name="Undo")).to_be_focused()
    strikes(page, "Enter")
    expect(since.get_by_role("heading", name="Agreed today")).to_be_visible()
