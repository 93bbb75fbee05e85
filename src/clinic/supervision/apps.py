"""Tells Django of this app."""

from django.apps import AppConfig


class Supervision(AppConfig):
    name = "clinic.supervision"
    label = "supervision"
