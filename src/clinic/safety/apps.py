"""Tells Django of this app."""

from django.apps import AppConfig


class Safety(AppConfig):
    name = "clinic.safety"
    label = "safety"
