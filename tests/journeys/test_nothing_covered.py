"""By keyboard, nothing that takes the focus lies under a bar that stays in its place."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browsing import Somebody

COVERED = """() => {
  const one = document.activeElement;
  if (one === document.body) return null;
  const box = one.getBoundingClientRect();
  return [box.top + 2, box.bottom - 2].some((y) => {
    const bar = document.elementFromPoint(box.left + box.width / 2, y)?.closest(".tabbar, .stop-bar, .foot");
    return bar && !bar.contains(one);
  });
}"""


def covered(page: Page) -> list[str]:
    """What is covered on the way through the page, forwards and back."""
    found = []
    for key in ("Tab", "Shift+Tab"):
        for _step in range(80):
            page.keyboard.press(key)
            hidden = page.evaluate(COVERED)
            if hidden is None:
                break
            if hidden:
                found.append(page.evaluate("document.activeElement.outerHTML.slice(0, 120)"))
    return found


@pytest.mark.parametrize(
    "path",
    [
        "/me/",
        "/me/practice/",
        "/me/practice/exercises/paced_breathing/",
        "/me/practice/lines/",
        "/me/safety-plan/",
        "/me/sessions/",
    ],
)
def test_what_takes_the_focus_is_not_covered(patient: Somebody, path: str) -> None:
    page = patient.opens(path)
    page.set_viewport_size({"width": 390, "height": 640})
    if path in ("/me/practice/lines/", "/me/sessions/"):
        page.locator("main a:not(.back)").first.click()
        page.wait_for_load_state("load")
    if path.endswith("/paced_breathing/"):
        expect(page.locator("[data-player]")).to_have_attribute("data-state", "choosing")
    assert not covered(page)
