"""A patient says how a session was; a therapist and a supervisor rate one apart, and then read both."""

from playwright.sync_api import expect

from tests.journeys.browsing import PHONE, Somebody, clicks
from tests.journeys.conftest import Opens
from tests.journeys.people import is_in_session, opens_course_of


def signs_the_next_session(therapist: Somebody) -> int:
    """Another journey may have begun it; its number is told."""
    page = is_in_session(therapist, "Rowan T.")
    number = int(page.url.rstrip("/").split("/")[-1])
    therapist.writes("In one line", "Talked it through.")
    if page.get_by_label("Risk today").is_visible():
        therapist.writes("Risk today", "Asked; nothing new.")
    therapist.presses(f"Sign session {number}")
    expect(page.get_by_text(f"Session {number} is signed.")).to_be_visible()
    return number


def test_the_patient_answers_two_questions_and_changes_one(patient: Somebody, therapist: Somebody) -> None:
    """Given a session lies behind, when two questions are answered, then they can still be changed."""
    number = signs_the_next_session(therapist)
    page = patient.opens("/me/")
    patient.follows("See the two questions")
    expect(page.get_by_text("Maya can read what you send here")).to_be_visible()
    patient.is_calm()
    patient.chooses("Mostly", of="feel understood")
    patient.writes("In your own words", "I wanted a bit longer.")
    page.reload()
    expect(page.get_by_label("In your own words")).to_have_value("I wanted a bit longer.")
    patient.presses("Send", exact=True)
    expect(page.get_by_text("You can change it until your next session")).to_be_visible()
    patient.is_calm()
    patient.follows(f"What you said about session {number}")
    expect(page.get_by_label("In your own words")).to_have_value("I wanted a bit longer.")
    patient.chooses("Yes", of="what matters")
    patient.presses("Send the change")
    patient.follows(f"What you said about session {number}")
    patient.is_calm()


def test_the_two_questions_work_without_script(somebody: Opens, therapist: Somebody) -> None:
    """Given no script runs, when the answers are sent or taken back, then they are kept, and gone."""
    number = signs_the_next_session(therapist)
    patient = somebody(PHONE, java_script_enabled=False)
    patient.signs_in_as("patient")
    page = patient.opens(f"/me/sessions/{number}/check/")
    page.get_by_label("In your own words").fill("Sent without a script.")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Thank you.")).to_be_visible()
    page.get_by_role("link", name=f"What you said about session {number}").click()
    page.get_by_role("button", name="Take my answers back").click()
    expect(page.get_by_role("link", name=f"What you said about session {number}")).to_have_count(0)
    expect(page.get_by_text(f"How was session {number}?")).to_have_count(0)


def rates(somebody: Somebody, focus: str, words: str) -> None:
    somebody.chooses("Memory")
    somebody.chooses(focus, of="Focus held")
    somebody.writes("What you saw", words)
    somebody.presses("Keep my rating")


def test_two_rate_a_session_apart_and_then_read_both(therapist: Somebody, somebody: Opens) -> None:
    """Given a session is chosen, when both have rated it, and not before, then both stand side by side."""
    page = opens_course_of(therapist, "Grace A.")
    clicks(page.get_by_role("navigation", name="Parts of the course").get_by_role("link", name="Sessions"))
    therapist.follows("How IPT was done, session by session")
    therapist.is_calm()
    page.get_by_text("Choose a session").click()
    page.get_by_label("Session", exact=True).select_option(label="Session 6")
    therapist.writes("What to look at", "How the photographs were used.")
    therapist.presses("Choose it")
    expect(page.get_by_text("Session 6 is chosen for supervision")).to_be_visible()
    chosen = page.url
    therapist.follows("Rate the session")
    therapist.is_calm()
    rates(therapist, "It came up and was lost again", "I lost the thread.")
    expect(page.get_by_text("The supervisor’s is not given yet")).to_be_visible()
    therapist.is_calm()

    supervisor = somebody()
    supervisor.signs_in_as("supervisor")
    supervisor.opens("/supervision/")
    supervisor.follows("Grace A., session 6")
    expect(supervisor.page.get_by_text("I lost the thread.")).to_have_count(0)
    supervisor.follows("Rate the session")
    rates(supervisor, "New matters were heard and led back to it", "It was held.")
    expect(supervisor.page.get_by_text("I lost the thread.")).to_be_visible()
    expect(supervisor.page.get_by_text("What was seen?")).to_be_visible()
    supervisor.is_calm()
    supervisor.follows("Write down what was agreed")
    supervisor.page.get_by_text("Grace A.", exact=True).click()
    supervisor.page.locator("details[open]").get_by_label("Agreed").fill("Come back to the thread.")
    supervisor.is_calm()
    supervisor.presses("Sign it")
    supervisor.is_calm()

    page.goto(chosen)
    expect(page.get_by_text("It was held.")).to_be_visible()
    therapist.opens("/supervision/")
    expect(page.get_by_text("Come back to the thread.")).to_be_visible()
    therapist.is_calm()
