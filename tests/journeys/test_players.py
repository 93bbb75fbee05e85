"""Somebody does an exercise, each of the ten from its choice to its record, on a phone and in a session."""

import re
from collections.abc import Callable, Iterator
from typing import Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browsing import PHONE, Somebody
from tests.journeys.conftest import Opens
from tests.journeys.people import is_in_session

LEFT = """async () => (await (await import("/static/phone/store.js")).ids("drafts")).filter((one) => one.startsWith("player."))"""  # noqa: E501

MINE = "/me/practice/exercises/"
LEAD = 4  # seconds to get ready


def opens_exercise(person: Somebody, name: str) -> Page:
    """Open one with a clock that stands until the test moves it on, and nothing left from before."""
    page = person.page
    page.clock.install()
    person.opens(f"{MINE}{name}/")
    expect(page.locator("[data-player]")).to_have_attribute("data-state", "choosing")
    stands_still(page)
    return page


def stands_still(page: Page) -> None:
    """From a minute later on it is always the same moment, however long the machine takes."""
    page.clock.pause_at(page.evaluate("new Date(Date.now() + 60_000).toISOString()"))


def begins(page: Page) -> None:
    page.get_by_role("button", name="Begin", exact=True).click()
    expect(page.locator("[data-player]")).to_have_attribute("data-state", "running")


def passes(page: Page, seconds: float) -> None:
    """Time goes by at once, as for a tab that was asleep: whatever was due comes once."""
    page.clock.fast_forward(int(seconds * 1000))


def rates(page: Page, question: str, number: int) -> None:
    page.get_by_role("group", name=question).locator("label").nth(number).click()


def is_calm(person: Somebody, *schemes: Literal["dark", "light"]) -> None:
    """Looked at while time goes by: what looks needs a clock."""
    person.page.clock.resume()
    for scheme in schemes or ("light",):
        person.page.emulate_media(color_scheme=scheme)
        person.is_calm()
    stands_still(person.page)


def runs_out(page: Page, seconds: float) -> None:
    passes(page, LEAD + seconds + 6)


def breathes(page: Page) -> Iterator[None]:
    passes(page, LEAD + 1)
    expect(page.locator(".word")).to_have_text("In")
    passes(page, 4)
    expect(page.locator(".word")).to_have_text("Out")
    expect(page.get_by_text("In for 4, out for 6. No holding.")).to_be_visible()
    yield
    runs_out(page, 180)


def names_things(page: Page) -> Iterator[None]:
    one = page.get_by_role("button", name="I have one")
    expect(page.get_by_text("Five things you see", exact=True)).to_be_visible()
    yield
    page.get_by_role("button", name="Another way").click()
    expect(page.get_by_text("Name five things in the room you know are there.")).to_be_visible()
    for _five in range(5):
        one.click()
    expect(page.get_by_text("Four things you can touch", exact=True)).to_be_visible()
    for _four in range(4):
        page.keyboard.press(" ")
    expect(page.get_by_text("Three things you hear", exact=True)).to_be_visible()
    for title in ("Two things you smell", "One thing you taste"):
        page.get_by_role("button", name="Leave this one out").click()
        expect(page.get_by_text(title, exact=True)).to_be_visible()
    one.click()


def tenses(page: Page) -> Iterator[None]:
    passes(page, LEAD + 1)
    expect(page.get_by_text("Right upper arm")).to_be_visible()  # the hand was left out
    expect(page.get_by_role("status").filter(has_text="Tense")).to_have_count(1)
    passes(page, 5)
    expect(page.get_by_text("Let go. Notice the difference.")).to_be_visible()
    yield
    runs_out(page, 13 * 25)


def moves(page: Page) -> Iterator[None]:
    passes(page, 601)
    expect(page.get_by_role("timer")).to_contain_text("10:0")
    expect(page.get_by_text("Your time is over. Stop when you like.")).to_be_visible()
    yield
    page.get_by_role("button", name="I am done").click()


def notices(page: Page) -> Iterator[None]:
    passes(page, LEAD + 61)
    expect(page.get_by_text("Now rest your attention on the sounds around you.")).to_be_visible()
    yield
    runs_out(page, 120)


def rests(page: Page) -> Iterator[None]:
    passes(page, LEAD + 31)
    expect(page.get_by_text("Rest your attention on your feet on the floor.")).to_be_visible()
    yield
    runs_out(page, 150)


def scans(page: Page) -> Iterator[None]:
    passes(page, LEAD + 31)
    expect(page.get_by_text("Your feet: warm or cold")).to_be_visible()
    yield
    runs_out(page, 330)


def listens(page: Page) -> Iterator[None]:
    passes(page, LEAD + 1)
    expect(page.get_by_text("Whom will you listen to?")).to_be_visible()
    passes(page, 60)  # it waits
    expect(page.get_by_text("Whom will you listen to?")).to_be_visible()
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("Let them finish.")).to_be_visible()
    yield
    runs_out(page, 300)


def checks_in(page: Page) -> Iterator[None]:
    yield
    page.locator("label", has_text="drawn in").click()
    page.get_by_role("button", name="Next").click()
    page.get_by_label("Or in your own words").fill("a knot")
    page.get_by_role("button", name="Next").click()
    page.get_by_role("button", name="Leave this one blank").click()
    page.get_by_label("What is the feeling called?").fill("shame")
    page.get_by_role("button", name="Next").click()
    rates(page, "How strong is it?", 6)
    page.get_by_role("button", name="Next").click()
    page.get_by_label("Who or what between people set it off?").select_option(label="Ada")
    for _rest in range(3):
        page.get_by_role("button", name="Next").click()
    noticed = page.locator(".check-in .facts")
    for told in ("drawn in", "a knot", "shame", "6", "Ada"):
        expect(noticed).to_contain_text(told)
    page.get_by_role("button", name="Go on").click()


def turns_to_sounds(page: Page) -> Iterator[None]:
    passes(page, LEAD + 1)
    expect(page.get_by_text("Listen only to")).to_be_visible()
    expect(page.locator(".sound.on")).to_have_count(1)
    passes(page, 150)
    expect(page.get_by_text("Now to the")).to_be_visible()
    passes(page, 150)
    expect(page.locator(".sound.on")).to_have_count(7)
    yield
    runs_out(page, 60)


Does = Callable[[Page], Iterator[None]]  # stops for a moment where it can be looked at
EXERCISES: dict[str, tuple[Does, str, str]] = {
    "paced_breathing": (breathes, "How tense are you?", "How tense are you now?"),
    "grounding": (names_things, "How upset are you?", "How upset are you now?"),
    "muscle_relaxation": (tenses, "How tense are you?", "How tense are you now?"),
    "graded_activity": (moves, "How is your mood?", "How is your mood now?"),
    "breathing_space": (notices, "How calm are you?", "How calm are you now?"),
    "breath_focus": (rests, "How calm are you?", "How calm are you now?"),
    "body_scan": (scans, "How calm are you?", "How calm are you now?"),
    "listening_to_one_person": (listens, "How calm are you?", "How calm are you now?"),
    "attention_check_in": (checks_in, "How upset are you?", "How upset are you now?"),
    "sounds_around": (turns_to_sounds, "How upset are you?", "How upset are you now?"),
}
CHOSEN = {  # what is chosen before, by the words of a fold and of a choice in it
    "muscle_relaxation": ("Leave out", "Right hand and forearm"),
    "breathing_space": ("", "Sounds"),
}


@pytest.mark.parametrize("name", EXERCISES)
def test_an_exercise_goes_from_its_choice_to_its_record(name: str, patient: Somebody) -> None:
    does, before, after = EXERCISES[name]
    page = opens_exercise(patient, name)
    is_calm(patient)
    if name in CHOSEN:
        fold, choice = CHOSEN[name]
        if fold:
            page.locator("summary", has_text=fold).click()
        page.locator("label", has_text=choice).click()
    rates(page, before, 7)
    begins(page)
    for _moment in does(page):
        is_calm(patient, "dark", "light")
    expect(page.get_by_role("heading", level=1)).to_have_text("That was it.")
    rates(page, after, 0)
    takes = "What was it like?" if name == "graded_activity" else "What do you take with you?"
    page.get_by_label(takes).fill("It went.")
    is_calm(patient, "dark", "light")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kept")
    expect(page.get_by_text("before: 7, after: 0")).to_be_visible()
    expect(page.get_by_text("It went.")).to_be_visible()
    is_calm(patient)
    assert page.evaluate("localStorage.length") == 0
    assert page.evaluate(f"({LEFT})()") == []


def test_somebody_short_of_air_begins_at_their_own_rate_and_comes_down(patient: Somebody) -> None:
    page = opens_exercise(patient, "paced_breathing")
    page.locator("label", has_text="5 minutes").first.click()
    page.locator("summary", has_text="Pace").click()
    page.locator("label", has_text="Begin at my own rate and slow down").click()
    begins(page)
    for rate in (
        "In for 2, out for 3.",
        "In for 2.4, out for 3.6.",
        "In for 3, out for 4.5.",
        "In for 4, out for 6.",
    ):
        passes(page, 6 if rate.startswith("In for 2,") else 60)
        expect(page.get_by_text(rate)).to_be_visible()
    page.get_by_role("button", name="Pace").click()
    page.get_by_role("button", name="Slower").click()
    expect(page.get_by_text("5.5 breaths a minute")).to_be_visible()
    passes(page, 10)
    expect(page.get_by_text("In for 4.4, out for 6.5.")).to_be_visible()


def test_without_a_script_the_steps_are_read_and_the_rest_is_a_form(somebody: Opens) -> None:
    person = somebody(PHONE, java_script_enabled=False)
    person.signs_in_as("patient")
    page = person.opens(f"{MINE}muscle_relaxation/")
    expect(page.get_by_text("Make a fist with your right hand.").first).to_be_visible()
    expect(page.get_by_text("(20 seconds)").first).to_be_visible()
    page.locator("label", has_text="14 groups").click()
    person.presses("Keep it")
    expect(page.get_by_text("Say about how many minutes it was.").first).to_be_visible()
    person.writes("How many minutes, about?", "7")
    person.presses("Keep it")
    expect(page.get_by_role("heading", level=1)).to_have_text("Kept")
    expect(page.get_by_text("chosen: 14 groups, about 6 minutes")).to_be_visible()


def test_in_a_session_two_people_look_and_it_is_kept_with_the_session(therapist: Somebody) -> None:
    page = is_in_session(therapist, "Rowan T.")
    session = urlsplit(page.url).path
    course, number = re.findall(r"/courses/([^/]+)/sessions/(\d+)/", session)[0]
    page.clock.install()
    therapist.opens(f"/courses/{course}/techniques/exercises/breath_focus/?session={number}")
    expect(page.locator("label", has_text="15 minutes")).to_be_visible()
    is_calm(therapist)
    begins(page)
    is_calm(therapist, "dark", "light")
    passes(page, 40)
    page.get_by_role("button", name="Stop", exact=True).click()
    page.get_by_text("Say more about it").click()
    therapist.chooses("The clinician", of="Who stopped it?")
    page.get_by_role("button", name="Keep it").click()
    expect(page).to_have_url(re.compile(f"{session}$"))
    expect(page.get_by_text("The exercise is kept with this session.")).to_be_visible()
