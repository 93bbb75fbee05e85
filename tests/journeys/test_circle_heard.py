"""A circle of eight is built and mended by what a screen reader says alone: roles, names, announcements."""

from playwright.sync_api import expect

from tests.journeys.browsing import Somebody
from tests.journeys.test_circle import EIGHT, begins_a_course_for, is_ready

RINGS = {"1": "1, closest", "2": "2", "3": "3", "4": "4, furthest"}


def test_a_circle_of_eight_is_built_and_mended_by_ear(therapist: Somebody) -> None:
    page = begins_a_course_for(therapist, "Oona Archer")

    def hears(words: str) -> None:
        expect(page.locator("[role=status], [aria-live=polite]").filter(has_text=words)).to_have_count(1)

    page.get_by_role("link", name="Circle", exact=True).press("Enter")
    page.get_by_role("link", name="Add the first person").press("Enter")
    for name, ring in EIGHT:
        page.get_by_role("textbox", name="First name or nickname").fill(name)
        page.get_by_role("radio", name=RINGS[ring], exact=True).press("Space")
        page.get_by_role("button", name="And add another").press("Enter")
        hears(f"{name} is in the circle.")
    page.get_by_role("link", name="Back to the circle").press("Enter")
    is_ready(page)
    listed = page.get_by_role("region", name="The same as a list")
    in_rings = "".join(
        f'- heading "{heading}" [level=3]\n- list:\n'
        + "".join(f'  - listitem:\n    - link "{name}"\n' for name, in_ring in EIGHT if in_ring == ring)
        for ring, heading in RINGS.items()
    )
    expect(listed).to_match_aria_snapshot(in_rings)

    listed.get_by_role("link", name="Gus").press("Enter")
    hears("Gus. Ring 4, furthest.")
    page.get_by_role("button", name="Nearer").press("Enter")
    hears("Gus: ring 3")
    page.get_by_role("button", name="Nearer").press("Enter")
    hears("Gus: ring 2")
    page.get_by_role("button", name="Undo").press("Enter")
    hears("Undone. Gus: ring 3")
    page.get_by_role("button", name="Redo").press("Enter")
    hears("Gus: ring 2")
    therapist.is_calm()
