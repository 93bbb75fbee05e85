"""A therapist holds a session with the program open beside them."""

import re

from playwright.sync_api import Locator, Route, expect

from tests.journeys.browsing import PHONE, Late, Somebody, clicks, strikes
from tests.journeys.conftest import Opens
from tests.journeys.people import is_in_session, opens_course_of, walks_in_with_a_code

MOST_TAPS = 20


class Fingers:
    """Counts taps: one to press, one to come into a field, two to choose from a list."""

    def __init__(self) -> None:
        self.taps = 0

    def press(self, here: Locator) -> None:
        self.taps += 1
        clicks(here)

    def write(self, here: Locator, words: str) -> None:
        self.taps += 1
        here.fill(words)

    def pick(self, here: Locator, choice: str) -> None:
        self.taps += 2
        here.select_option(label=choice)


def test_a_therapist_holds_and_signs_session_5_with_few_taps(therapist: Somebody, somebody: Opens) -> None:
    """Given session 5 is today, when it is held and signed, then the patient has the summary."""
    page, hand = therapist.page, Fingers()
    hand.press(page.get_by_role("link", name="Nadia K."))
    hand.press(page.get_by_role("button", name="Begin session 5"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Session 5 of 16")
    therapist.is_calm()

    quick = page.locator("#quick-link")
    hand.press(quick.locator("label", has_text="Tarek"))
    hand.press(quick.get_by_role("button", name="up"))
    hand.press(page.locator(".link-said").get_by_role("link", name="Add words"))
    words = page.locator("form.sentence", has=page.locator("#words-what"))
    hand.write(words.locator("[name=what]"), "asked about the certificate, and waited for the answer")
    hand.write(words.locator("[name=feeling]"), "taken seriously")
    hand.press(words.get_by_role("button", name="Keep these words"))
    expect(page.locator(".link-said")).to_contain_text("taken seriously")

    hand.press(page.locator("#id_techniques label", has_text="Communication analysis"))
    hand.press(page.locator("#id_techniques label", has_text="Clarification"))
    hand.press(page.locator("#tasks").get_by_role("button", name="Begin the strategies of the focus"))
    expect(page.locator("#tasks .done")).to_have_count(1)
    hand.write(page.get_by_label("In one line"), "One exchange with Tarek gone through, line by line.")
    hand.write(page.locator("[name=summary]"), "You were asked, and you answered.")
    hand.write(page.locator("[name=remember]"), "He waited. I could speak.")
    expect(page.locator("#saved")).to_contain_text("Draft saved")
    therapist.is_calm()
    hand.press(page.get_by_role("button", name="Sign session 5"))
    expect(page.get_by_text("Session 5 is signed.")).to_be_visible()
    therapist.is_calm()
    assert hand.taps <= MOST_TAPS

    patient = somebody(PHONE)
    walks_in_with_a_code(therapist, patient, "Nadia K.")
    patient.opens("/me/")
    expect(patient.page.get_by_text("He waited. I could speak.")).to_be_visible()
    patient.follows("All of the last summary")
    expect(patient.page.get_by_text("You were asked, and you answered.")).to_be_visible()
    patient.is_calm()


def test_a_therapist_signs_a_session_with_the_keyboard_alone(therapist: Somebody) -> None:
    page = opens_course_of(therapist, "Wren H.")
    tab_to(page.get_by_role("button", name="Begin session 2"))
    strikes(page, "Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Session 2 of")
    tab_to(page.get_by_label("In one line"))
    page.keyboard.type("The last months put in order together.")
    expect(page.locator("#saved")).to_contain_text("Draft saved")
    tab_to(page.get_by_role("button", name="Sign session 2"))
    strikes(page, "Enter")
    expect(page.get_by_text("Session 2 is signed.")).to_be_visible()


def test_a_therapist_moves_a_person_in_the_circle_with_the_keyboard_alone(therapist: Somebody) -> None:
    page = opens_course_of(therapist, "Rowan T.")
    tab_to(page.get_by_role("link", name="Circle", exact=True))
    strikes(page, "Enter")
    expect(page.get_by_role("heading", name="The same as a list")).to_be_visible()
    tab_to(page.get_by_role("link", name="Bex"))
    strikes(page, "Enter")
    chosen = page.locator(".chosen-person")
    expect(chosen).to_contain_text("Ring 3")
    tab_to(page.get_by_role("button", name="Nearer"))
    strikes(page, "Enter")
    expect(chosen).to_contain_text("Ring 2")
    expect(page.locator(":focus")).to_have_id("nearer")
    therapist.is_calm()


def test_how_a_technique_is_done_stands_beside_its_name_at_every_width(therapist: Somebody) -> None:
    page = is_in_session(therapist, "Rowan T.")
    chip = page.locator("#id_techniques label", has_text="Role play")
    clicks(chip)
    how = page.locator("#how-role_play > summary")
    expect(how).to_be_visible()
    for width in range(360, 1300, 60):
        page.set_viewport_size({"width": width, "height": 900})
        name, word = chip.bounding_box(), how.bounding_box()
        assert name["y"] < word["y"] + word["height"] / 2 < name["y"] + name["height"]
        assert name["x"] + name["width"] <= word["x"] < name["x"] + name["width"] + 20
        assert word["x"] + word["width"] <= width
    clicks(chip)
    expect(how).to_be_hidden()


def test_leaving_asks_nothing_once_the_draft_is_saved(therapist: Somebody) -> None:
    page = is_in_session(therapist, "Wren H.")
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.get_by_label("In one line").press_sequentially("The move, month by month.")
    expect(page.locator("#saved")).to_contain_text("Draft saved")
    therapist.follows("Wren H.")
    expect(page.get_by_role("heading", name="Wren H.")).to_be_visible()
    assert asked == []
    page.go_back()
    page.route("**/draft/", lambda never: None)  # or what is typed here would be saved before it is left
    page.get_by_label("In one line").press_sequentially(" And more.")
    therapist.follows("Wren H.")
    expect(page.get_by_role("heading", name="Wren H.")).to_be_visible()
    assert asked == ["beforeunload"]


def tab_to(wanted: Locator) -> None:
    """Go on with the Tab key until it is reached; never by a mouse."""
    wanted.page.wait_for_load_state()
    keyboard = wanted.page.keyboard
    for _step in range(150):
        if wanted.evaluate("one => one === document.activeElement"):
            return
        keyboard.press("Tab")
    raise AssertionError(f"The Tab key does not reach {wanted}")


def test_what_is_not_saved_yet_is_never_called_saved(therapist: Somebody) -> None:
    page = is_in_session(therapist, "Wren H.")
    line = page.get_by_label("In one line")
    line.press_sequentially("Words")
    expect(page.locator("#saved")).to_contain_text("Draft saved")
    expect(page.locator("#saved-heard")).to_contain_text("Draft saved")
    held: list[Route] = []
    page.route("**/draft/", lambda route: held.append(route), times=1)
    with page.expect_request("**/draft/"):
        line.press_sequentially(" and more")
        expect(page.locator("#saved")).to_have_text("Not saved yet")
    line.press_sequentially(" still")
    expect(page.locator("#saved")).to_have_text("Not saved yet")
    held[0].continue_()
    expect(page.locator("#saved-heard")).to_contain_text("Draft saved")  # heard once, not at every word
    expect(page.locator("#saved")).to_contain_text("Draft saved")
    therapist.is_calm()


def test_what_is_typed_in_the_small_forms_of_a_session_is_there_after_a_reload_and_a_tap(
    therapist: Somebody,
) -> None:
    page = is_in_session(therapist, "Rowan T.")
    page.get_by_text("Write it as a sentence").click()
    sentence = page.locator("form[data-draft=sentence]")
    sentence.locator("[name=what]").fill("a call that ended early")
    page.get_by_text("Agree something for the week").click()
    week = page.locator("form[data-draft=for-the-week]")
    week.locator("[name=what]").fill("ring him on Sunday")
    page.reload()
    for form, typed in ((sentence, "a call that ended early"), (week, "ring him on Sunday")):
        expect(form.locator("[name=what]")).to_have_value(typed)
        expect(form.locator("[name=what]")).to_be_visible()
        expect(form.locator("[data-draft-note]")).to_be_visible()
    therapist.is_calm()

    quick = page.locator("#quick-link")
    quick.locator("label").first.click()
    quick.get_by_role("button", name="up").click()
    expect(page.locator(".link-said").last).to_contain_text("Mood went")  # the part was swapped
    expect(sentence.locator("[name=what]")).to_have_value("a call that ended early")

    week.locator("[name=how_often]").select_option(index=1)
    week.get_by_role("button", name="Agree", exact=True).click()
    expect(page.locator(".newly")).to_contain_text("ring him on Sunday")
    expect(week.locator("[name=what]")).to_have_value("")
    page.reload()
    expect(page.locator(".newly")).to_contain_text("ring him on Sunday")
    expect(week.locator("[name=what]")).to_have_value("")
    expect(sentence.locator("[name=what]")).to_have_value("a call that ended early")
    page.locator(".newly").get_by_role("button", name="Take back").click()
    expect(page.get_by_text("it counts as never agreed")).to_be_visible()


def test_who_signs_while_the_draft_is_on_its_way_meets_no_conflict(therapist: Somebody) -> None:
    page = is_in_session(therapist, "Wren H.")
    draft = Late(page, "**/draft/")
    page.get_by_label("In one line").press_sequentially("Signed at once.")
    draft.is_answered()
    page.get_by_role("button", name=re.compile("^Sign session")).click()
    draft.arrives()
    expect(page.get_by_text(re.compile(r"Session \d+ is signed\."))).to_be_visible()
