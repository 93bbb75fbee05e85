"""Tells Django of this app."""

from django.apps import AppConfig


class Incidents(AppConfig):
    name = "clinic.incidents"
    label = "incidents"
