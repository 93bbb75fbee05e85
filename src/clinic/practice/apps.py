"""Tells Django of this app."""

from django.apps import AppConfig


class Practice(AppConfig):
    name = "clinic.practice"
    label = "practice"
