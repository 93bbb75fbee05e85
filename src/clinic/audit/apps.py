"""Tells Django of this app."""

from django.apps import AppConfig


class Audit(AppConfig):
    name = "clinic.audit"
    label = "audit"
