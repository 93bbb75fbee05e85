"""A refused form whose address is asked for again leads to its page, and what was typed is there."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browsing import Somebody
from tests.journeys.people import opens_course_of

WORDS = "Typed before it was refused."


def is_refused_and_asked_for_again(page: Page, form: str, field: str) -> None:
    """Sent as it is; then as a reload does that sends nothing again, a tab that comes back, or a sign-in."""
    place = page.locator(form)
    words = place.locator(f"[name={field}]").or_(page.locator(f"[form=session-form][name={field}]")).first
    words.fill(WORDS)
    place.evaluate("one => { one.noValidate = true; }")
    with page.expect_response(lambda reply: reply.request.method == "POST") as came:
        place.get_by_role("button").last.click()
    assert came.value.status == 422
    page.wait_for_load_state("load")
    expect(words).to_have_value(WORDS)
    reply = page.goto(page.url)
    assert reply is not None and reply.status == 200
    expect(words).to_have_value(WORDS)
    expect(words).to_be_visible()


@pytest.mark.parametrize(
    ("at", "opened_by", "form", "field"),
    [
        ("sessions/1/", "Amend this record", "form[data-draft=amendment]", "line"),
        ("techniques/", "Hear consent", "form[data-draft^=consent-]", "said"),
        ("practice/new/", "", "form[data-draft=practice]", "what"),
    ],
)
def test_what_a_therapist_typed_is_there(
    therapist: Somebody, at: str, opened_by: str, form: str, field: str
) -> None:
    page = opens_course_of(therapist, "Rowan T.")
    page.goto(f"{page.url}{at}")
    if opened_by:
        page.locator("summary", has_text=opened_by).first.click()
    is_refused_and_asked_for_again(page, f"{form} >> nth=0", field)
    therapist.is_calm()


def test_what_a_patient_typed_is_there(patient: Somebody) -> None:
    page = patient.opens("/me/practice/")
    page.get_by_role("link", name="With a note").first.click()
    is_refused_and_asked_for_again(page, "form[data-draft=practice-log]", "note")
    patient.is_calm()
