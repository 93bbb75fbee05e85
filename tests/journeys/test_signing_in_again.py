"""Signing in again in another tab gives every form a new token; what the first tab holds still arrives."""

from playwright.sync_api import Page, expect

from tests.journeys.browsing import PHONE, Somebody, clicks
from tests.journeys.conftest import Opens
from tests.journeys.people import opens_course_of
from tests.journeys.test_answering import looks_over
from tests.journeys.test_answering import start as opens_nine_questions


def is_in_a_session(therapist: Somebody) -> Page:
    page = opens_course_of(therapist, "Wren H.")
    going_on = page.get_by_role("link", name="Go on with session")
    clicks(going_on.or_(page.get_by_role("button", name="Begin session")).first)
    expect(page.locator("#saved")).to_be_visible()
    return page


def test_a_session_goes_on_saving_its_draft(therapist: Somebody) -> None:
    page = is_in_a_session(therapist)
    therapist.signs_in_again_as("therapist")
    page.get_by_label("In one line").fill("Typed with the old token.")
    expect(page.locator("#saved-heard")).to_contain_text("Draft saved")
    page.reload()
    expect(page.get_by_label("In one line")).to_have_value("Typed with the old token.")


def test_a_session_that_was_not_signed_yet_goes_on_saving_its_draft(therapist: Somebody) -> None:
    page = is_in_a_session(therapist)
    page.get_by_label("In one line").fill("")
    page.locator("#sign-session").click()
    page.wait_for_url("**/sign/")
    expect(page.locator(".error-summary")).to_be_visible()
    therapist.signs_in_again_as("therapist")
    page.get_by_label("In one line").fill("Typed below what was missing.")
    expect(page.locator("#saved-heard")).to_contain_text("Draft saved")


def test_a_part_of_a_page_is_sent_once_more_as_it_was_typed(therapist: Somebody) -> None:
    page = is_in_a_session(therapist)
    since = page.locator("#practice-since")
    since.locator("summary").click()
    since.locator("[name=what]").fill("Walk by the river with the old token")
    therapist.signs_in_again_as("therapist")
    since.get_by_role("button", name="Agree").click()
    expect(since.get_by_role("heading", name="Agreed today")).to_be_visible()
    expect(since.get_by_text("Walk by the river with the old token")).to_have_count(1)


def test_staying_signed_in_is_still_one_touch(therapist: Somebody) -> None:
    page = therapist.opens("/caseload/")
    therapist.signs_in_again_as("therapist")
    with page.expect_response(lambda reply: "/stay/" in reply.url and reply.status == 200):
        page.locator("[data-idle-warning]").evaluate("form => form.requestSubmit()")


def test_answers_to_a_measure_arrive(somebody: Opens) -> None:
    patient = somebody(PHONE)
    patient.signs_in_as("patient")
    page = patient.page
    opens_nine_questions(patient)
    patient.signs_in_again_as("patient")
    page.locator(".answers label").nth(1).click()
    expect(page.locator("[data-saved]")).to_contain_text("Saved at")
    looks_over(page)
    expect(page.locator("ol.lines li").nth(0)).to_contain_text("Several days")


def test_a_form_without_a_script_of_its_own_is_held(patient: Somebody) -> None:
    page = patient.opens("/me/practice/")
    patient.signs_in_again_as("patient")
    page.get_by_role("form").filter(
        has=page.get_by_role("button", name="Partly", exact=True)
    ).first.get_by_role("button", name="Partly", exact=True).click()
    page.wait_for_url("**/sign-in/held/")
    patient.is_calm()
