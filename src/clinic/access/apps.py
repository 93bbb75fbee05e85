"""Tells Django of this app."""

from django.apps import AppConfig


class Access(AppConfig):
    name = "clinic.access"
    label = "access"
