"""Tells Django of this app."""

from django.apps import AppConfig


class Signals(AppConfig):
    name = "clinic.signals"
    label = "signals"
