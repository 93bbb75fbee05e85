"""Everybody signs in, except on the pages that say so."""

from django.contrib.auth.middleware import LoginRequiredMiddleware


class SignInRequired(LoginRequiredMiddleware):
    """Sends a stranger to the sign-in page; public views carry ``login_not_required``."""
