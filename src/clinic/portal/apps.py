"""Tells Django of this app."""

from django.apps import AppConfig


class Portal(AppConfig):
    name = "clinic.portal"
    label = "portal"
