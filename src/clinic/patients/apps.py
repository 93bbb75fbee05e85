"""Tells Django of this app."""

from django.apps import AppConfig


class Patients(AppConfig):
    name = "clinic.patients"
    label = "patients"
