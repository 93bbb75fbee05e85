"""A run that is stopped with one key, and lines practised alone in one's own voice."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from clinic.command import chromium
from tests.journeys.browsing import FLAGS, PHONE, Somebody, clicks, waits_until
from tests.journeys.conftest import Opens
from tests.journeys.people import is_in_session, opens_course_of
from tests.journeys.running import Kith

MICROPHONE = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")


def opens_the_newest_incident(therapist: Somebody, name: str) -> None:
    opens_course_of(therapist, name)
    therapist.follows("Incidents")
    clicks(therapist.page.locator(".cards h2 a").first)


def test_doubling_is_stopped_with_escape_and_ends_on_the_ground(therapist: Somebody) -> None:
    """Given a run with doubling, when Escape is pressed, then both are led back into the room."""
    page = is_in_session(therapist, "Rowan T.")
    opens_the_newest_incident(therapist, "Rowan T.")
    therapist.follows("Play it together")
    therapist.chooses("Doubling")
    therapist.chooses("4", of="distressed")
    therapist.is_calm()
    therapist.presses("Begin the run")
    expect(page.get_by_text("Any of you can say “teapot”.")).to_be_visible()
    stop = page.get_by_role("button", name="Stop")
    therapist.is_calm()
    before = stop.bounding_box()
    therapist.follows("One line at a time")
    assert stop.bounding_box() == before
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading", name="It is stopped")).to_be_visible()
    expect(page.get_by_text("Put both feet on the floor.")).to_be_visible()
    therapist.is_calm()
    therapist.follows("We are back: look at it")
    therapist.writes("What was learnt about the other’s view", "Sam was tired.")
    therapist.chooses("The patient")
    therapist.is_calm()
    therapist.presses("Keep it and agree to try it for real")
    expect(page.get_by_role("heading", name="Try it for real")).to_be_visible()


def test_a_run_is_begun_and_stopped_without_script(somebody: Opens) -> None:
    """Given no script runs, when a run is begun and stopped, then it is recorded all the same."""
    therapist = somebody(java_script_enabled=False)
    therapist.signs_in_as("therapist")
    opens_the_newest_incident(therapist, "Tomasz W.")
    therapist.follows("Play it together")
    therapist.presses("Begin the run")
    therapist.presses("Stop")
    expect(therapist.page.get_by_role("heading", name="It is stopped")).to_be_visible()


@pytest.fixture
def with_microphone(kith: Kith, browser: Browser) -> Iterator[Somebody]:
    """A patient's phone whose microphone hums."""
    humming = browser.browser_type.launch(executable_path=chromium.system(), args=[*FLAGS, *MICROPHONE])
    patient = Somebody(humming, kith.address, PHONE, has_touch=True, permissions=["microphone"])
    patient.signs_in_as("patient")
    yield patient
    humming.close()


def test_a_voice_is_recorded_heard_again_and_shared_until_a_day(
    with_microphone: Somebody, therapist: Somebody
) -> None:
    """Given lines to practise, when a line is recorded, it stays here; shared, it is heard and taken back."""
    patient, page = with_microphone, with_microphone.page
    patient.follows("Lines to practise")
    clicks(page.locator("a.card.line").first)
    share = page.get_by_role("heading", name="Share a recording")
    expect(share).to_be_hidden()
    patient.is_calm()
    patient.presses("Record my voice")
    expect(page.get_by_text("Recording now")).to_be_visible()
    page.wait_for_timeout(1000)  # milliseconds of humming
    patient.presses("End the recording")
    expect(page.get_by_text("Kept in this browser.")).to_be_visible()
    patient.presses("Hear it")
    expect(page.locator(".mine")).to_have_attribute("data-heard", re.compile(r"^(0\.[2-9]|[1-9])"))
    kept = page.evaluate(
        """() => new Promise((done) => { const asked = indexedDB.open('kith-recordings');
        asked.onsuccess = () => {
        const rows = asked.result.transaction('recordings').objectStore('recordings').getAll();
        rows.onsuccess = () => done([...new Uint8Array(rows.result[0].sealed.slice(0, 4))]); }; })"""
    )
    assert kept != [0x1A, 0x45, 0xDF, 0xA3]  # not a recording that anybody can read
    page.reload()
    expect(page.get_by_role("button", name="Hear it")).to_be_visible()
    patient.is_calm()
    patient.presses("Share this recording")
    expect(page.locator("#share .error").first).to_be_visible()
    expect(page.get_by_role("button", name="Hear it")).to_be_visible()
    page.locator("#share label.tick").click()
    patient.presses("Share this recording")
    expect(page.get_by_text("It is deleted on")).to_be_visible()
    patient.is_calm()

    opens_the_newest_incident(therapist, "Rowan T.")
    sound = therapist.page.locator("audio")
    reply = therapist.page.request.get(sound.get_attribute("src"))
    assert reply.body()[:4] == b"\x1a\x45\xdf\xa3"
    therapist.is_calm()
    patient.presses("Delete it now")
    expect(page.get_by_text("The recording is deleted.")).to_be_visible()
    assert therapist.page.request.get(sound.get_attribute("src")).status == 404
    patient.presses("Delete them here")
    expect(page.get_by_text("Deleted.", exact=True)).to_be_visible()


GIVEN_LATER = """() => {
  const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (wanted) => {
    window.stream = await ask(wanted);
    await new Promise((resolve) => { window.give = resolve; });
    return window.stream;
  };
}"""


def test_a_microphone_that_is_given_after_the_stop_records_nothing(with_microphone: Somebody) -> None:
    """Given the microphone is still asked for, when it is stopped, then nothing is recorded after it."""
    patient, page = with_microphone, with_microphone.page
    patient.follows("Lines to practise")
    clicks(page.locator("a.card.line").first)
    page.evaluate(GIVEN_LATER)
    patient.presses("Record my voice")
    waits_until(page, "Boolean(window.give)")
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading", name="Stopped")).to_be_visible()
    page.evaluate("() => { window.give(); }")
    waits_until(page, "window.stream.getTracks().every((one) => one.readyState === 'ended')")


def test_escape_stops_practice_alone(patient: Somebody) -> None:
    """Given lines practised alone, when Escape is pressed, then the ground comes at once."""
    patient.follows("Lines to practise")
    clicks(patient.page.locator("a.card.line").first)
    patient.page.keyboard.press("Escape")
    expect(patient.page.get_by_role("heading", name="Stopped")).to_be_visible()
    patient.is_calm()


def test_without_a_signal_the_ground_comes_at_once_and_the_stop_is_sent_later(patient: Somebody) -> None:
    """Given no signal and a voice reading aloud, when it is stopped, then silence and the ground come."""
    page = patient.page
    patient.follows("Lines to practise")
    clicks(page.locator("a.card.line").first)
    page.evaluate(
        "() => { window.cancelled = 0; speechSynthesis.cancel = () => { window.cancelled += 1; }; }"
    )
    page.context.set_offline(True)
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_role("heading", name="Stopped")).to_be_focused()
    expect(page.get_by_text("Put both feet on the floor.")).to_be_visible()
    expect(page.get_by_text("is not kept yet")).to_be_visible()
    expect(page.locator(".alone-lines")).to_be_hidden()
    assert page.evaluate("window.cancelled") == 1
    patient.is_calm()
    page.context.set_offline(False)
    expect(page.get_by_role("link", name="I am back")).to_be_visible()
    expect(page.get_by_text("is not kept yet")).to_be_hidden()
