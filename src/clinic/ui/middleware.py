"""Headers every page carries, and a way on from an address that only takes forms."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve

POLICY = (
    "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; form-action 'self'; base-uri 'none'"
)


class ContentSecurityPolicy:
    """Only what this server sends may run; pages with a person in them are kept by no cache."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        if getattr(request, "user", None) is not None and request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store")
        return response


class LeadsToThePage:
    """Who asks for an address that only takes forms is led to the page above it.

    A form that was refused leaves that address in the browser, and a sign-in or a new tab asks for it again.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        looks = request.method == "GET" and "text/html" in request.headers.get("Accept", "")
        if looks and response.status_code == 405 and not request.headers.get("HX-Request"):
            return redirect(_page_above(request.path))
        return response


def _page_above(path: str) -> str:
    """The nearest address above that is one; what it shows, and to whom, is its own to say."""
    while path != "/":
        path = path.rstrip("/").rpartition("/")[0] + "/"
        try:
            resolve(path)
        except Resolver404:
            continue
        break
    return path
