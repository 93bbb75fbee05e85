"""Tells Django of this app."""

from django.apps import AppConfig


class Phone(AppConfig):
    name = "clinic.phone"
    label = "phone"
