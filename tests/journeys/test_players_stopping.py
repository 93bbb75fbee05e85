"""One touch stops an exercise whatever it is doing; nothing that was done gets lost, nothing runs on."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browsing import PHONE, Somebody, waits_until
from tests.journeys.conftest import Opens
from tests.journeys.test_players import EXERCISES, LEAD, LEFT, MINE, begins, is_calm, opens_exercise, passes

SENSES = """
window.heard = []; window.felt = []; window.locks = 0; window.contexts = [];
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
Object.defineProperty(window, "speechSynthesis", { value: {
  getVoices: () => [],
  speak: (said) => heard.push([said.text, said.lang]),
  cancel: () => heard.push("hush") } });
navigator.vibrate = (pattern) => felt.push(pattern);
const request = async () => {
  locks += 1;
  const lock = new EventTarget();
  lock.release = async () => { locks -= 1; lock.dispatchEvent(new Event("release")); };
  return lock;
};
Object.defineProperty(navigator, "wakeLock", { value: { request } });
const Real = window.AudioContext;
window.AudioContext = class extends Real {
  constructor(...given) { super(...given); contexts.push(this); }
};
"""
HIDES = """
Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true });
document.dispatchEvent(new Event("visibilitychange"));
"""
BREAKS = "() => { SVGCircleElement.prototype.setAttribute = () => { throw new Error('broken'); }; }"


def stops(page: Page) -> None:
    page.get_by_role("button", name="Stop", exact=True).click()
    is_stopped(page)


def is_stopped(page: Page) -> None:
    expect(page.locator("[data-player]")).to_have_attribute("data-state", "calm")
    expect(page.get_by_role("heading", level=1)).to_have_text("Stopped.")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    expect(page.get_by_text("Come back to where you are")).to_be_visible()
    expect(page.locator("main").get_by_role("link", name="Urgent help")).to_be_visible()


RAW = """() => new Promise((resolve) => {
  indexedDB.open("kith").onsuccess = (event) => {
    event.target.result.transaction("drafts").objectStore("drafts").getAll().onsuccess = (found) => {
      resolve(found.target.result.map((row) => Object.keys(row).sort()));
    };
  };
})"""
MEANT = """async () => {  // somebody pressed Keep while there was no signal
  const store = await import("/static/phone/store.js");
  const [id] = (await store.ids("drafts")).filter((one) => one.startsWith("player."));
  await store.keep("drafts", id, { ...(await store.read("drafts", id)), keep: true });
}"""


KEPT = """async () => {
  const store = await import("/static/phone/store.js");
  const ids = (await store.ids("drafts")).filter((one) => one.startsWith("player."));
  return Promise.all(ids.map((id) => store.read("drafts", id)));
}"""


def kept(page: Page) -> Any:
    """What the device keeps of exercises, opened."""
    return page.evaluate(KEPT)


def device_has(page: Page, which: str) -> None:
    """It is on the disk: a page that goes away writes nothing more."""
    waits_until(page, f"({KEPT})().then((rows) => {which})")


@pytest.mark.parametrize("name", EXERCISES)
def test_stop_ends_every_exercise_at_once(name: str, patient: Somebody) -> None:
    page = opens_exercise(patient, name)
    begins(page)
    passes(page, LEAD + 2)
    stops(page)
    is_calm(patient)
    page.get_by_role("button", name="Leave it out").click()
    page.wait_for_url(f"**{MINE}")
    expect(page.get_by_text("not kept yet")).to_have_count(0)


def test_stop_works_in_every_state(patient: Somebody) -> None:
    """Before it begins, while getting ready, running, paused, hidden, and while it asks afterwards."""
    for state in ("choosing", "starting", "running", "paused", "hidden", "asking"):
        page = opens_exercise(patient, "paced_breathing")
        if state != "choosing":
            begins(page)
        if state in ("running", "paused", "hidden"):
            passes(page, LEAD + 20)
        if state == "paused":
            page.get_by_role("button", name="Pause").click()
            expect(page.get_by_role("button", name="Go on")).to_be_visible()
        if state == "hidden":
            page.evaluate(HIDES)
        if state == "asking":
            passes(page, LEAD + 190)
            expect(page.get_by_role("heading", level=1)).to_have_text("That was it.")
        stops(page)
        leave = "To the exercises" if state == "choosing" else "Leave it out"
        page.get_by_role("button", name=leave).click()
        page.wait_for_url(f"**{MINE}")
        page.goto("about:blank")


def test_what_breaks_ends_calmly_and_what_was_done_can_be_kept(patient: Somebody) -> None:
    page = opens_exercise(patient, "sounds_around")
    begins(page)
    passes(page, LEAD + 5)
    page.evaluate(BREAKS)
    passes(page, 60)
    expect(page.get_by_text("Something went wrong here, and the exercise has ended.")).to_be_visible()
    is_stopped(page)
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kept")


def test_what_waits_for_the_person_ends_by_rule_when_it_has_been_long_enough(patient: Somebody) -> None:
    page = opens_exercise(patient, "grounding")
    begins(page)
    page.get_by_role("button", name="I have one").click()
    passes(page, 601)
    expect(page.get_by_role("heading", level=1)).to_have_text("That is long enough for one time.")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kept")
    expect(page.locator("dd", has_text="chosen: With all senses")).to_contain_text("10 minutes")
    expect(page.get_by_text("when it had been long enough")).to_be_visible()


def test_the_keyboard_alone_begins_pauses_goes_on_and_stops(patient: Somebody) -> None:
    page = opens_exercise(patient, "paced_breathing")
    for _tab in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "Begin":
            break
    page.keyboard.press("Enter")
    passes(page, LEAD + 10)
    page.keyboard.press(" ")
    expect(page.locator("[data-player]")).to_have_attribute("data-state", "paused")
    expect(page.locator(".left")).to_have_text("Paused")
    passes(page, 500)
    page.keyboard.press(" ")
    expect(page.locator(".left")).to_contain_text("2 minutes")
    page.keyboard.press("Escape")
    is_stopped(page)


def test_voice_and_vibration_begin_when_touched_and_end_with_stop(patient: Somebody) -> None:
    patient.context.add_init_script(SENSES)
    page = opens_exercise(patient, "paced_breathing")
    begins(page)
    passes(page, LEAD + 1)
    assert page.evaluate("[heard.filter((one) => one !== 'hush'), felt, locks]") == [[], [], 1]
    page.get_by_role("button", name="Voice").click()
    page.get_by_role("button", name="Vibrate").click()
    passes(page, 4)
    expect(page.locator(".word")).to_have_text("Out")
    assert ["Out", "en-gb"] in page.evaluate("heard")
    assert [60, 90, 60] in page.evaluate("felt")
    stops(page)
    assert page.evaluate("[heard.at(-1), felt.at(-1), locks]") == ["hush", 0, 0]
    said = page.evaluate("heard.length")
    passes(page, 60)
    assert page.evaluate("heard.length") == said


def test_a_browser_that_cannot_vibrate_does_not_offer_it(patient: Somebody) -> None:
    patient.context.add_init_script("Object.defineProperty(navigator, 'vibrate', { value: undefined })")
    page = opens_exercise(patient, "paced_breathing")
    begins(page)
    expect(page.get_by_role("button", name="Voice")).to_be_visible()
    expect(page.get_by_role("button", name="Vibrate")).to_have_count(0)


def test_the_sounds_come_from_where_they_are(patient: Somebody) -> None:
    """Rendered by plain panning: Chromium can wait for ever for the ears' filters of an offline context."""
    page = opens_exercise(patient, "sounds_around")
    loud, models = page.evaluate("""async () => {
      const { placed, source } = await import("/static/techniques/surroundings.js");
      const heard = {}, models = [], Real = PannerNode;
      window.PannerNode = class extends Real {
        constructor(context, wanted) {
          super(context, { ...wanted, panningModel: "equalpower" });
          models.push(wanted.panningModel);
        }
      };
      for (const [side, direction] of [["left", -90], ["right", 90]]) {
        const context = new OfflineAudioContext(2, 22050, 22050);
        const node = source(context, "rain");
        node.connect(placed(context, { direction, distance: 1 })).connect(context.destination);
        node.start();
        const made = await context.startRendering();
        heard[side] = [0, 1].map((ear) => made.getChannelData(ear).reduce((sum, one) => sum + one * one, 0));
      }
      return [heard, models];
    }""")
    assert loud["left"][0] > 1.2 * loud["left"][1]
    assert loud["right"][1] > 1.2 * loud["right"][0]
    assert models == ["HRTF", "HRTF"]  # in the program, by the ears


def test_the_sounds_end_at_once(patient: Somebody) -> None:
    patient.context.add_init_script(SENSES)
    page = opens_exercise(patient, "sounds_around")
    begins(page)
    passes(page, LEAD + 5)
    assert page.evaluate("contexts.length") == 1
    stops(page)
    waits_until(page, "contexts[0].state === 'closed'")


def test_the_way_out_and_urgent_help_stay_in_sight_while_it_runs(patient: Somebody) -> None:
    page = opens_exercise(patient, "sounds_around")
    page.set_viewport_size({"width": 390, "height": 640})
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")  # read to its end
    begins(page)
    passes(page, LEAD + 2)
    expect(page.get_by_role("img", name="Where the sounds are")).to_be_in_viewport()
    for _time in range(2):
        for way in ("Quick exit", "Urgent help"):
            expect(page.get_by_role("link", name=way)).to_be_in_viewport(ratio=1)
        expect(page.get_by_role("button", name="Stop", exact=True)).to_be_in_viewport(ratio=1)
        page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    stops(page)


def test_every_sound_can_be_made_and_is_not_silence(patient: Somebody) -> None:
    page = opens_exercise(patient, "sounds_around")
    peaks = page.evaluate("""async () => {
      const { VOICES, samples } = await import("/static/techniques/surroundings.js");
      const peak = (one) => samples(one).reduce((most, at) => Math.max(most, Math.abs(at)), 0);
      return Object.fromEntries(Object.keys(VOICES).map((one) => [one, peak(one)]));
    }""")
    assert set(peaks) == {"bell", "rain", "clock", "hum", "birds", "steps", "wind", "stream"}
    assert all(0.05 < peak <= 1 for peak in peaks.values()), peaks


def test_who_wants_no_movement_sees_words_and_a_bar_and_can_choose_so(patient: Somebody) -> None:
    page = opens_exercise(patient, "paced_breathing")
    begins(page)
    passes(page, LEAD + 3)
    expect(page.locator(".bar .on")).to_have_count(7)
    expect(page.locator(".shape .core")).to_have_count(0)
    stops(page)
    page.get_by_role("button", name="Leave it out").click()
    page.wait_for_url(f"**{MINE}")
    page.emulate_media(reduced_motion="no-preference")
    page = opens_exercise(patient, "paced_breathing")
    begins(page)
    passes(page, LEAD + 3.6)
    expect(page.locator(".bar")).to_have_count(0)
    assert float(page.locator(".shape .core").get_attribute("r") or 0) > 85
    stops(page)
    page.get_by_role("button", name="Leave it out").click()
    page.wait_for_url(f"**{MINE}")
    page = opens_exercise(patient, "paced_breathing")
    page.locator("summary", has_text="How it is shown").click()
    page.locator("label", has_text="Words and a bar").click()
    begins(page)
    expect(page.locator(".bar")).to_be_visible()


def test_a_walk_goes_on_while_the_page_is_away_and_a_breath_waits(patient: Somebody) -> None:
    page = opens_exercise(patient, "graded_activity")
    page.get_by_label("What will you do?").fill("Round the reservoir")
    begins(page)
    passes(page, 120)
    expect(page.get_by_role("timer")).to_contain_text("2:0")
    device_has(page, "rows[0]?.chosen")
    page.reload()
    expect(page.locator("[data-player]")).to_have_attribute("data-state", "running")
    expect(page.get_by_text("Round the reservoir")).to_be_visible()
    expect(page.get_by_role("timer")).to_contain_text("2:")
    stops(page)
    page.get_by_role("button", name="Keep it").click()
    expect(page.locator("dd", has_text="chosen: 10 minutes")).to_contain_text("2 minutes")
    expect(page.get_by_text("Round the reservoir")).to_be_visible()

    page = opens_exercise(patient, "paced_breathing")
    begins(page)
    passes(page, LEAD + 65)
    expect(page.locator(".left")).to_contain_text("1 minute ")
    device_has(page, "rows[0]?.at > 60")
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("You had begun this")
    is_calm(patient)
    page.get_by_role("button", name="Go on").click()
    expect(page.locator(".left")).to_contain_text("1 minute ")
    page.reload()
    stops(page)
    page.get_by_role("button", name="Keep it").click()
    expect(page.locator("dd", has_text="chosen: 3 minutes")).to_contain_text("1 minute")


def test_a_sign_in_that_ran_out_loses_nothing(somebody: Opens) -> None:
    patient = somebody(PHONE)
    patient.signs_in_as("patient")
    page = opens_exercise(patient, "breathing_space")
    begins(page)
    passes(page, LEAD + 200)
    expect(page.get_by_role("heading", level=1)).to_have_text("That was it.")
    session = next(one for one in patient.context.cookies() if one["name"] == "sessionid")
    patient.context.clear_cookies(name="sessionid")
    page.get_by_label("What do you take with you?").fill("Quiet for once.")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("You are signed out. What you did is kept on this device")).to_be_visible()
    is_calm(patient)
    assert kept(page)[0]["takeaway"] == "Quiet for once."
    page.goto("about:blank")
    patient.context.add_cookies([session])  # as a new link would
    patient.opens(MINE)
    waits_until(page, f"({LEFT})().then((ids) => !ids.length)")
    patient.opens(MINE)
    expect(page.locator("li", has_text="Three minutes for yourself")).to_contain_text("Last: today")


def test_after_signing_in_again_in_another_tab_an_exercise_is_sent(patient: Somebody) -> None:
    page = opens_exercise(patient, "breathing_space")
    begins(page)
    passes(page, LEAD + 200)
    expect(page.get_by_role("heading", level=1)).to_have_text("That was it.")
    patient.signs_in_again_as("patient")
    page.get_by_label("What do you take with you?").fill("Sent with the new token.")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("Sent with the new token.")).to_be_visible()
    expect(page).to_have_url(re.compile("/kept/"))
    page.wait_for_load_state()
    assert not kept(page)


def test_what_was_neither_kept_nor_left_is_asked_about_the_next_time(patient: Somebody) -> None:
    page = patient.page
    for over, name in enumerate(("body_scan", "breath_focus"), start=1):
        opens_exercise(patient, name)
        begins(page)
        passes(page, LEAD + 20)
        stops(page)
        device_has(page, f"rows.filter((one) => one.title).length === {over}")
    waits = page.get_by_role("region", name="Done, and not kept yet")
    help_now = page.get_by_role("main").get_by_role("link", name="Urgent help")
    expect(waits).to_be_visible()
    assert waits.bounding_box()["y"] > help_now.bounding_box()["y"]  # nothing comes before the ground
    patient.opens(MINE)
    card = page.get_by_role("region", name="Done, and not kept yet")
    for title in ("Through the body", "Resting on one thing"):
        asked = card.get_by_role("listitem").filter(has_text=title)
        expect(asked).to_have_count(1)
        is_calm(patient)
        asked.get_by_role("button", name="Leave it out").click()
        expect(asked).to_have_count(0)
    expect(card).to_have_count(0)
    waits_until(page, f"({LEFT})().then((ids) => !ids.length)")


def test_what_the_device_keeps_of_an_exercise_cannot_be_read_and_a_sign_out_sends_or_asks(
    patient: Somebody,
) -> None:
    page = opens_exercise(patient, "paced_breathing")
    begins(page)
    passes(page, LEAD + 20)
    waits_until(page, f"({LEFT})().then((ids) => ids.length === 1)")
    stops(page)
    device_has(page, "rows.length === 1 && rows[0].title")
    patient.opens(MINE)
    expect(page.locator(".waiting-use")).to_have_count(1)
    assert page.evaluate("localStorage.length") == 0
    assert page.evaluate(RAW) == [["iv", "sealed"]]
    patient.presses("Sign out")
    expect(page.get_by_role("dialog")).to_contain_text("an exercise you did")
    is_calm(patient)
    patient.presses("Stay signed in")
    expect(page.locator(".waiting-use")).to_have_count(1)

    page.evaluate(MEANT)
    patient.presses("Sign out")
    expect(page).not_to_have_url(re.compile("/me/"))
    page.wait_for_load_state()
    assert page.evaluate(f"({LEFT})()") == []
    patient.signs_in_as("patient")
    patient.opens(MINE)
    expect(page.locator("li", has_text="Slow breathing").first).to_contain_text("Last: today")
