"""Every page is found, fits phone and desk, reads in the light and in the dark, and is light to carry."""

import pytest
from playwright.sync_api import Page, Response

from tests.journeys.browsing import DESK, PHONE, Somebody, bytes_sent, troubles_on
from tests.journeys.conftest import Opens
from tests.journeys.crawling import Look, walk

HEAVIEST = 60_000  # bytes over the wire, with everything a page brings, for the public and for patients
PUBLIC = ["/", "/is-it-for-me/", "/enquire/", "/urgent-help/", "/link/", "/sign-in/"]
STARTS = {
    "therapist": ["/caseload/"],
    "supervisor": ["/caseload/"],
    "lead": ["/home/", "/enquiries/", "/reports/"],
    "administrator": ["/settings/"],
    "reception": ["/appointments/"],
}
WALKED: dict[str, str] = {}  # what the walks of this file found, by route


def looked_at(person: Somebody, faults: list[str]) -> Look:
    """What is done on every page: it is looked at in the light on a phone, and in the dark at a desk."""

    def look(page: Page, reply: Response) -> None:
        found = [] if reply.status == 200 else [f"status {reply.status}"]
        for size, scheme in ((PHONE, "light"), (DESK, "dark")):
            page.set_viewport_size(size)
            page.emulate_media(color_scheme=scheme)
            found += [f"{trouble} at {size['width']}, {scheme}" for trouble in troubles_on(page)]
        found += person.troubles
        person.troubles.clear()
        faults.extend(f"{reply.url.removeprefix(person.address)}: {one}" for one in found)

    return look


@pytest.mark.parametrize("role", STARTS)
def test_staff_can_use_every_page_they_can_walk_to(role: str, somebody: Opens) -> None:
    faults: list[str] = []
    person = somebody()
    page = person.signs_in_as(role)
    walk(page, STARTS[role], looked_at(person, faults), WALKED)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(("role", "starts"), [("", PUBLIC), ("patient", ["/me/"])], ids=["public", "patient"])
def test_people_can_use_every_page_and_each_is_light(role: str, starts: list[str], somebody: Opens) -> None:
    faults: list[str] = []
    person = somebody(PHONE)
    page = person.signs_in_as(role) if role else person.page
    found: dict[str, str] = {}
    walk(page, starts, looked_at(person, faults), found)
    WALKED.update(found)
    assert not faults, "\n".join(faults)
    assert too_heavy(person, found) == {}


def too_heavy(person: Somebody, paths: dict[str, str]) -> dict[str, int]:
    """Pages that bring more than they may to somebody who has never been here."""
    person.context.new_cdp_session(person.page).send("Network.setCacheDisabled", {"cacheDisabled": True})
    weights = {}
    for route, path in paths.items():
        if "download" not in route:
            with bytes_sent(person.page) as sent:
                person.page.goto(path, wait_until="load")
            weights[path] = sent[0]
    return {path: weight for path, weight in weights.items() if weight > HEAVIEST}
