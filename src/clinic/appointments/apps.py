"""Tells Django of this app."""

from django.apps import AppConfig


class Appointments(AppConfig):
    name = "clinic.appointments"
    label = "appointments"
