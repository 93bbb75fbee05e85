"""Therapist and patient find out together what it all means."""

from playwright.sync_api import expect

from tests.journeys.browsing import Somebody
from tests.journeys.people import opens_course_of


def test_a_therapist_weighs_the_focus_and_only_its_own_stages_are_asked(therapist: Somebody) -> None:
    """Given a course, when another area is chosen, then its stages are asked and nobody else's."""
    page = opens_course_of(therapist, "Bea L.")
    therapist.follows("Formulation")
    therapist.follows("Revise the focus")
    expect(page.locator(".state-of-role_dispute")).to_be_visible()
    expect(page.locator(".state-of-grief")).to_be_hidden()
    expect(page.locator(".rival-of-grief")).to_be_visible()
    therapist.chooses("Grief", of="Problem area")
    expect(page.locator(".state-of-grief")).to_be_visible()
    expect(page.locator(".state-of-role_dispute")).to_be_hidden()
    expect(page.locator(".rival-of-grief")).to_be_hidden()
    therapist.is_calm()


def test_a_piece_of_the_record_goes_where_the_therapist_was_writing(therapist: Somebody) -> None:
    """Given pieces beside the story, when one is taken over, it is typed and ticked and survives a reload."""
    page = opens_course_of(therapist, "Bea L.")
    therapist.follows("Formulation")
    therapist.follows("Revise the formulation")
    story = page.get_by_label("The story, as the patient would tell it")
    story.fill("It began then.")
    page.get_by_role("button", name="Take over: Midsummer elsewhere").click()
    expect(story).to_have_value("It began then. " + page.locator("label", has_text="Midsummer").inner_text())
    expect(page.get_by_role("checkbox", name="Midsummer elsewhere")).to_be_checked()
    page.reload()
    expect(story).to_have_value("It began then. " + page.locator("label", has_text="Midsummer").inner_text())
    expect(page.get_by_text("What you typed here before is back.")).to_be_visible()
    therapist.is_calm()


def test_lines_are_added_one_after_the_other_in_the_session(therapist: Somebody) -> None:
    """Given the workspace, when a line is added, then the next can be typed at once, and none comes twice."""
    page = opens_course_of(therapist, "Bea L.")
    therapist.follows("Open the workspace")
    section = page.locator("#helpers")
    section.get_by_text("Add a line").click()
    section.get_by_label("A line").fill("Moa, who laughs at both of us")
    section.get_by_role("button", name="Add", exact=True).click()
    expect(section.get_by_text("Moa, who laughs at both of us")).to_be_visible()
    expect(section.get_by_label("A line")).to_have_value("")
    section.get_by_label("A line").fill("Judith, from outside")
    page.reload()
    expect(section.get_by_label("A line")).to_have_value("Judith, from outside")
    therapist.is_calm()


def test_the_patient_rates_the_focus_and_answers_the_story(patient: Somebody) -> None:
    """Given a shared story, when the patient rates and answers, then both are kept and shown."""
    page = patient.opens("/me/")
    patient.follows("What we work on")
    expect(page.get_by_text("We stopped talking about the move, and I went quiet.")).to_be_visible()
    patient.chooses("7", of="How often do I say what I want")
    patient.presses("Save")
    expect(page.get_by_role("img", name="to 7 on")).to_be_visible()
    patient.is_calm()
    patient.follows("Read our story of how it came about")
    patient.chooses("I would put it differently")
    page.get_by_label("In your own words").fill("I was not pushed. I did not say no.")
    patient.presses("Tell Maya")
    expect(page.get_by_text("I was not pushed. I did not say no.")).to_be_visible()
    expect(page.get_by_label("In your own words")).to_have_value("")
    patient.is_calm()
