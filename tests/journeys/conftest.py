"""The running program, and people at their screens."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from clinic.command import chromium
from tests.journeys.browsing import DESK, FLAGS, PHONE, Somebody
from tests.journeys.running import Kith

HERE = Path(__file__).parent
Opens = Callable[..., Somebody]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All journeys are marked, and stay together where several processes test."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("journey")
            item.add_marker(pytest.mark.xdist_group("journeys"))


@pytest.fixture(scope="package")
def kith(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kith]:
    running = Kith(tmp_path_factory.mktemp("kith"))
    running.start()
    yield running
    running.stop()


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Closed with the last journey: while it is open, Django refuses to ask the database in this process."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.system(), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def somebody(kith: Kith, browser: Browser) -> Iterator[Opens]:
    """Opens a browser of one's own, at a desk unless told otherwise."""
    people: list[Somebody] = []

    def opens(size: dict[str, int] = DESK, **more: Any) -> Somebody:
        people.append(Somebody(browser, kith.address, size, **more))
        return people[-1]

    yield opens
    for one in people:
        one.context.close()


@pytest.fixture
def enquirer(somebody: Opens) -> Somebody:
    return somebody(PHONE)


@pytest.fixture
def patient(somebody: Opens) -> Somebody:
    """The demo's patient, on a phone."""
    at_phone = somebody(PHONE, has_touch=True)
    at_phone.signs_in_as("patient")
    return at_phone


@pytest.fixture
def therapist(somebody: Opens) -> Somebody:
    """The demo's therapist, at a desk."""
    at_desk = somebody()
    at_desk.signs_in_as("therapist")
    return at_desk
