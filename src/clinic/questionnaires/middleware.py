"""Keeps a screen that was handed over at the form and at urgent help."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

ALWAYS = ("/urgent-help/", "/me/safety-plan/", "/sign-in/left/", "/sign-in/stay/", "/sign-out/", "/static/")


class HandedOver:
    """Sends a handed-over screen back to its form, whatever address is typed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        form = request.session.get("handed_over")
        if form and request.user.is_authenticated and not request.path.startswith((form, *ALWAYS)):
            return redirect(form)
        return self.get_response(request)
