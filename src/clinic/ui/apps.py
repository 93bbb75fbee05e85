"""Tells Django of this app."""

from django.apps import AppConfig


class Ui(AppConfig):
    name = "clinic.ui"
    label = "ui"
