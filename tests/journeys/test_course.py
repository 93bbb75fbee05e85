"""From a stranger's first look at the public pages to the end of a course and the sheet to keep."""

from datetime import date

from playwright.sync_api import expect

from tests.journeys.browsing import PHONE, Somebody, clicks
from tests.journeys.conftest import Opens
from tests.journeys.people import walks_in_with_a_code

TODAY = date.today().isoformat()  # noqa: DTZ011 - a day a person would type
NOTHING_AT_ALL = "Nothing you choose is stored or sent to anyone"


def test_an_enquirer_reads_reflects_and_asks_and_a_therapist_accepts(
    enquirer: Somebody, therapist: Somebody
) -> None:
    """Given somebody unsure, when they have read and asked for a first talk, then a course begins."""
    page = enquirer.opens("/")
    enquirer.is_calm()
    clicks(page.get_by_role("link", name="See if it might fit").first)
    expect(page.get_by_text(NOTHING_AT_ALL)).to_be_visible()
    for question, answer in (("low, or lost interest", "Yes"), ("change between you", "Yes")):
        enquirer.chooses(answer, of=question)
    enquirer.is_calm()
    enquirer.presses("Show what I could do")
    expect(page.get_by_role("heading", level=1)).to_have_text("What you could do")
    enquirer.is_calm()
    clicks(page.locator("main").get_by_role("link", name="Ask for a first talk").first)

    enquirer.writes("Your name", "Robin Ashdown")
    enquirer.chooses("E-mail", of="get in touch")
    enquirer.writes("Number or address", "robin@example.org")
    enquirer.writes("What brings you", "Since my mother died nothing is the same.")
    enquirer.chooses("Yes", of="18 or older")
    enquirer.chooses("You may keep what I wrote here")
    enquirer.is_calm()
    clicks(page.locator("main").get_by_role("button", name="Ask for a first talk"))
    expect(page.get_by_role("heading", level=1)).to_have_text("We have your message")
    enquirer.is_calm()

    page = therapist.opens("/enquiries/")
    therapist.follows("Robin Ashdown")
    expect(page.get_by_text("Since my mother died nothing is the same.")).to_be_visible()
    therapist.is_calm()
    page.get_by_text("Accept, and begin a course").click()
    accept = page.locator("form", has=page.get_by_role("button", name="Begin the course"))
    accept.locator("[name=born_on]").fill("1979-03-02")
    accept.locator("[name=therapist]").select_option(label="Maya Osei")
    accept.locator("[name=began_on]").fill(TODAY)
    therapist.presses("Begin the course")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Robin")
    expect(page.get_by_text("Session 1 of 16").first).to_be_visible()


def test_a_therapist_leads_a_course_from_its_name_to_its_end_and_the_patient_keeps_the_sheet(
    therapist: Somebody, somebody: Opens
) -> None:
    page = therapist.opens("/courses/new/")
    therapist.writes("Full name", "Noor Haddon")
    page.locator("[name=born_on]").fill("1988-07-21")
    page.locator("[name=therapist]").select_option(label="Maya Osei")
    therapist.presses("Begin the course")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Noor")
    course = page.url.removeprefix(therapist.address)

    names_the_difficulty(therapist, course)
    puts_life_and_people_in_order(therapist, course)
    agrees_what_it_means(therapist, course)
    ends_the_course(therapist, course, somebody(PHONE))


def names_the_difficulty(therapist: Somebody, course: str) -> None:
    page = therapist.opens(f"{course}diagnosis/")
    therapist.writes("What it is called", "Depression, moderate")
    therapist.writes("In the words used with the patient", "It has a name, and it can be treated.")
    therapist.presses("Keep this")
    expect(page.get_by_text("It has a name, and it can be treated.").first).to_be_visible()
    therapist.is_calm()


def puts_life_and_people_in_order(therapist: Somebody, course: str) -> None:
    page = therapist.opens(f"{course}timeline/add/")
    therapist.writes("What happened", "Began the new post")
    therapist.writes("Year", "2026")
    therapist.presses("Put on the timeline")
    expect(page.locator(".events").get_by_text("Began the new post")).to_be_visible()
    page = therapist.opens(f"{course}circle/people/add/")
    therapist.writes("First name or nickname", "Leila")
    therapist.chooses("2", of="How close, now")
    therapist.presses("Put in the circle")
    expect(page.get_by_role("link", name="Leila")).to_be_visible()
    therapist.is_calm()


def agrees_what_it_means(therapist: Somebody, course: str) -> None:
    """Formulation, focus, one goal and the contract."""
    page = therapist.opens(f"{course}formulation/story/")
    therapist.writes("The story, as the patient would tell it", "The post came, and our evenings went.")
    therapist.presses("Keep this formulation")
    therapist.follows("Choose a focus")
    therapist.chooses("Role transition", of="Problem area")
    therapist.writes("In the patient's own words", "I have the post, and no evenings.")
    therapist.writes("Why this one", "The low mood began with the post.")
    therapist.chooses("Yes, agreed together")
    therapist.presses("Keep this focus")
    expect(page.get_by_text("I have the post, and no evenings.").first).to_be_visible()
    therapist.follows("Set a goal")
    page.locator("[name=text]").fill("One evening a week with Leila")
    therapist.presses("Set this goal")
    expect(page.get_by_text("One evening a week with Leila").first).to_be_visible()
    therapist.is_calm()
    page = therapist.opens(f"{course}formulation/contract/")
    therapist.chooses("uses one up")
    therapist.presses("Sign and keep")
    therapist.presses("signs here")
    expect(page.get_by_role("button", name="signs here")).to_have_count(0)
    therapist.is_calm()


def ends_the_course(therapist: Somebody, course: str, patient: Somebody) -> None:
    walks_in_with_a_code(therapist, patient, "Noor H.")
    page = therapist.opens(f"{course}ending/write/")
    page.locator("[name=change]").fill("We have Thursdays again.")
    page.locator("[name=warning_signs]").fill("I say I am too busy to eat with them.")
    page.locator("[name=remember]").fill("Ask for the evening before it is gone.")
    therapist.presses("Keep it as it is now")
    therapist.chooses("Earlier, agreed together")
    therapist.chooses("End the course today")
    therapist.is_calm()
    therapist.presses("End the course")
    expect(page.get_by_text("The course ended on")).to_be_visible()

    keepsake = patient.opens("/me/ending/")
    expect(keepsake.get_by_text("Ask for the evening before it is gone.")).to_be_visible()
    expect(keepsake.get_by_text("I say I am too busy to eat with them.")).to_be_visible()
    patient.is_calm()
