"""A patient answers a questionnaire, and somebody looks when it shows risk."""

import re
from datetime import date, timedelta

from playwright.sync_api import Page, Route, expect

from tests.journeys.browsing import PHONE, Somebody, clicks, waits_until
from tests.journeys.conftest import Opens
from tests.journeys.people import asks_for, walks_in_with_a_code
from tests.journeys.running import Kith

NOTHING_WAITS = "Object.keys(localStorage).every((one) => !one.startsWith('kith.answers.'))"
ANSWERS = re.compile(r"/measures/[^/]+/(\?all=1)?$")  # where the script sends them, and no form
IN_TWO_WEEKS = date.today() + timedelta(days=14)  # noqa: DTZ011 - a day a person would type


def answers(person: Somebody, page: Page, choice: int) -> None:
    """Answer the question shown, by its place among the choices, and wait for what comes next."""
    before = page.locator("[name=item]").first.input_value()
    page.locator(".answers label").nth(choice).click()
    person.presses("Next", page)
    expect(page.locator(f"form.question [name=item][value={before}]")).to_have_count(0)


def is_saved(page: Page, choice: int) -> None:
    """Touch a choice, and wait until the server has it: of the one before, the page says the same."""
    page.locator(".answers label").nth(choice).click()
    waits_until(page, NOTHING_WAITS)
    expect(page.locator("[data-saved]")).to_contain_text("Saved at")


def test_a_patient_reports_thoughts_of_death_and_sees_help_before_anything_else(
    patient: Somebody, therapist: Somebody
) -> None:
    """Given questions for today, when item 9 is not zero, then help comes first and somebody looks."""
    page = patient.opens("/me/")
    patient.follows("Start")
    patient.is_calm()
    for number in range(1, 9):
        if number == 3:
            patient.presses("Leave this one blank")
            expect(page.get_by_text("Question 4 of 9")).to_be_visible()
        else:
            answers(patient, page, 2)
    expect(page.get_by_text("Question 9 of 9")).to_be_visible()
    page.locator(".answers label").nth(1).click()
    patient.presses("Next")
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you for telling us. Help is here now.")
    expect(page.get_by_role("link", name="Open my safety plan")).to_be_visible()
    patient.is_calm()

    patient.follows("Carry on when you are ready")
    answers(patient, page, 1)
    expect(page.get_by_text("You left question 3 blank.")).to_be_visible()
    patient.is_calm()
    patient.presses("Leave blank and send")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Sent.")
    expect(page.get_by_role("heading", name="Help is still here")).to_be_visible()
    expect(page.get_by_text("This has gone to Maya")).to_be_visible()
    patient.is_calm()

    sees_to_the_alert(therapist)


def sees_to_the_alert(therapist: Somebody) -> None:
    """The therapist finds it on the caseload, reviews it, and closes it with what was done."""
    page = therapist.opens("/caseload/")
    banner = page.locator(".banner", has_text="Rowan").filter(has_text="to a safety question")
    therapist.is_calm()
    clicks(banner.get_by_role("link", name="Review now"))
    therapist.is_calm()
    page.locator("fieldset", has_text="Level, in your judgement").locator("label").nth(1).click()
    review = page.locator("form", has=page.get_by_role("button", name="Keep this review"))
    review.get_by_label("What I did and agreed").fill("Rang at once; safety plan gone through together.")
    review.get_by_label("This review holds until").fill(IN_TWO_WEEKS.isoformat())
    therapist.presses("Keep this review")
    expect(page.get_by_text("The review is kept.")).to_be_visible()
    therapist.is_calm()
    closing = page.locator("form", has=page.get_by_role("button", name="Close the alert"))
    closing.get_by_label("What I did and agreed").fill("Spoke on the phone; meets tomorrow; plan is at hand.")
    therapist.presses("Close the alert")
    expect(page.get_by_text("The alert is closed.")).to_be_visible()
    therapist.is_calm()
    therapist.opens("/caseload/")
    expect(banner).to_have_count(0)


def test_a_patient_without_javascript_answers_and_sends(therapist: Somebody, somebody: Opens) -> None:
    asks_for(therapist, "Rowan T.", "phq9")
    patient = somebody(PHONE, java_script_enabled=False)
    page = patient.signs_in_as("patient")
    start(patient)
    for _question in range(9):
        page.locator(".answers label").nth(0).click()
        patient.presses("Next")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your answers")
    patient.presses("Send to Maya")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Sent.")


def start(patient: Somebody) -> None:
    """Open the nine questions that wait."""
    page = patient.opens("/me/measures/")
    clicks(page.locator("section.card", has_text="Nine questions").get_by_role("link").first)
    expect(page.get_by_text("Question 1 of 9")).to_be_visible()


def test_a_reload_and_a_second_tab_lose_nothing(therapist: Somebody, somebody: Opens) -> None:
    patient = somebody(PHONE)
    walks_in_with_a_code(therapist, patient, "Jonah B.")
    page = patient.page
    answers(patient, page, 1)
    expect(page.get_by_text("Question 2 of 7")).to_be_visible()
    is_saved(page, 3)
    page.reload()
    expect(page.locator(".answers input").nth(3)).to_be_checked()

    other = patient.tab()
    other.goto(page.url)
    other.locator(".answers label").nth(0).click()
    patient.presses("Next", other)
    page.locator(".answers label").nth(2).click()
    expect(page.get_by_role("heading", name="You answered this on two screens")).to_be_visible()
    patient.is_calm()
    page.get_by_role("button", name="Keep this").first.click()
    looks_over(page)
    expect(page.locator("ol.lines li").nth(0)).to_contain_text("Several days")
    expect(page.locator("ol.lines li").nth(1)).to_contain_text("More than half the days")


def review_of(page: Page) -> str:
    return page.url.split("?")[0] + "review/"


def looks_over(page: Page) -> None:
    page.goto(review_of(page))


class OnItsWay:
    """What the script sends of answers is on its way until it `arrives`; forms go through."""

    def __init__(self, page: Page) -> None:
        self.held: list[Route] | None = []
        page.route(ANSWERS, self._hold)

    def _hold(self, route: Route) -> None:
        route.continue_() if self.held is None else self.held.append(route)

    def arrives(self) -> None:
        """The one sent last, and whatever is sent from now on."""
        newest, self.held = self.held[-1], None
        newest.continue_()


def test_what_is_chosen_while_an_answer_is_on_its_way_is_sent_as_well(
    therapist: Somebody, somebody: Opens
) -> None:
    patient = somebody(PHONE)
    walks_in_with_a_code(therapist, patient, "Callum R.")
    page = patient.page
    patient.follows("Show all questions on one page")
    questions = page.locator("fieldset[data-item]")
    expect(questions).to_have_count(7)  # all of GAD-7 on the page, and its script with it
    page.wait_for_load_state()
    sent = OnItsWay(page)
    with page.expect_request(ANSWERS):
        questions.nth(0).locator("label").nth(1).click()
    questions.nth(1).locator("label").nth(2).click()
    sent.arrives()
    waits_until(page, NOTHING_WAITS)
    looks_over(page)
    expect(page.locator("ol.lines li").nth(0)).to_contain_text("Several days")
    expect(page.locator("ol.lines li").nth(1)).to_contain_text("More than half the days")


def test_what_is_still_on_its_way_swallows_no_send(therapist: Somebody, somebody: Opens) -> None:
    patient = somebody(PHONE)
    walks_in_with_a_code(therapist, patient, "Bea L.")
    page = patient.page
    sent = OnItsWay(page)
    answers(patient, page, 1)  # by the form; the page that follows sends once more what the script had sent
    with page.expect_request(ANSWERS):
        looks_over(page)
    page.get_by_role("button", name="Leave blank and send").click()
    sent.arrives()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Sent.")


def test_an_expired_sign_in_loses_nothing(therapist: Somebody, somebody: Opens) -> None:
    patient = somebody(PHONE)
    walks_in_with_a_code(therapist, patient, "Tomasz W.")
    page = patient.page
    expect(page.get_by_text("Question 1 of 7")).to_be_visible()
    session = next(one for one in patient.context.cookies() if one["name"] == "sessionid")
    patient.context.clear_cookies(name="sessionid")
    page.locator(".answers label").nth(2).click()
    expect(page.get_by_text("You were signed out. Your answers are kept on this device.")).to_be_visible()
    patient.is_calm()
    patient.context.add_cookies([session])  # as a new link would
    page.reload()
    expect(page.locator(".answers input").nth(2)).to_be_checked()
    expect(page.locator("[data-saved]")).to_contain_text("Saved at")


def test_a_killed_server_loses_nothing_it_called_saved(
    kith: Kith, therapist: Somebody, somebody: Opens
) -> None:
    patient = somebody(PHONE, service_workers="block")  # which stands in for a server that is slow to begin
    walks_in_with_a_code(therapist, patient, "Priti L.")
    page = patient.page
    answers(patient, page, 1)
    is_saved(page, 2)
    kith.kill()
    page.locator(".answers label").nth(3).click()  # given while nobody listens
    expect(page.get_by_text("No signal. Your answers are kept on this device.")).to_be_visible()
    review = review_of(page)
    page.goto("about:blank")  # put away meanwhile: the page that is opened next sends what waits
    kith.start()
    patient.troubles.clear()
    page.goto(review)
    expect(page.locator("ol.lines li").nth(0)).to_contain_text("Several days")
    expect(page.locator("ol.lines li").nth(1)).to_contain_text("Nearly every day")
