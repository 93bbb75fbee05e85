"""Tells Django of this app."""

from django.apps import AppConfig


class Jobs(AppConfig):
    name = "clinic.jobs"
    label = "jobs"
