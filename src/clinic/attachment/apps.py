"""Tells Django of this app."""

from django.apps import AppConfig


class Attachment(AppConfig):
    name = "clinic.attachment"
    label = "attachment"
