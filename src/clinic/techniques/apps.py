"""Tells Django of this app."""

from django.apps import AppConfig


class Techniques(AppConfig):
    name = "clinic.techniques"
    label = "techniques"
