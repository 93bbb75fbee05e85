"""Imagery rescripting at the clinician's desk: by keyboard to its end, stopped, interrupted, cut off."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, Route, expect

from tests.journeys.browsing import Late, Somebody, asks_the_server, clicks, waits_until
from tests.journeys.people import opens_course_of

WHO = "Ash M."  # in the middle of her course; nothing of this was ever asked or opened
PARTS = ["First part", "Second part", "Third part", "Come back", "What is different"]


def is_ready(page: Page) -> None:
    """The script of the run has taken its place."""
    expect(page.locator("[data-run]")).to_be_visible()
    waits_until(page, "typeof tap === 'function' && document.readyState === 'complete'")


def opens_techniques(therapist: Somebody) -> Page:
    page = opens_course_of(therapist, WHO)
    therapist.follows("Techniques", exact=True)
    expect(page.get_by_role("heading", name="Adjuncts: not part of IPT’s own set")).to_be_visible()
    return page


def opens_imagery_with_a_reason(therapist: Somebody) -> None:
    """Once; a later run finds it open."""
    page = opens_techniques(therapist)
    card = page.locator("#imagery_rescripting")
    if card.get_by_text("Open it with a reason").count():
        card.get_by_text("Open it with a reason").click()
        card.get_by_label("Why it may be used all the same").fill(
            "Her mother's kitchen; steady, and she asks."
        )
        therapist.is_calm()
        clicks(card.get_by_role("button", name="Open it", exact=True))
        expect(page.get_by_text("It is open.")).to_be_visible()


def is_in_session_7(therapist: Somebody) -> Page:
    page = opens_course_of(therapist, WHO)
    back = page.get_by_role("link", name="Back to session 7")
    clicks(page.get_by_role("button", name="Begin session 7").or_(back))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Session 7 of 12")
    return page


def begins_a_run(therapist: Somebody) -> Page:
    """From the session's page, through the questions, to the first part."""
    opens_imagery_with_a_reason(therapist)
    page = is_in_session_7(therapist)
    page.get_by_text("Begin an adjunct here").click()
    clicks(page.get_by_role("link", name="Begin: Guided imagery and rescripting"))
    expect(page.locator(".asked fieldset").first).to_be_visible()
    for question in page.locator(".asked fieldset").all():
        question.locator("label", has_text=re.compile("^no$")).click()
    if page.get_by_label("The patient agrees, in their words").count():
        page.get_by_label("The patient agrees, in their words").fill("I want to try.")
    page.get_by_label("The word or sign that stops it").fill("red")
    page.get_by_label("A short label for the image").fill("The kitchen")
    therapist.chooses("7", of="How hard is it to look at?")
    therapist.is_calm()
    clicks(page.get_by_role("button", name="Begin", exact=True))
    is_ready(page)
    return page


def shows(page: Page, part: str) -> None:
    expect(page.locator(".led:not([hidden]) h2")).to_contain_text(part)


def kept(page: Page) -> None:
    expect(page.locator("[data-saved]")).to_contain_text("All kept")


def ends(therapist: Somebody, page: Page) -> None:
    """The check-in, and back to the session."""
    therapist.chooses("by telephone", of="How")
    if page.get_by_text("Who stopped it").is_visible():
        therapist.chooses("the patient", of="Who stopped it")
    therapist.is_calm()
    clicks(page.get_by_role("button", name="End the run"))
    expect(page.get_by_text("The run is kept, and the check-in is on the list.")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Session 7 of 12")


@pytest.fixture
def run(therapist: Somebody) -> Iterator[Page]:
    """A run that is ended afterwards, whatever came of it: one at a time is the rule."""
    page = begins_a_run(therapist)
    here = page.url
    yield page
    therapist.context.set_offline(False)
    page.goto(here)
    if not page.locator("[data-run]").count():
        return
    is_ready(page)
    if page.locator(".led:not([hidden])").get_attribute("data-led") != "talk_it_over":
        page.keyboard.press("Escape")
        page.locator(".grounded button").first.click()
        shows(page, "What is different")
        kept(page)
        page.reload()
        is_ready(page)
    ends(therapist, page)


def test_a_whole_run_by_keyboard(therapist: Somebody, run: Page) -> None:
    page = run
    shows(page, "First part")
    therapist.is_calm()
    press_on(page, page.locator("[data-led=as_then] .distress button").nth(8))
    expect(page.locator("[data-led=as_then] [data-rated]")).to_contain_text("8")
    page.locator("[data-led=as_then] [data-need]").focus()
    page.keyboard.type("Somebody who stays")
    page.keyboard.press("Tab")
    for part in PARTS[1:3]:
        page.keyboard.press("ArrowRight")
        shows(page, part)
    page.keyboard.press("ArrowLeft")
    shows(page, "Second part")
    press_on(page, page.get_by_role("button", name="I do", exact=True))
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    shows(page, "Come back")
    page.keyboard.press("ArrowRight")  # grounding is not passed by a key
    shows(page, "Come back")
    therapist.is_calm()
    press_on(page, page.locator(".grounded button").nth(1))
    shows(page, "What is different")
    kept(page)
    page.get_by_label("What the patient takes from it").focus()
    page.keyboard.type("She put the plate down and looked at me.")
    ends(therapist, page)
    page.goto("/caseload/")
    expect(page.get_by_text("Ash M., check-in after imagery").first).to_be_visible()
    therapist.is_calm()


def press_on(page: Page, button) -> None:
    button.focus()
    page.keyboard.press("Enter")


def test_a_stop_answers_in_each_part(therapist: Somebody, run: Page) -> None:
    """By the key and by the button, at the same place; from every part it leads to grounding."""
    page = run
    place = page.locator("[data-stop]").bounding_box()
    page.keyboard.press("ArrowRight")
    shows(page, "Second part")
    assert page.locator("[data-stop]").bounding_box() == place
    page.locator("[data-stop]").click()
    shows(page, "Stopped. Come back")
    kept(page)
    page.reload()
    is_ready(page)
    shows(page, "Stopped. Come back")
    page.keyboard.press("Escape")  # once more, while grounding: it stays
    shows(page, "Stopped. Come back")
    page.locator(".grounded button").nth(2).click()
    shows(page, "What is different")
    page.get_by_role("button", name="Back to grounding").click()  # a slip of the finger
    shows(page, "Stopped. Come back")
    kept(page)
    page.reload()
    is_ready(page)
    shows(page, "Stopped. Come back")
    page.locator(".grounded button").nth(2).click()
    shows(page, "What is different")
    page.get_by_label("What the patient takes from it").focus()
    page.keyboard.press("Escape")  # also out of a field
    shows(page, "Stopped. Come back")
    page.locator(".grounded button").nth(1).click()
    shows(page, "What is different")
    kept(page)


@pytest.mark.parametrize("times", [0, 2], ids=["first", "third"])
def test_escape_stops_the_first_and_the_third_part(run: Page, times: int) -> None:
    for _part in range(times):
        run.keyboard.press("ArrowRight")
    shows(run, PARTS[times])
    run.keyboard.press("Escape")
    shows(run, "Stopped. Come back")
    kept(run)


@contextmanager
def slow_to_arrive(page: Page) -> Iterator[None]:
    """The tap made first is on its way for all this time."""
    held: list[Route] = []
    page.route("**/tap/", lambda route: held.append(route), times=1)
    yield
    expect(page.locator("[data-saved]")).to_contain_text("Keeping")
    held[0].continue_()


def test_what_is_needed_is_kept_as_it_is_typed(therapist: Somebody, run: Page) -> None:
    """After a pause, by Enter, or as the page is left; never is it called kept while it is on its way."""
    page = run
    kept(page)
    field = page.locator("[data-led=as_then] [data-need]")
    said = page.locator("[data-led=as_then] [data-need-kept]")
    field.focus()
    with page.expect_request("**/tap/") as sent:
        page.keyboard.type("Somebody who")
        expect(page.locator("[data-saved]")).to_contain_text("Keeping")
        expect(said).to_have_text("Keeping…")
    assert "Somebody who" in sent.value.post_data  # one entry for the pause, not one for a letter
    kept(page)
    expect(said).to_have_text("kept")
    page.reload()
    is_ready(page)
    expect(field).to_have_value("Somebody who")
    field.press("End")
    page.keyboard.type(" stays")
    page.keyboard.press("Enter")
    expect(said).to_have_text("kept")
    field.press("End")
    page.keyboard.type(" here")
    page.reload()  # at once
    is_ready(page)
    expect(field).to_have_value("Somebody who stays here")
    kept(page)
    therapist.context.set_offline(True)
    field.press("End")
    page.keyboard.type(" now")
    expect(page.locator("[data-saved]")).to_contain_text("No connection")
    expect(said).to_have_text("Keeping…")
    therapist.context.set_offline(False)
    kept(page)
    session = next(one for one in therapist.context.cookies() if one["name"] == "sessionid")
    therapist.context.clear_cookies(name="sessionid")
    page.keyboard.type(", all night")
    expect(page.locator("[data-saved]")).to_contain_text("You were signed out")
    therapist.context.add_cookies([session])
    kept(page)
    page.reload()
    is_ready(page)
    expect(field).to_have_value("Somebody who stays here now, all night")


def test_a_reload_and_a_second_window_go_on_where_it_was(therapist: Somebody, run: Page) -> None:
    page = run
    with slow_to_arrive(page):  # what is tapped at once after a step stands in that step all the same
        page.keyboard.press("ArrowRight")
        page.locator("[data-led=step_in] .distress button").nth(6).click()
    kept(page)
    page.reload()
    is_ready(page)
    shows(page, "Second part")
    expect(page.locator("[data-led=step_in] [data-rated]")).to_contain_text("6")
    other = therapist.tab()
    other.goto(page.url)
    is_ready(other)
    other.keyboard.press("Escape")
    kept(other)
    page.locator("[data-led=step_in] .distress button").nth(5).click()  # told with the next answer
    shows(page, "Stopped. Come back")
    other.close()


def test_what_was_told_before_a_stop_and_arrives_after_it_leads_nowhere_back(run: Page) -> None:
    page = run
    kept(page)
    told = Late(page, "**/state/")
    page.evaluate("() => { window.dispatchEvent(new Event('focus')); }")
    told.is_answered()
    page.keyboard.press("Escape")
    shows(page, "Stopped. Come back")
    kept(page)
    page.route("**/state/", lambda look: look.abort())  # or the next look would set it right
    told.arrives()
    asks_the_server(page)
    shows(page, "Stopped. Come back")


def test_without_a_signal_it_goes_on_and_stops_and_is_sent_once(therapist: Somebody, run: Page) -> None:
    page = run
    kept(page)
    therapist.context.set_offline(True)
    page.keyboard.press("ArrowRight")
    page.locator("[data-led=step_in] .distress button").nth(9).click()
    page.keyboard.press("Escape")
    shows(page, "Stopped. Come back")
    expect(page.locator("[data-saved]")).to_contain_text("No connection")
    therapist.context.set_offline(False)
    kept(page)
    page.reload()
    is_ready(page)
    shows(page, "Stopped. Come back")


def test_an_expired_sign_in_stops_nothing_and_loses_nothing(therapist: Somebody, run: Page) -> None:
    page = run
    session = next(one for one in therapist.context.cookies() if one["name"] == "sessionid")
    therapist.context.clear_cookies(name="sessionid")
    page.keyboard.press("ArrowRight")
    page.locator("[data-led=step_in] .distress button").nth(4).click()
    expect(page.locator("[data-saved]")).to_contain_text("You were signed out")
    page.keyboard.press("Escape")
    shows(page, "Stopped. Come back")
    therapist.context.add_cookies([session])  # as signing in in another window would
    kept(page)
    page.reload()
    is_ready(page)
    shows(page, "Stopped. Come back")


def test_after_signing_in_again_in_another_tab_taps_and_the_stop_arrive(
    therapist: Somebody, run: Page
) -> None:
    page = run
    kept(page)
    therapist.signs_in_again_as("therapist")
    page.keyboard.press("ArrowRight")
    page.locator("[data-led=step_in] .distress button").nth(4).click()
    page.keyboard.press("Escape")
    shows(page, "Stopped. Come back")
    kept(page)
    page.reload()
    is_ready(page)
    shows(page, "Stopped. Come back")


def in_sight(page: Page, name: str) -> bool:
    """Whether a button of this step stands above the bar with Stop, with nothing scrolled."""
    there = page.locator(".led:not([hidden]) .buttons").get_by_role("button", name=name).bounding_box()
    scrolled = page.evaluate("window.scrollY")
    return scrolled == 0 and there["y"] + there["height"] <= page.locator(".stop-bar").bounding_box()["y"]


def test_with_a_stop_proposed_the_way_on_and_back_stay_in_sight_at_a_desk(run: Page) -> None:
    run.keyboard.press("ArrowRight")
    shows(run, "Second part")
    run.locator("[data-led=step_in] [data-unreal]").click()
    expect(run.get_by_text("Time to stop and ground?")).to_be_visible()
    assert in_sight(run, "Next")
    run.keyboard.press("ArrowRight")
    expect(run.get_by_label("Why you carry on")).to_be_focused()
    assert in_sight(run, "Next")
    run.keyboard.press("Shift+Tab")
    run.locator("[data-led=step_in] [data-go=before]").click()
    shows(run, "First part")
    assert in_sight(run, "Next")
    kept(run)


def test_feeling_unreal_proposes_a_stop_and_the_clinician_decides(therapist: Somebody, run: Page) -> None:
    page = run
    page.locator("[data-led=as_then] [data-unreal]").click()
    expect(page.get_by_text("Time to stop and ground?")).to_be_visible()
    therapist.is_calm()
    page.keyboard.press("ArrowRight")  # no further without the reason, which is asked for
    shows(page, "First part")
    expect(page.get_by_label("Why you carry on")).to_be_focused()
    expect(page.locator("[data-led=as_then] [data-go=after]")).to_be_disabled()
    page.get_by_label("Why you carry on").fill("She says it passed.")
    page.get_by_role("button", name="Carry on", exact=True).click()
    expect(page.get_by_text("Time to stop and ground?")).to_be_hidden()
    kept(page)
    page.get_by_role("button", name="Next", exact=True).click()
    shows(page, "Second part")
    kept(page)


def test_distress_that_stays_high_proposes_a_stop_by_itself_when_the_time_is_up(
    therapist: Somebody, run: Page
) -> None:
    page = run
    page.locator("[data-led=as_then] .distress").get_by_role("button", name="9", exact=True).click()
    kept(page)
    page.clock.install()
    page.reload()
    expect(page.get_by_text("Time to stop and ground?")).to_be_hidden()
    therapist.context.set_offline(True)
    page.clock.fast_forward("02:05")
    expect(page.get_by_text("Time to stop and ground?")).to_be_visible()
    expect(page.get_by_text("Distress has been 8 or more for over two minutes")).to_be_visible()
    therapist.context.set_offline(False)
