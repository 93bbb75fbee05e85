"""Tells Django of this app."""

from django.apps import AppConfig


class Questionnaires(AppConfig):
    name = "clinic.questionnaires"
    label = "questionnaires"
