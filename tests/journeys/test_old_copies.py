"""A copy on the phone that was not fetched for long: it says so, and keeps what was begun."""

from playwright.sync_api import expect

from tests.journeys.browsing import Somebody, waits_until
from tests.journeys.test_phone import READY, has_drafts

LATER = "const now = Date.now; Date.now = () => now() + 15 * 24 * 60 * 60 * 1000;"


def test_an_old_copy_of_a_practice_does_not_open_and_what_was_begun_stays(patient: Somebody) -> None:
    page = patient.opens("/me/phone/")
    waits_until(page, READY)
    expect(page.locator("label", has_text="Practice")).to_contain_text("for 14 days after the last signal")
    patient.chooses("Practice")
    patient.presses("Keep these")
    expect(page.get_by_text("Kept on this phone.")).to_be_visible()
    patient.context.set_offline(True)
    page.goto("/phone/")
    page.locator("a.card.line").first.click()
    patient.writes("A note", "As far as the gate.")
    expect(page.get_by_role("button", name="Keep it, to be sent")).to_be_visible()
    has_drafts(page, "")
    page.add_init_script(LATER)
    page.goto("/phone/")
    page.get_by_role("link", name="Needs a signal first").first.click()
    expect(page.get_by_role("heading", name="This needs a signal first")).to_be_visible()
    expect(page.get_by_text("What you began to write is still on this phone.")).to_be_visible()
    expect(page.get_by_role("button", name="Keep it, to be sent")).to_have_count(0)
    patient.is_calm()
    patient.context.set_offline(False)  # fetched anew, with a time that this clock is past: it stays shut
    expect(page.get_by_text("As far as the gate.")).to_have_count(0)
