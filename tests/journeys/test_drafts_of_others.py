"""What somebody typed and did not save is theirs: nobody else sees it who signs in in the same window."""

from playwright.sync_api import Page, expect

from tests.journeys.browsing import Somebody
from tests.journeys.people import is_in_session, walks_in_with_a_code

DRAFTS = """() => Object.keys(sessionStorage).filter((key) => key.startsWith("kith"))"""


def types_a_name(patient: Somebody) -> Page:
    page = patient.opens("/me/circle/people/add/")
    page.locator("form[data-draft=my-person] input[type=text]").first.fill("Typed by Rowan")
    assert page.evaluate(DRAFTS)
    return page


def test_another_patient_does_not_see_it(patient: Somebody, therapist: Somebody) -> None:
    page = types_a_name(patient)
    page.reload()
    expect(page.locator("form[data-draft=my-person] input[type=text]").first).to_have_value("Typed by Rowan")
    patient.context.clear_cookies()  # as when nobody touched it for long
    walks_in_with_a_code(therapist, patient, "Jonah B.")
    patient.opens("/me/circle/people/add/")
    expect(page.locator("form[data-draft=my-person] input[type=text]").first).to_have_value("")
    assert page.evaluate(DRAFTS) == []


def test_nothing_of_it_stays_after_signing_out(patient: Somebody, therapist: Somebody) -> None:
    page = types_a_name(patient)
    page.locator("footer").get_by_role("button", name="Sign out").click()
    page.wait_for_url(lambda url: "/me/" not in url)
    assert page.evaluate(DRAFTS) == []

    page = is_in_session(therapist, "Jonah B.")
    page.route("**/draft/", lambda route: route.abort())
    page.get_by_label("In one line").fill("Not saved yet.")
    expect(page.locator("#saved-heard")).to_contain_text("connection")
    assert page.evaluate(DRAFTS)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto("/sign-out/")
    page.locator("main form button").first.click()
    page.wait_for_url(lambda url: "/sign-out/" not in url)
    assert page.evaluate(DRAFTS) == []
