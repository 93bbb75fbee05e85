"""A person at a screen: opens pages, signs in, and is disturbed by nothing."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import (
    APIResponse,
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    Route,
    expect,
)

AXE = (Path(__file__).parent / "vendor/axe.min.js").read_text()
FADED = """Promise.allSettled(
  document.getAnimations().filter((one) => one instanceof CSSTransition).map((one) => one.finished)
).then(() => true)"""
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-audio-output",  # sounds are made, and go nowhere: a machine may have no place for them
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
PATIENCE = 30_000  # milliseconds: what is there is seen at once, and a busy machine makes nothing fail
expect.set_options(timeout=PATIENCE)
SAYS_ONLY_STATUS = "Failed to load resource"  # a form sent back, or a page not found: what the test asks for


class Somebody:
    """One person's browser."""

    def __init__(self, browser: Browser, address: str, size: dict[str, int], **more: Any) -> None:
        self.address = address
        self.context: BrowserContext = browser.new_context(
            viewport=size, base_url=address, reduced_motion="reduce", locale="en-GB", **more
        )
        self.context.set_default_timeout(PATIENCE)
        self.troubles: list[str] = []
        self.page = self.tab()

    def tab(self) -> Page:
        """Another tab of the same browser."""
        page = self.context.new_page()
        page.on("console", self._note)
        page.on("pageerror", lambda error: self.troubles.append(str(error)))
        return page

    def _note(self, said: ConsoleMessage) -> None:
        if said.type == "error" and SAYS_ONLY_STATUS not in said.text:
            self.troubles.append(said.text)

    def signs_in_as(self, role: str) -> Page:
        self.page.goto(f"/demo-sign-in/{role}/")
        return self.page

    def signs_in_again_as(self, role: str) -> None:
        """Sign out and in again in another tab: the forms of the first tab have an old token now."""
        tab = self.tab()
        tab.goto("/sign-out/")
        if "/sign-out/" in tab.url:
            tab.locator("main form button").first.click()
            tab.wait_for_url(lambda url: "/sign-out/" not in url)
        tab.goto(f"/demo-sign-in/{role}/")
        tab.close()

    def opens(self, path: str) -> Page:
        reply = self.page.goto(path)
        assert reply is not None and reply.status == 200, f"{path}: {reply and reply.status}"
        return self.page

    def presses(self, name: str, page: Page | None = None, **more: Any) -> None:
        clicks((page or self.page).get_by_role("button", name=name, **more))

    def follows(self, name: str, page: Page | None = None, **more: Any) -> None:
        clicks((page or self.page).get_by_role("link", name=name, **more))

    def writes(self, label: str, words: str, page: Page | None = None, **more: Any) -> None:
        (page or self.page).get_by_label(label, **more).fill(words)

    def chooses(self, choice: str, of: str = "") -> None:
        """Press the words of a choice, as a finger does: its round or square is not drawn."""
        place: Any = self.page
        if of:
            place = self.page.locator("fieldset", has=self.page.locator("legend", has_text=of))
        place.locator("label", has_text=choice).first.click()

    def is_calm(self, page: Page | None = None) -> None:
        """The page is accessible, fits the screen, and no script complains."""
        page = page or self.page
        found = troubles_on(page) + self.troubles
        assert not found, "\n".join([page.url, *found])


def clicks(here: Locator) -> None:
    """Press it; where that opens another page, all of it is there afterwards, and its scripts with it.

    Playwright's own click waits until the other page has begun, when most of it may still be on its way.
    """
    here.click()
    here.page.wait_for_load_state()


def strikes(page: Page, key: str) -> None:
    """A key pressed where the keyboard is, with the same patience: the keyboard's own press has none."""
    page.locator(":focus").press(key)
    page.wait_for_load_state()


def each(of: Locator, count: int) -> list[Locator]:
    """All of so many, once they are there."""
    expect(of).to_have_count(count)
    return of.all()


def troubles_on(page: Page) -> list[str]:
    """What axe finds, with the first element it finds it at, and whether the page is too wide.

    It looks once all of the page is there and its colours have faded over.
    """
    page.wait_for_load_state()
    page.evaluate(FADED)
    page.evaluate(AXE)
    found = page.evaluate("axe.run()")["violations"]
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found] + (
        [f"{over} px too wide"] if over > 0 else []
    )


def waits_until(page: Page, script: str) -> None:
    """Until the script says true. Playwright's own wait asks again by eval, which our pages forbid."""
    until = time.monotonic() + PATIENCE / 1000
    while not page.evaluate(script):
        assert time.monotonic() < until, f"{page.url}: never true: {script}"
        page.wait_for_timeout(50)


class Late:
    """The next request to an address is answered, and the answer is on its way until it `arrives`."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.held: list[tuple[Route, APIResponse]] = []
        page.route(address, lambda route: self.held.append((route, route.fetch())), times=1)

    def is_answered(self) -> None:
        until = time.monotonic() + PATIENCE / 1000
        while not self.held:
            assert time.monotonic() < until, f"{self.page.url}: never asked"
            self.page.wait_for_timeout(50)

    def arrives(self) -> None:
        route, answer = self.held[0]
        route.fulfill(response=answer)


def asks_the_server(page: Page) -> None:
    """There and back: whatever had arrived before has been read by now."""
    page.evaluate("fetch(location.href).then((answer) => answer.text()).then(() => true)")


@contextmanager
def bytes_sent(page: Page) -> Iterator[list[int]]:
    """What comes over the wire meanwhile, every file of it."""
    finished: list[Request] = []
    total: list[int] = []

    def note(request: Request) -> None:
        finished.append(request)

    page.on("requestfinished", note)
    yield total
    page.remove_listener("requestfinished", note)
    sizes = [request.sizes() for request in finished]
    total.append(sum(one["responseBodySize"] + one["responseHeadersSize"] for one in sizes))
