"""Tells Django of this app."""

from django.apps import AppConfig


class Exchange(AppConfig):
    name = "clinic.exchange"
    label = "exchange"
