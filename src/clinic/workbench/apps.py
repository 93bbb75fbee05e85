"""Tells Django of this app."""

from django.apps import AppConfig


class Workbench(AppConfig):
    name = "clinic.workbench"
    label = "workbench"
