"""Finds the pages one can walk to: from a first page, one page for every pattern in the URLconf."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import Error, Page, Response

LINKS = "[...document.querySelectorAll('a[href]')].map(a => new URL(a.getAttribute('href'), location).href)"
NOT_WALKED = ("/demo-sign-in/", "/sign-out/", "/static/")
Look = Callable[[Page, Response], None]


def walk(page: Page, starts: list[str], look: Look, known: dict[str, str]) -> None:
    """Open one page of every route that links lead to and that is not yet ``known``, and look at it.

    ``known`` grows by each route with its path.
    """
    ahead, begun = [*starts], set()
    while ahead:
        path = ahead.pop(0)
        route = route_of(path)
        again = path in starts and path not in begun  # whoever begins there may see other links
        if route is None or (route in known and not again):
            continue
        begun.add(path)
        known[route] = path
        reply = open_page(page, path)
        if reply is not None:
            look(page, reply)
            ahead += links_on(page)


def open_page(page: Page, path: str) -> Response | None:
    """Go there; ``None`` where a file is sent instead of a page."""
    try:
        return page.goto(path)
    except Error as error:
        if "Download is starting" in error.message:
            return None
        raise


def links_on(page: Page) -> list[str]:
    """The path and query of other pages of ours."""
    here = urlsplit(page.url)
    found = [urlsplit(address) for address in page.evaluate(LINKS)]
    ours = [one for one in found if one.netloc == here.netloc and not one.path.startswith(NOT_WALKED)]
    return [one._replace(scheme="", netloc="", fragment="").geturl() for one in ours]


def route_of(path: str) -> str | None:
    """The route of an address, whatever it is asked for."""
    try:
        return str(resolve(urlsplit(path).path).route)
    except Resolver404:
        return None
