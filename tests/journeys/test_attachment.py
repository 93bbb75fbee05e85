"""From the circle to the plane: talking about being close, and placing it by keyboard, with nothing lost."""

from playwright.sync_api import Page, expect

from tests.journeys.browsing import Somebody, each
from tests.journeys.conftest import Opens
from tests.journeys.people import opens_course_of


def test_a_therapist_talks_about_being_close_and_places_what_they_heard(therapist: Somebody) -> None:
    page = opens_course_of(therapist, "Ines F.")
    therapist.follows("Circle")
    therapist.follows("Attachment")
    therapist.is_calm()
    therapist.follows("Begin the conversation")
    page.locator("[name=early]").fill("Mãe, who did it all alone.")
    page.reload()
    expect(page.locator("[name=early]")).to_have_value("Mãe, who did it all alone.")
    therapist.is_calm()
    therapist.presses("Keep it, and place it")

    places_by_keyboard(page)
    therapist.is_calm()
    therapist.presses("Keep my placement")
    expect(page.get_by_role("heading", name="In general: leans a little to worry")).to_be_visible()
    expect(page.get_by_text("Maya Osei’s own reading, not a score", exact=False).first).to_be_visible()
    therapist.follows("Hide names")
    expect(page.get_by_text("Mãe, who did it all alone.")).to_have_count(0)
    therapist.is_calm()


def places_by_keyboard(page: Page) -> None:
    """The slider chooses nothing by itself, follows the arrow keys, and the number says the same."""
    worry, distance = each(page.locator("input[type=range]"), 2)
    expect(page.locator("[name=anxiety]")).to_have_value("")
    worry.focus()
    for _step in range(8):
        page.keyboard.press("ArrowRight")
    expect(page.locator("[name=anxiety]")).to_have_value("4.8")
    page.locator("[name=avoidance]").fill("5.6")
    expect(distance).to_have_value("5.6")
    page.reload()
    expect(page.locator("[name=anxiety]")).to_have_value("4.8")
    expect(page.locator("input[type=range]").first).to_have_value("4.8")


def test_a_placement_needs_no_script(somebody: Opens) -> None:
    therapist = somebody(java_script_enabled=False)
    therapist.signs_in_as("therapist")
    page = opens_course_of(therapist, "Priti L.")
    therapist.follows("Circle")
    therapist.follows("Attachment")
    therapist.follows("Place it again")
    page.locator("[name=anxiety]").fill("4.0")
    page.locator("[name=avoidance]").fill("3.0")
    therapist.presses("Keep my placement")
    expect(page.get_by_text("Less worry (4.6, now 4.0)", exact=False)).to_be_visible()


def test_a_touch_of_the_plane_sets_both_numbers_and_the_arrows_move_the_point(therapist: Somebody) -> None:
    page = opens_course_of(therapist, "Rowan T.")
    page.goto(page.url.rstrip("/") + "/attachment/place/")
    plane, worry, distance = (
        page.locator("[data-placing]"),
        page.locator("#id_anxiety"),
        page.locator("#id_avoidance"),
    )
    drawn = plane.locator("svg .ground").bounding_box()
    assert drawn
    page.mouse.click(drawn["x"] + drawn["width"] * 0.75, drawn["y"] + drawn["height"] * 0.25)
    expect(worry).to_have_value("5.7")
    expect(distance).to_have_value("5.7")
    plane.focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Shift+ArrowLeft")
    expect(worry).to_have_value("5.8")
    expect(distance).to_have_value("4.7")
    expect(plane.locator("[data-heard]")).to_have_text("Worry 5.8, distance 4.7")
    before = plane.locator("[data-here]").get_attribute("transform")
    worry.fill("2")
    expect(plane.locator("[data-here]")).not_to_have_attribute("transform", before or "")
    therapist.is_calm()
