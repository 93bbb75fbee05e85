"""The patient's phone: kept by choice, opened without a signal, sent once."""

import os
import re
import signal
from contextlib import suppress
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from clinic.command import chromium
from tests.journeys.browsing import FLAGS, PHONE, Late, Somebody, asks_the_server, waits_until
from tests.journeys.people import asks_for, opens_course_of
from tests.journeys.running import Kith

# Not whether it controls this page: one that was loading when it took over is controlled from the next on.
READY = "navigator.serviceWorker.ready.then((one) => one.active.state === 'activated')"
DRAFTS = """async () => {
  const store = await import("/static/phone/store.js");
  return (await store.ids("drafts")).filter((one) => one !== "probe");
}"""


def keeps(patient: Somebody, *parts: str) -> Page:
    page = patient.opens("/me/phone/")
    waits_until(page, READY)
    for part in parts:
        page.locator("label", has_text=part).click()
    patient.presses("Keep these")
    expect(page.get_by_text("Kept on this phone.")).to_be_visible()
    return page


def has_drafts(page: Page, of: str, count: int = 1) -> None:
    """So many whose name begins so are on the disk of this phone."""
    waits_until(
        page, f"({DRAFTS})().then((ids) => ids.filter((one) => one.startsWith('{of}')).length === {count})"
    )


def answers_all(page: Page, *, leaving: int = 0) -> None:
    questions = page.locator("fieldset[data-item]")
    expect(questions.first).to_be_visible()
    for place in range(questions.count() - leaving):
        questions.nth(place).locator("input[type=radio]").first.check(force=True)


def test_questions_answered_in_flight_mode_arrive_once(patient: Somebody, therapist: Somebody) -> None:
    asks_for(therapist, "Rowan T.", "phq9", days=2)
    keeps(patient, "Safety plan", "Questions")
    patient.context.set_offline(True)
    page = patient.page
    page.goto("/me/")
    expect(page.get_by_role("heading", name="On this phone")).to_be_visible()
    expect(page.get_by_text("No signal.")).to_be_visible()
    patient.follows("My safety plan")
    expect(page.get_by_role("heading", name="My safety plan")).to_be_focused()
    patient.follows("On this phone")
    patient.is_calm()
    page.get_by_role("link", name="Nine questions").first.click()
    answers_all(page)
    patient.presses("Keep my answers, to be sent")
    expect(page.get_by_text("Nobody has seen it yet.")).to_be_visible()
    patient.is_calm()
    patient.follows("On this phone")
    expect(page.get_by_text("One thing waits to be sent")).to_be_visible()
    page.reload()
    expect(page.get_by_text("One thing waits to be sent")).to_be_visible()
    patient.context.set_offline(False)
    expect(page.get_by_text("Sent.")).to_be_visible()
    expect(page.get_by_text("One thing waits to be sent")).to_have_count(0)
    patient.follows("See what happens next")
    expect(page).to_have_url(re.compile("/sent/"))


def test_a_practice_told_in_flight_mode_arrives_once(patient: Somebody) -> None:
    page = keeps(patient, "Practice")
    patient.context.set_offline(True)
    page.goto("/me/practice/")
    page.locator("a.card.line").first.click()
    patient.presses("Keep it, to be sent")
    expect(page.get_by_text("Say how it went first.")).to_be_visible()
    patient.is_calm()
    page.locator("label", has_text="Not this time").click()
    patient.writes("A note", "The day was too short.")
    patient.is_calm()
    patient.presses("Keep it, to be sent")
    expect(page.get_by_text("Nobody has seen it yet.")).to_be_visible()
    page.reload()
    page.goto("/phone/")
    expect(page.get_by_text("One thing waits to be sent")).to_be_visible()
    patient.context.set_offline(False)
    expect(page.get_by_text("Sent.")).to_be_visible()
    page.goto("/me/practice/entries/")
    expect(page.get_by_text("The day was too short.")).to_have_count(1)


def test_what_was_refused_can_be_read_and_put_right(patient: Somebody) -> None:
    page = keeps(patient, "Practice")
    page.goto("/phone/")
    page.locator("a.card.line").first.click()
    page.locator("label", has_text="Partly").click()
    patient.writes("A note", "Only as far as the gate.")
    page.locator("input[name=on]").fill("2999-01-01")
    patient.presses("Keep it, to be sent")
    expect(page.get_by_text("Check the year.")).to_be_visible()
    expect(page.get_by_text("Only as far as the gate.")).to_be_visible()
    patient.is_calm()
    page.goto("/phone/")
    patient.presses("Put it right")
    expect(page.get_by_label("A note")).to_have_value("Only as far as the gate.")
    page.locator("input[name=on]").fill("")
    patient.presses("Keep it, to be sent")
    expect(page.get_by_text("Sent.")).to_be_visible()
    page.goto("/me/practice/entries/")
    expect(page.get_by_text("Only as far as the gate.")).to_have_count(1)


def refuses_what_was_told(patient: Somebody, note: str) -> Page:
    """A practice told with a day that cannot be: it waits on the phone's first page, with its reason."""
    page = keeps(patient, "Practice")
    page.goto("/phone/")
    page.locator("a.card.line").first.click()
    page.locator("label", has_text="Partly").click()
    patient.writes("A note", note)
    page.locator("input[name=on]").fill("2999-01-01")
    patient.presses("Keep it, to be sent")
    expect(page.get_by_text("Check the year.")).to_be_visible()
    page.goto("/phone/")
    expect(page.get_by_role("button", name="Put it right")).to_be_visible()
    return page


def test_what_was_refused_is_not_put_over_what_was_begun_since(patient: Somebody) -> None:
    page = refuses_what_was_told(patient, "Only as far as the gate.")
    page.locator("a.card.line").first.click()
    patient.writes("A note", "Begun since.")
    has_drafts(page, "", 1)
    page.goto("/phone/")
    expect(page.get_by_text("Only as far as the gate.")).to_be_visible()
    expect(page.get_by_role("button", name="Take it off this phone")).to_be_visible()
    expect(page.locator("[data-anew]")).to_have_count(0)
    page.locator("a.card.line").first.click()
    expect(page.get_by_label("A note")).to_have_value("Begun since.")


def test_what_is_put_right_is_not_drawn_anew_under_the_hand(patient: Somebody) -> None:
    page = refuses_what_was_told(patient, "Once more.")
    expect(page.get_by_text("There is a signal")).to_be_visible()
    slow = Late(page, "**/me/phone/kept/?part=*")
    patient.presses("Put it right")
    page.get_by_label("A note").focus()
    page.evaluate("() => { window.dispatchEvent(new Event('online')); }")
    slow.is_answered()
    slow.arrives()
    asks_the_server(page)
    expect(page.get_by_label("A note")).to_be_focused()


def test_an_exercise_is_done_without_a_signal(patient: Somebody) -> None:
    page = keeps(patient, "Exercises")
    patient.context.set_offline(True)
    page.goto("/me/")
    patient.follows("Slow breathing")
    patient.presses("Begin")
    expect(page.get_by_role("button", name="Stop")).to_be_visible()
    patient.is_calm()
    patient.presses("Stop")
    patient.presses("Keep it")
    expect(page.get_by_text("Nobody has seen it yet.")).to_be_visible()
    patient.context.set_offline(False)
    expect(page.get_by_text("Sent.")).to_be_visible()
    expect(page.get_by_text("Nobody has seen it yet.")).to_have_count(0)
    patient.is_calm()


def test_what_is_kept_opens_at_its_own_address(patient: Somebody, therapist: Somebody) -> None:
    asks_for(therapist, "Rowan T.", "gad7", days=8)
    page = patient.opens("/me/measures/")
    questions = page.get_by_role("link", name=re.compile("^(Start|Carry on)$")).first.get_attribute("href")
    keeps(patient, "Safety plan", "Practice", "Exercises", "Questions")
    patient.context.set_offline(True)
    for address, heading in {
        "/me/safety-plan/": "My safety plan",
        "/me/practice/": "Practice",
        "/me/practice/exercises/": "Exercises",
        "/me/practice/exercises/paced_breathing/": "Slow breathing",
        f"{questions}?all=1": re.compile("questions"),
        "/urgent-help/": "Help is here now",
        "/me/circle/": "On this phone",
    }.items():
        page.goto(address)
        expect(page.get_by_role("heading", name=heading, level=1).first).to_be_visible()
    expect(page.get_by_text("The page you wanted is not kept on this phone.")).to_be_visible()
    patient.is_calm()
    patient.context.set_offline(False)
    patient.follows("There is a signal")
    expect(page).to_have_url(re.compile("/me/circle/$"))


def test_questions_for_a_session_to_come_open_on_its_eve(patient: Somebody, therapist: Somebody) -> None:
    page = opens_course_of(therapist, "Rowan T.")
    therapist.follows("Measures")
    page.get_by_role("button", name=re.compile("^Ask for")).last.click()
    asked = keeps(patient, "Questions")
    patient.context.set_offline(True)
    asked.goto("/phone/")
    patient.is_calm()
    asked.get_by_role("link", name=re.compile("Opens on")).first.click()
    expect(asked.get_by_role("heading", name="It is not time yet")).to_be_visible()
    expect(asked.get_by_role("button", name="Keep my answers")).to_have_count(0)
    patient.is_calm()
    asked.add_init_script("const now = Date.now; Date.now = () => now() + 60 * 24 * 60 * 60 * 1000;")
    asked.reload()
    expect(asked.get_by_role("button", name="Keep my answers")).to_be_visible()


def test_questions_that_were_answered_are_not_asked_again_while_they_wait(
    patient: Somebody, therapist: Somebody
) -> None:
    asks_for(therapist, "Rowan T.", "gad7", days=9)
    page = keeps(patient, "Questions")
    patient.context.set_offline(True)
    page.goto("/phone/")
    page.get_by_role("link", name=re.compile("Seven questions, by")).last.click()
    answers_all(page)
    address = page.url
    patient.presses("Keep my answers")
    expect(page.get_by_text("Nobody has seen it yet.")).to_be_visible()
    patient.follows("On this phone")
    expect(page.get_by_role("link", name=re.compile("Answered. It is not sent yet."))).to_have_count(1)
    page.goto(address)
    page.reload()
    expect(page.get_by_text("One thing waits to be sent")).to_be_visible()
    expect(page.get_by_role("button", name="Keep my answers")).to_have_count(0)
    patient.is_calm()
    second = patient.tab()
    second.goto(address)
    expect(second.get_by_text("One thing waits to be sent")).to_be_visible()
    patient.context.set_offline(False)
    for tab in (page, second):
        expect(tab.get_by_text("Sent.")).to_be_visible()
        expect(tab.get_by_text("One thing waits to be sent")).to_have_count(0)


def test_an_exercise_that_was_put_down_asks_whether_to_keep_it(patient: Somebody) -> None:
    page = keeps(patient, "Exercises")
    patient.context.set_offline(True)
    page.goto("/me/")
    patient.follows("Slow breathing")
    patient.presses("Begin")
    patient.presses("Stop")
    has_drafts(page, "use.")
    page.goto("/phone/")
    expect(page.get_by_text("did not say whether to keep it")).to_be_visible()
    patient.is_calm()
    patient.presses("Do not keep it")
    expect(page.get_by_text("did not say whether to keep it")).to_have_count(0)


def test_an_old_copy_of_an_exercise_is_not_played(patient: Somebody) -> None:
    page = keeps(patient, "Exercises", "Safety plan")
    patient.context.set_offline(True)
    page.goto("/phone/")
    page.add_init_script("const now = Date.now; Date.now = () => now() + 15 * 24 * 60 * 60 * 1000;")
    page.reload()
    patient.follows("Slow breathing")
    expect(page.get_by_role("heading", name="This needs a signal first")).to_be_visible()
    expect(page.get_by_role("button", name="Begin")).to_have_count(0)
    patient.is_calm()
    patient.follows("On this phone")
    patient.follows("My safety plan")
    expect(page.get_by_role("heading", name="My safety plan")).to_be_focused()
    expect(page.get_by_text("This needs a signal first")).to_have_count(0)


def test_an_exercise_closed_meanwhile_leaves_the_phone_with_the_first_signal(patient: Somebody) -> None:
    page = keeps(patient, "Exercises")

    def closed(route: Route) -> None:
        answer = route.fetch()
        told = answer.json()
        for part in told["parts"]:
            part["pieces"] = [one for one in part["pieces"] if one["id"] != "paced_breathing"]
        route.fulfill(response=answer, json=told)

    page.route("**/me/phone/kept/?part=*", closed)
    page.goto("/phone/#paced_breathing")
    expect(page.get_by_text("As it was on")).to_be_visible()
    expect(page.get_by_role("button", name="Begin")).to_have_count(0)
    expect(page.get_by_role("link", name="Slow breathing")).to_have_count(0)


def test_each_exercise_that_was_put_down_is_asked_about(patient: Somebody) -> None:
    page = keeps(patient, "Exercises")
    patient.context.set_offline(True)
    asked = page.get_by_text("did not say whether to keep it")
    for times in (1, 2):
        page.goto("/phone/")
        patient.follows("Slow breathing")
        patient.presses("Begin")
        patient.presses("Stop")
        has_drafts(page, "use.", times)
        page.goto("/phone/")
        expect(asked).to_have_count(times)
    for left in (1, 0):
        page.get_by_role("button", name="Keep it").first.click()
        expect(asked).to_have_count(left)
    expect(page.get_by_text("2 things wait to be sent")).to_be_visible()


def test_one_entry_that_the_server_cannot_take_holds_up_no_other(
    patient: Somebody, therapist: Somebody
) -> None:
    asks_for(therapist, "Rowan T.", "phq9", days=3)
    page = keeps(patient, "Exercises", "Questions")
    page.evaluate(
        """async () => {
          const outbox = await import("/static/phone/outbox.js");
          for (const of of ["paced_breathing", "grounding"]) {
            await outbox.add({ participant: "?", kind: "technique_use", of, title: of, fields: {} });
          }
          await outbox.add({ participant: "?", kind: "answers", of: "phq9", title: "phq9", fields: {} });
        }"""
    )
    came: list[str] = []

    def answers(route: Route) -> None:
        of = route.request.post_data_json["of"]
        came.append(of)
        if of == "paced_breathing":
            route.fulfill(status=500, body="")
        else:
            route.fulfill(json={"state": "kept", "says": "", "both": [], "then": ""})

    page.route("**/me/phone/entries/", answers)
    page.goto("/phone/")
    expect(page.get_by_text("One thing waits to be sent")).to_be_visible()
    assert came == ["phq9", "paced_breathing", "grounding"]


def test_an_answer_that_calls_for_help_brings_it_at_once(patient: Somebody, therapist: Somebody) -> None:
    asks_for(therapist, "Rowan T.", "phq9", days=4)
    keeps(patient, "Questions")
    patient.context.set_offline(True)
    page = patient.page
    page.goto("/me/")
    page.get_by_role("link", name="Nine questions").first.click()
    page.locator("input[data-risk]").first.check(force=True)
    expect(page.get_by_role("heading", name="Help is here now")).to_be_focused()
    expect(page.get_by_role("link", name=re.compile("Call 999"))).to_be_visible()
    patient.is_calm()
    has_drafts(page, "")
    page.reload()
    expect(page.get_by_role("heading", name="Help is here now")).to_be_visible()


def test_urgent_help_opens_without_a_signal(patient: Somebody) -> None:
    page = patient.opens("/me/")
    waits_until(page, READY)
    patient.context.set_offline(True)
    page.goto("/urgent-help/")
    expect(page.get_by_role("heading", name="Help is here now")).to_be_visible()
    expect(page.get_by_text("in opening hours only")).to_be_visible()  # a copy may be read at night
    page.goto("/me/")
    expect(page.get_by_text("Nothing is kept on this phone")).to_be_visible()


def test_signing_out_asks_before_anything_unsent_is_thrown_away(
    patient: Somebody, therapist: Somebody
) -> None:
    asks_for(therapist, "Rowan T.", "phq9", days=5)
    keeps(patient, "Questions")
    page = patient.page
    patient.context.set_offline(True)
    page.goto("/me/")
    page.get_by_role("link", name="Nine questions").first.click()
    page.locator("fieldset[data-item] input[type=radio]").first.check(force=True)
    has_drafts(page, "")
    patient.context.set_offline(False)
    page.goto("/me/")
    patient.presses("Sign out")
    expect(page.get_by_role("dialog")).to_contain_text("Not everything is sent yet")
    box, width = page.get_by_role("dialog").bounding_box(), page.viewport_size["width"]
    assert abs(box["x"] * 2 + box["width"] - width) < 2  # in the middle, not in a corner
    patient.is_calm()
    patient.presses("Stay signed in")
    expect(page).to_have_url(re.compile("/me/$"))
    patient.presses("Sign out")
    patient.presses("Sign out and throw it away")
    expect(page).not_to_have_url(re.compile("/me/$"))
    page.goto("/phone/")
    expect(page.get_by_role("link", name="Nine questions").first).to_be_visible()


def test_a_full_phone_says_so_before_anybody_types(patient: Somebody, therapist: Somebody) -> None:
    asks_for(therapist, "Rowan T.", "phq9", days=6)
    keeps(patient, "Questions")
    page = patient.page
    page.add_init_script(
        "IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError'); };"
    )
    patient.context.set_offline(True)
    page.goto("/me/")
    page.get_by_role("link", name="Nine questions").first.click()
    expect(page.get_by_text("This phone can keep nothing now.")).to_be_visible()
    expect(page.get_by_role("button", name="Keep my answers")).to_be_disabled()


def test_what_could_not_be_sent_is_tried_again_by_itself(patient: Somebody, therapist: Somebody) -> None:
    asks_for(therapist, "Rowan T.", "gad7", days=8)
    keeps(patient, "Questions")
    patient.context.set_offline(True)
    page = patient.page
    page.clock.install()
    page.goto("/me/")
    page.get_by_role("link", name="Seven questions").first.click()
    answers_all(page)
    patient.presses("Keep my answers, to be sent")
    expect(page.get_by_text("Nobody has seen it yet.")).to_be_visible()
    patient.follows("On this phone")
    tries: list[str] = []

    def fails_once(route: Route) -> None:
        tries.append(route.request.method)
        route.fulfill(status=503) if len(tries) == 1 else route.continue_()

    page.route("**/me/phone/entries/", fails_once)
    with page.expect_response("**/me/phone/entries/"):
        patient.context.set_offline(False)
    page.clock.fast_forward("00:15")
    expect(page.get_by_text("One thing waits to be sent")).to_have_count(0)
    assert len(tries) == 2


def test_what_is_thrown_away_while_it_is_being_sealed_stays_away(patient: Somebody) -> None:
    page = patient.opens("/me/phone/")
    left = page.evaluate(
        """async () => {
          const store = await import("/static/phone/store.js");
          const kept = store.keep("drafts", "run.paced_breathing", { at: 1 });
          await store.forget("drafts", "run.paced_breathing");
          await kept;
          return store.read("drafts", "run.paced_breathing");
        }"""
    )
    assert left is None


def started(kith: Kith, browser: Browser, profile: Path) -> BrowserContext:
    """A browser with a profile on the disk, as a phone has one."""
    return browser.browser_type.launch_persistent_context(
        str(profile),
        executable_path=chromium.system(),
        args=list(FLAGS),
        viewport=PHONE,
        base_url=kith.address,
        locale="en-GB",
    )


def how_many_wait(page: Page) -> int:
    page.goto("/me/measures/")
    return page.get_by_role("link", name=re.compile("^(Start|Carry on)")).count()


def kill_browser_of(profile: Path) -> None:
    """As a flat battery would: every process of this browser, without a word."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_bytes()
        except OSError:
            continue
        if str(profile).encode() in command:
            with suppress(ProcessLookupError):  # gone by itself, after the one it belonged to
                os.kill(int(folder.name), signal.SIGKILL)


def test_what_was_kept_arrives_once_when_the_browser_was_killed_in_between(
    kith: Kith, therapist: Somebody, browser: Browser, tmp_path: Path
) -> None:
    asks_for(therapist, "Rowan T.", "gad7", days=7)
    phone = started(kith, browser, tmp_path / "phone")
    page = phone.pages[0]
    page.goto("/demo-sign-in/patient/")
    before = how_many_wait(page)
    page.goto("/me/phone/")
    waits_until(page, READY)
    page.locator("label", has_text="Questions").click()
    page.get_by_role("button", name="Keep these").click()
    expect(page.get_by_text("Kept on this phone.")).to_be_visible()
    phone.set_offline(True)
    page.goto("/me/")
    page.get_by_role("link", name="Seven questions").first.click()
    answers_all(page)
    page.get_by_role("button", name="Keep my answers").click()
    expect(page.get_by_text("Nobody has seen it yet.")).to_be_visible()
    kill_browser_of(tmp_path / "phone")

    phone = started(kith, browser, tmp_path / "phone")
    page = phone.pages[0]
    page.goto("/phone/")
    expect(page.get_by_text("One thing waits to be sent")).to_be_visible()
    expect(page.get_by_text("Sign in, and what waits here is sent.")).to_be_visible()
    page.goto("/demo-sign-in/patient/")
    page.goto("/phone/")
    expect(page.get_by_text("There is a signal")).to_be_visible()
    expect(page.get_by_text("One thing waits to be sent")).to_have_count(0)
    assert how_many_wait(page) == before - 1
    phone.close()
