"""Tells Django of this app."""

from django.apps import AppConfig


class Reports(AppConfig):
    name = "clinic.reports"
    label = "reports"
