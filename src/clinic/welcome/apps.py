"""Tells Django of this app."""

from django.apps import AppConfig


class Welcome(AppConfig):
    name = "clinic.welcome"
    label = "welcome"
