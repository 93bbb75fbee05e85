"""What is typed on a session's page is there after a reload in that moment, and after a sign-in ran out."""

from playwright.sync_api import Page, Route, expect

from tests.journeys.browsing import Somebody, clicks
from tests.journeys.people import is_in_session

PRIVATE = "[name=private]"


def opens_session(therapist: Somebody) -> Page:
    page = is_in_session(therapist, "Wren H.")
    page.on("dialog", lambda dialog: dialog.accept())  # leave, although it is not saved
    return page


def is_saved(page: Page) -> None:
    expect(page.locator("#saved-heard")).to_contain_text("Draft saved")
    expect(page.locator("#saved")).to_contain_text("Draft saved")


def test_a_page_asked_for_while_a_draft_is_on_its_way_waits_for_it(therapist: Somebody) -> None:
    page = opens_session(therapist)
    held: list[Route] = []
    page.context.route("**/draft/", lambda route: held.append(route), times=1)
    with page.expect_request("**/draft/"):
        page.get_by_label("In one line").fill("Two things at once.")
        page.locator(PRIVATE).fill("Only for me.")
    page.reload(wait_until="commit")
    expect(page.locator("main")).to_have_js_property("inert", True)
    held[0].continue_()
    expect(page.locator(PRIVATE)).to_have_value("Only for me.")
    expect(page.get_by_label("In one line")).to_have_value("Two things at once.")
    expect(page.locator("main")).to_have_js_property("inert", False)
    page.locator(PRIVATE).fill("Only for me. And more.")
    is_saved(page)
    expect(page.locator("#conflict h2")).to_have_count(0)
    page.reload()
    expect(page.locator(PRIVATE)).to_have_value("Only for me. And more.")


def test_a_page_made_before_the_draft_arrived_is_asked_for_again(therapist: Somebody) -> None:
    page = opens_session(therapist)
    page.get_by_label("In one line").fill("The first words.")
    is_saved(page)
    older = page.request.get(page.url).text()
    page.locator(PRIVATE).fill("Typed last.")
    page.locator("#saved", has_text="Not saved yet").wait_for()
    expect(page.locator("#saved")).to_contain_text("Draft saved")
    page.route(page.url, lambda route: route.fulfill(body=older, content_type="text/html"), times=1)
    page.reload()
    expect(page.locator(PRIVATE)).to_have_value("Typed last.")
    therapist.is_calm()


def test_a_draft_that_could_not_be_sent_is_there_after_a_reload(therapist: Somebody) -> None:
    page = opens_session(therapist)
    page.route("**/draft/", lambda route: route.abort())
    page.get_by_label("In one line").fill("Sent into nothing.")
    expect(page.locator("#saved")).to_contain_text("no connection")
    page.reload()
    expect(page.get_by_label("In one line")).to_have_value("Sent into nothing.")
    page.unroute("**/draft/")
    expect(page.locator("#saved")).to_contain_text("Draft saved")


def test_what_was_sent_after_the_sign_in_ran_out_is_back_by_either_door(therapist: Somebody) -> None:
    page = opens_session(therapist)
    here = page.url
    for words, door in (("Sent once more.", "Send it now"), ("Dropped at the door.", "Drop it")):
        therapist.context.clear_cookies(name="sessionid")
        page.get_by_label("In one line").fill(words)
        clicks(page.get_by_role("button", name="Save draft"))
        expect(page.get_by_text("What you typed is still here.")).to_be_visible()
        therapist.follows("a therapist")
        expect(page.get_by_text(words)).to_be_visible()
        therapist.presses(door)
        page.goto(here)
        expect(page.get_by_label("In one line")).to_have_value(words)
    is_saved(page)
