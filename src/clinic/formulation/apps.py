"""Tells Django of this app."""

from django.apps import AppConfig


class Formulation(AppConfig):
    name = "clinic.formulation"
    label = "formulation"
