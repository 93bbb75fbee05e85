"""Tells Django of this app."""

from django.apps import AppConfig

from clinic.ui.wording import speak_plainly


class Ui(AppConfig):
    name = "clinic.ui"
    label = "ui"

    def ready(self) -> None:
        speak_plainly()
