"""The circle is built and moved by keyboard, mouse and finger, on one device and on two; nothing is lost."""

import re

from playwright.sync_api import Locator, Page, Route, expect

from tests.journeys.browsing import PHONE, Somebody, asks_the_server, strikes
from tests.journeys.conftest import Opens
from tests.journeys.people import is_in_session, opens_course_of
from tests.journeys.running import Kith
from tests.journeys.test_session import tab_to

LIVE = re.compile("/live/")
EIGHT = (
    *(("Ana", "1"), ("Ben", "1"), ("Cleo", "2"), ("Dev", "2")),
    *(("Eve", "3"), ("Finn", "3"), ("Gus", "4"), ("Hal", "4")),
)


def opens_circle_of(therapist: Somebody, name: str) -> Page:
    page = opens_course_of(therapist, name)
    therapist.follows("Circle", exact=True)
    is_ready(page)
    return page


def is_ready(page: Page) -> None:
    """The script is there: what needs one shows."""
    expect(page.locator("[data-zoom]")).to_be_visible()


def row(page: Page, name: str) -> Locator:
    return page.locator(f'[data-row][data-name="{name}"]')


def is_told(page: Page, words: str) -> None:
    """Of all that could be said of what is not saved yet, it is this that shows."""
    expect(page.locator("[data-circle-note] p:visible")).to_contain_text(words)


def stands_in(page: Page, name: str, ring: int) -> None:
    expect(row(page, name)).to_have_attribute("data-ring", str(ring))


def centre_of(drawn: Locator) -> tuple[float, float]:
    box = drawn.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def pulls(page: Page, name: str, ring: int) -> None:
    """Take a person's mark with the mouse and let go in the middle of a ring, straight outwards or in."""
    person = row(page, name).get_attribute("data-row")
    svg = page.locator("svg.circle:visible").first
    svg.scroll_into_view_if_needed()
    mark = svg.locator(f'.one[data-person="{person}"] > :is(circle, rect):not(.touch, .chosen)').first
    middle, start = centre_of(svg), centre_of(mark)
    units = float(svg.get_attribute("viewBox").split()[2])
    radius = float(svg.get_attribute("data-radius")) * svg.bounding_box()["width"] / units
    away = ((start[0] - middle[0]) ** 2 + (start[1] - middle[1]) ** 2) ** 0.5
    far = radius / 4 * (ring - 0.5) / away
    end = (middle[0] + (start[0] - middle[0]) * far, middle[1] + (start[1] - middle[1]) * far)
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    page.mouse.move(*end, steps=4)
    page.mouse.up()


def begins_a_course_for(therapist: Somebody, name: str) -> Page:
    page = therapist.opens("/courses/new/")
    therapist.writes("Full name", name)
    page.locator("[name=born_on]").fill("1990-03-01")
    page.locator("[name=therapist]").select_option(label="Maya Osei")
    therapist.presses("Begin the course")
    expect(page.get_by_role("link", name="Circle", exact=True)).to_be_visible()
    return page


def test_a_circle_of_eight_is_built_and_mended_with_the_keyboard_alone(therapist: Somebody) -> None:
    page = begins_a_course_for(therapist, "Nell Archer")
    tab_to(page.get_by_role("link", name="Circle", exact=True))
    strikes(page, "Enter")
    tab_to(page.get_by_role("link", name="Add the first person"))
    strikes(page, "Enter")
    for name, ring in EIGHT:
        tab_to(page.get_by_label("First name or nickname"))
        page.keyboard.type(name)
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
        for _step in range(int(ring) - 1):
            page.keyboard.press("ArrowRight")
        tab_to(page.get_by_role("button", name="And add another"))
        strikes(page, "Enter")
        expect(page.get_by_text(f"{name} is in the circle.")).to_be_visible()
    tab_to(page.get_by_role("link", name="Back to the circle"))
    strikes(page, "Enter")
    for name, ring in EIGHT:
        stands_in(page, name, int(ring))
    is_ready(page)
    tab_to(row(page, "Gus"))
    page.keyboard.press("ArrowUp")
    stands_in(page, "Gus", 3)
    expect(page.locator("[data-circle-said]")).to_have_text("Gus: ring 3")
    expect(row(page, "Gus")).to_be_focused()
    page.keyboard.press("1")
    stands_in(page, "Gus", 1)
    page.keyboard.press("Control+z")
    stands_in(page, "Gus", 3)
    page.keyboard.press("Control+y")
    stands_in(page, "Gus", 1)
    therapist.is_calm()


def test_a_person_is_pulled_into_another_ring_with_the_mouse(therapist: Somebody) -> None:
    page = opens_circle_of(therapist, "Desmond K.")
    name = page.locator('[data-row][data-ring="3"]').first.get_attribute("data-name")
    pulls(page, name, 1)
    stands_in(page, name, 1)
    therapist.presses("Undo")
    stands_in(page, name, 3)
    page.reload()
    stands_in(page, name, 3)
    therapist.is_calm()


def test_a_person_is_pulled_into_another_ring_with_a_finger(patient: Somebody) -> None:
    page = patient.opens("/me/circle/")
    is_ready(page)
    person = row(page, "Jo").get_attribute("data-row")
    svg = page.locator("svg.circle:visible").first
    svg.scroll_into_view_if_needed()
    mark = svg.locator(f'.one[data-person="{person}"] > circle:not(.touch, .chosen)').first
    (x, y), (to_x, to_y) = centre_of(mark), centre_of(svg)
    finger = patient.context.new_cdp_session(page)
    steps = [(x + (to_x - x) * step / 10, y + (to_y - y) * step / 10) for step in range(8)]
    for kind, at in zip(["touchStart", *["touchMove"] * 7], steps, strict=True):
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": at[0], "y": at[1]}]})
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    stands_in(page, "Jo", 1)
    patient.presses("Undo")
    stands_in(page, "Jo", 2)


def test_a_look_that_a_move_overtook_does_not_call_it_somebody_elses(patient: Somebody) -> None:
    page = patient.page
    looks: list[Route] = []
    page.route(LIVE, lambda look: looks.append(look), times=1)
    with page.expect_request(LIVE):
        patient.opens("/me/circle/")
    row(page, "Jo").focus()
    page.keyboard.press("1")
    stands_in(page, "Jo", 1)
    with page.expect_response(LIVE):
        looks[0].continue_()
    asks_the_server(page)
    expect(page.locator("[data-circle-said]")).to_have_text("Jo: ring 1")
    patient.presses("Undo")
    stands_in(page, "Jo", 2)


GROUNDS = """texts => texts.map(text => {
  const ring = text.getAttribute("class").match(/on-([1-4])/)[1];
  const drawn = text.ownerSVGElement.querySelector(`.ring-${ring}`);
  return [getComputedStyle(text).paintOrder, getComputedStyle(text).stroke === getComputedStyle(drawn).fill];
})"""


def test_names_are_rimmed_in_the_colour_of_their_ring(therapist: Somebody) -> None:
    page = opens_circle_of(therapist, "Rowan T.")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        names = page.locator("svg.circle:visible :is(.name, .role, .who, .ring-number)")
        seen = names.evaluate_all(GROUNDS)
        assert len(seen) > 12 and all(rim[0].startswith("stroke") and rim[1] for rim in seen)


def test_the_circle_prints_large_on_one_page_while_a_session_goes_on(therapist: Somebody) -> None:
    is_in_session(therapist, "Rowan T.")
    page = opens_circle_of(therapist, "Rowan T.")
    expect(page.get_by_role("link", name=re.compile("Back to session"))).to_be_visible()
    assert pages_of(page) == 1
    page.set_viewport_size({"width": 688, "height": 900})  # A4 within its margins
    page.emulate_media(media="print")
    expect(page.locator(".goes-on")).to_be_hidden()
    assert page.locator("svg.circle:visible").bounding_box()["width"] > 440
    name = page.locator("svg.circle:visible .name", has_text="Imran")
    assert name.bounding_box()["height"] > 9


def pages_of(page: Page) -> int:
    printed = page.pdf(format="A4", print_background=True)
    return len(re.findall(rb"/Type\s*/Page[^s]", printed))


def test_moves_made_without_a_signal_are_kept_over_a_reload_and_sent_later(therapist: Somebody) -> None:
    page = opens_circle_of(therapist, "Bea L.")
    name = page.locator('[data-row][data-ring="2"]').first.get_attribute("data-name")
    therapist.context.set_offline(True)
    row(page, name).focus()
    page.keyboard.press("4")
    is_told(page, "What you moved is kept on this device")
    therapist.context.set_offline(False)
    page.reload()
    stands_in(page, name, 4)
    page.reload()
    stands_in(page, name, 4)


def test_a_move_without_a_signal_shows_in_the_list_and_is_undone_there(therapist: Somebody) -> None:
    page = opens_circle_of(therapist, "Desmond K.")
    name = page.locator('[data-row][data-ring="3"]').first.get_attribute("data-name")
    listed = page.locator("[data-in-ring]").filter(has=row(page, name))
    person = row(page, name).get_attribute("data-row")
    drawn = page.locator(f'svg.circle:visible .one[data-person="{person}"]')
    therapist.context.set_offline(True)
    row(page, name).focus()
    for ring in ("4", "1"):
        page.keyboard.press(ring)
        expect(listed).to_have_attribute("data-in-ring", ring)
        expect(row(page, name)).to_be_focused()
    expect(listed.locator("li").filter(has=row(page, name))).to_contain_text("not saved yet")
    expect(page.get_by_text("As it was before the move that is not saved yet.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("[data-circle-said]")).to_have_text(f"Undone. {name}: ring 4")
    expect(listed).to_have_attribute("data-in-ring", "4")
    row(page, name).focus()
    page.keyboard.press("Control+z")
    expect(listed).to_have_attribute("data-in-ring", "3")
    expect(listed).not_to_contain_text("not saved yet")
    expect(drawn).not_to_have_attribute("transform", re.compile(".*"))
    expect(page.locator("[data-circle-note]")).to_be_hidden()
    expect(page.locator("[data-before-move]")).to_be_hidden()
    therapist.context.set_offline(False)
    page.reload()
    stands_in(page, name, 3)


def test_a_move_that_may_have_arrived_is_taken_back_by_a_move_back(therapist: Somebody) -> None:
    page = opens_circle_of(therapist, "Desmond K.")
    name = page.locator('[data-row][data-ring="3"]').first.get_attribute("data-name")
    page.route("**/move/", lambda held: held.abort())
    row(page, name).focus()
    page.keyboard.press("4")
    is_told(page, "Not saved yet.")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("[data-in-ring='3']").filter(has=row(page, name))).to_be_visible()
    page.unroute("**/move/")
    expect(page.locator("[data-circle-note]")).to_be_hidden()
    page.reload()
    stands_in(page, name, 3)


def test_nearer_and_further_pressed_without_a_signal_are_kept_and_sent_later(therapist: Somebody) -> None:
    page = opens_circle_of(therapist, "Jonah B.")
    name = page.locator('[data-row][data-ring="2"]').first.get_attribute("data-name")
    row(page, name).click()
    expect(page.locator("#further")).to_be_visible()
    therapist.context.set_offline(True)
    page.locator("#further").click()
    page.locator("#further").click()
    is_told(page, "What you moved is kept on this device")
    expect(page.locator("[data-stands]")).to_contain_text("Ring 4")
    expect(page.locator("#further")).to_be_disabled()
    therapist.context.set_offline(False)
    stands_in(page, name, 4)
    therapist.follows("Hide names")
    expect(page).to_have_url(re.compile("names=hidden"))
    expect(page.locator('[data-row][data-ring="4"]').first).to_be_visible()
    assert "version=" not in page.url


def test_a_move_made_while_the_server_was_down_arrives_when_it_is_back(
    therapist: Somebody, kith: Kith
) -> None:
    page = opens_circle_of(therapist, "Priti L.")
    name = page.locator("[data-row]").last.get_attribute("data-name")
    kith.kill()
    row(page, name).focus()
    page.keyboard.press("1")
    is_told(page, "Not saved yet.")
    kith.start()
    stands_in(page, name, 1)


def test_a_move_made_after_signing_in_again_in_another_tab_arrives(therapist: Somebody) -> None:
    page = opens_circle_of(therapist, "Bea L.")
    name = page.locator('[data-row][data-ring="3"]').first.get_attribute("data-name")
    therapist.signs_in_again_as("therapist")
    row(page, name).focus()
    page.keyboard.press("1")
    stands_in(page, name, 1)
    page.reload()
    stands_in(page, name, 1)


def test_a_move_made_while_signed_out_waits_for_the_sign_in(therapist: Somebody) -> None:
    page = opens_circle_of(therapist, "Bea L.")
    name = page.locator('[data-row][data-ring="2"]').first.get_attribute("data-name")
    therapist.context.clear_cookies(name="sessionid")
    row(page, name).focus()
    page.keyboard.press("4")
    is_told(page, "You are signed out")
    therapist.signs_in_again_as("therapist")
    stands_in(page, name, 4)
    page.reload()
    stands_in(page, name, 4)


def test_moves_made_before_the_one_before_is_saved_are_no_conflict(therapist: Somebody) -> None:
    page = opens_circle_of(therapist, "Ines F.")
    name = page.locator('[data-row][data-ring="2"]').first.get_attribute("data-name")
    sent: list[Route] = []
    page.route("**/move/", lambda held: sent.append(held), times=1)
    row(page, name).focus()
    with page.expect_request("**/move/"):
        page.keyboard.press("1")
    for key in ("ArrowDown", "ArrowDown", "ArrowDown", "ArrowDown", "ArrowUp"):
        page.keyboard.press(key)
    sent[0].continue_()
    stands_in(page, name, 3)
    page.reload()
    stands_in(page, name, 3)
    expect(page.locator("#moved-meanwhile")).to_have_count(0)


def undoes_a_move_on_its_way(therapist: Somebody) -> tuple[Page, str, Route]:
    """Somebody of ring 2 stands in 3, and a move to 1 is on its way while Undo is pressed."""
    page = opens_circle_of(therapist, "Grace A.")
    name = page.locator('[data-row][data-ring="2"]').first.get_attribute("data-name")
    row(page, name).focus()
    page.keyboard.press("3")
    stands_in(page, name, 3)
    sent: list[Route] = []
    page.route("**/move/", lambda held: sent.append(held), times=1)
    with page.expect_request("**/move/"):
        page.keyboard.press("1")
    therapist.presses("Undo")
    return page, name, sent[0]


def test_undo_pressed_before_a_move_is_saved_takes_back_that_move(therapist: Somebody) -> None:
    page, name, move = undoes_a_move_on_its_way(therapist)
    move.continue_()
    expect(page.locator("[data-circle-said]")).to_contain_text("Undone.")
    stands_in(page, name, 3)


def test_an_undo_that_waits_takes_back_no_move_made_after_it(therapist: Somebody) -> None:
    page, name, move = undoes_a_move_on_its_way(therapist)
    row(page, name).focus()
    page.keyboard.press("4")
    with page.expect_response(lambda reply: "ring=4" in (reply.request.post_data or "")):
        move.continue_()
    page.wait_for_timeout(500)  # an undo would have gone by now
    page.reload()
    stands_in(page, name, 4)
    is_ready(page)
    row(page, name).focus()
    page.keyboard.press("2")  # where the other tests look for somebody
    stands_in(page, name, 2)


def test_two_windows_that_move_the_same_person_are_both_shown(therapist: Somebody) -> None:
    page = opens_circle_of(therapist, "Grace A.")
    name = page.locator('[data-row][data-ring="2"]').first.get_attribute("data-name")
    other = therapist.tab()
    other.goto(page.url)
    is_ready(other)
    row(other, name).focus()
    other.keyboard.press("1")
    stands_in(other, name, 1)
    row(page, name).focus()
    page.keyboard.press("4")
    both = page.locator("#moved-meanwhile")
    expect(both).to_contain_text("they were put in ring 1.")
    expect(both).to_be_focused()
    therapist.is_calm()
    therapist.presses("Put in ring 4")
    stands_in(page, name, 4)


def test_a_move_that_waited_is_a_question_when_the_person_was_moved_meanwhile(
    therapist: Somebody, somebody: Opens
) -> None:
    page = opens_circle_of(therapist, "Grace A.")
    name = page.locator('[data-row][data-ring="3"]').first.get_attribute("data-name")
    elsewhere = somebody()  # another device keeps its own moves
    elsewhere.signs_in_as("therapist")
    other = opens_circle_of(elsewhere, "Grace A.")
    page.route("**/move/", lambda held: held.abort())
    row(page, name).focus()
    page.keyboard.press("4")
    is_told(page, "Not saved yet.")
    for ring in (2, 3):  # there and back
        row(other, name).focus()
        other.keyboard.press(str(ring))
        stands_in(other, name, ring)
    page.unroute("**/move/")
    both = page.locator("#moved-meanwhile")
    expect(both).to_contain_text("On this device, today at")
    page.reload()
    stands_in(page, name, 3)


def test_patient_and_therapist_move_one_circle_on_two_devices(therapist: Somebody, patient: Somebody) -> None:
    desk = opens_circle_of(therapist, "Rowan T.")
    therapist.presses("Draw on two devices")
    expect(desk.get_by_role("button", name="Stop drawing on two devices")).to_be_visible()
    phone = patient.opens("/me/circle/")
    is_ready(phone)
    expect(phone.get_by_text("are moving the same circle now")).to_be_visible()
    row(phone, "Kit").click()
    patient.presses("Nearer")
    stands_in(phone, "Kit", 2)
    stands_in(desk, "Kit", 2)
    row(desk, "Kit").focus()
    desk.keyboard.press("3")
    stands_in(phone, "Kit", 3)
    patient.is_calm()
    therapist.presses("Stop drawing on two devices")


def test_a_patient_proposes_alone_and_both_look_at_it_together(
    therapist: Somebody, patient: Somebody
) -> None:
    patient.opens("/me/circle/")
    row(patient.page, "Lin").click()
    patient.presses("Further")
    expect(patient.page.get_by_text("You drew this alone.")).to_be_visible()
    patient.follows("Add a person")
    patient.writes("First name, or a letter", "Tove")
    patient.chooses("3", of="How close are you now?")
    patient.presses("Put in my circle")
    patient.is_calm()
    opens_circle_of(therapist, "Rowan T.")
    expect(row(therapist.page, "Tove")).to_have_count(0)
    therapist.follows("Look at it together")
    expect(therapist.page.get_by_text("new, in ring 3")).to_be_visible()
    therapist.is_calm()
    therapist.page.locator("label", has_text="Tove").first.click()
    therapist.presses("Keep what is ticked")
    stands_in(therapist.page, "Tove", 3)


def test_the_patients_circle_works_without_a_script(kith: Kith, somebody: Opens) -> None:
    alone = somebody(PHONE, java_script_enabled=False)
    alone.signs_in_as("patient")
    alone.opens("/me/circle/")
    row(alone.page, "Imran").click()
    alone.presses("Nearer")
    stands_in(alone.page, "Imran", 2)
    alone.presses("Undo")
    stands_in(alone.page, "Imran", 3)


def test_a_slider_goes_through_every_circle(therapist: Somebody) -> None:
    page = opens_circle_of(therapist, "Tomasz W.")
    therapist.follows("Over time, beside the score")
    slider = page.get_by_role("slider")
    expect(page.locator("#over-time h2").first).to_contain_text("beside")
    slider.focus()
    page.keyboard.press("Home")
    expect(slider).to_be_focused()
    expect(page.locator("#over-time h2").first).not_to_contain_text("beside")
    page.keyboard.press("End")
    therapist.chooses("Side by side")
    expect(page.locator("svg.circle.beside:visible")).to_have_count(2)
    therapist.is_calm()
    assert pages_of(page) == 1
    page.set_viewport_size(PHONE)
    expect(page.locator("svg.circle.beside:visible")).to_have_count(2)
    name = page.locator("svg.circle.beside:visible .name").first
    scale = name.evaluate("one => one.getScreenCTM().a * parseFloat(getComputedStyle(one).fontSize)")
    assert scale >= 11
