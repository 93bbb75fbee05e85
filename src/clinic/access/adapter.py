"""How allauth fits this house: nobody signs up, sign-ins are audited, secrets are sealed."""

import base64
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from clinic.access.models import User
from clinic.audit.actions import record


class ClosedSignUp(DefaultAccountAdapter):
    """Staff accounts are made by an administrator; every sign-in and failure is audited."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def post_login(self, request: HttpRequest, user: User, **more: Any) -> HttpResponse:
        record(by=user, did="signed in", on=user)
        return super().post_login(request, user, **more)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        record(by=None, did="was refused sign-in")
        super().authentication_failed(request, **credentials)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return reverse("access:held") if "held" in request.session else reverse("access:home")

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return "/"


class SealedSecrets(DefaultMFAAdapter):
    """Keeps the secrets of second factors encrypted within the database."""

    def encrypt(self, text: str) -> str:
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _fernet().decrypt(encrypted_text.encode()).decode()


def _fernet() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(settings.KITH_NOTES_KEY))
