"""Signing somebody in without allauth's own forms: by link, by the demo's door, by handing a screen over."""

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest

from clinic.access.models import User


def enter(request: HttpRequest, user: User) -> None:
    """Sign in, and list it under "Where you are signed in"."""
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    UserSession.objects.create_from_request(request)
