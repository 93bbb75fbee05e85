"""A whole session by the keyboard alone, from preparing it to signing it, with the clock running."""

from playwright.sync_api import Page, expect

from tests.journeys.browsing import PHONE, Somebody, clicks, strikes
from tests.journeys.conftest import Opens
from tests.journeys.people import opens_course_of, walks_in_with_a_code
from tests.journeys.test_session import tab_to


def is_ready(page: Page) -> None:
    """The scripts of the session page are there: its status is told and its keys are listened for."""
    expect(page.locator("#keys summary")).to_be_visible()
    page.wait_for_load_state("load")


def key(page: Page, letter: str) -> None:
    page.keyboard.press(f"Alt+Shift+{letter}")


def minutes_go_by(page: Page, minutes: int) -> None:
    """The clock on the wall goes on, and with it the page."""
    page.clock.fast_forward(minutes * 60_000)


def test_a_session_is_prepared_held_and_signed_with_the_keyboard_alone(therapist: Somebody) -> None:
    """Given session 8 of a middle phase, when 45 minutes go by, then it is signed and its record is whole."""
    therapist.page.clock.install()
    page = opens_course_of(therapist, "Ines F.")
    tab_to(page.get_by_role("link", name="Prepare", exact=True))
    strikes(page, "Enter")
    expect(page.get_by_role("heading", name="Agreed last time, and what came of it")).to_be_visible()
    therapist.is_calm()

    tab_to(page.get_by_role("button", name="Begin session 8"))
    strikes(page, "Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Session 8 of 16")
    is_ready(page)
    expect(page.locator(".agenda .now")).to_contain_text("The score")
    minutes_go_by(page, 6)
    expect(page.locator(".agenda .now")).to_contain_text("Since we last met")

    key(page, "L")
    page.keyboard.press("Space")
    tab_to(page.locator("#quick-link button[value=down]"))
    strikes(page, "Enter")
    expect(page.locator(".link-said")).to_have_count(1)
    expect(page.locator("#quick-link input:checked")).to_have_count(0)
    tab_to(page.get_by_role("link", name="Add words"))
    strikes(page, "Enter")
    expect(page.locator("#words-what")).to_be_focused()
    page.keyboard.type("asked what I had done all day")
    tab_to(page.locator("#words-feeling"))
    page.keyboard.type("small")
    strikes(page, "Enter")
    expect(page.locator(".link-said")).to_contain_text("asked what I had done all day")
    therapist.is_calm()

    minutes_go_by(page, 10)
    expect(page.locator(".agenda .now")).to_contain_text("Work on the focus")
    key(page, "T")
    page.keyboard.press("Space")
    tab_to(page.locator("#how-exploration summary"))
    strikes(page, "Enter")
    expect(page.get_by_text("Ask openly.")).to_be_visible()
    therapist.is_calm()

    expect(page.locator("#saved")).to_contain_text("Draft saved")  # or it would be asked whether to leave
    key(page, "V")
    expect(page.get_by_text("8 more after this")).to_be_visible()
    expect(page.locator("main")).to_contain_text("asked what I had done all day")
    therapist.is_calm()
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Session 8 of 16")
    is_ready(page)
    expect(page.locator("#id_techniques input[value=exploration]")).to_be_checked()

    asks = page.locator("#closing-question")
    expect(asks).to_be_hidden()
    minutes_go_by(page, 28)
    expect(page.locator(".agenda .now")).to_contain_text("Closing")
    expect(asks).to_be_visible()
    fits = page.locator(".link-said .fits")
    tab_to(fits)
    strikes(page, "Enter")
    expect(fits).to_have_attribute("aria-pressed", "true")
    expect(fits).to_be_focused()
    expect(asks).to_be_hidden()

    key(page, "N")
    page.keyboard.type("A Friday at home, told from both sides.")
    key(page, "M")
    page.keyboard.type("You said what it is like to be asked.")
    key(page, "W")
    page.keyboard.type("Say before bed who gets up.")
    page.keyboard.press("Control+s")
    expect(page.locator("#saved")).to_contain_text("Draft saved")
    key(page, "E")
    expect(page.get_by_role("button", name="Sign session 8")).to_be_focused()
    therapist.is_calm()
    strikes(page, "Enter")
    expect(page.get_by_text("Session 8 is signed.")).to_be_visible()
    expect(page.get_by_text("4 of 4 middle sessions hold a link tied to the focus.")).to_be_visible()
    therapist.is_calm()


def test_the_keys_do_nothing_once_they_are_turned_off(therapist: Somebody) -> None:
    page = opens_course_of(therapist, "Callum R.")
    clicks(page.get_by_role("button", name="Begin session"))
    is_ready(page)
    key(page, "N")
    expect(page.get_by_label("In one line")).to_be_focused()
    key(page, "K")
    strikes(page, "Enter")
    therapist.is_calm()
    page.get_by_label("Use these keys").press("Space")
    key(page, "N")
    expect(page.get_by_label("In one line")).not_to_be_focused()


def test_another_number_of_sessions_is_agreed_on_the_patients_own_page(
    therapist: Somebody, somebody: Opens
) -> None:
    page = opens_course_of(therapist, "Samir H.")
    therapist.follows("Formulation", exact=True)
    therapist.follows("Number of sessions")
    therapist.writes("Sessions in all", "14")
    therapist.writes("Why", "Two weeks were lost to the move.")
    therapist.presses("Propose it")
    expect(page.get_by_text("Samir has not answered yet.")).to_be_visible()
    therapist.is_calm()
    patient = somebody(PHONE)
    walks_in_with_a_code(therapist, patient, "Samir H.")
    patient.opens("/me/")
    patient.follows("Maya proposes 14 sessions instead of 12")
    patient.is_calm()
    patient.page.get_by_text("Yes, I agree").click()
    patient.presses("Tell Maya")
    expect(patient.page.get_by_text("14 sessions are agreed.")).to_be_visible()
    patient.is_calm()
    opens_course_of(therapist, "Samir H.")
    expect(page.get_by_text("Session 3 of 14")).to_be_visible()
