"""Tells Django of this app."""

from django.apps import AppConfig


class Inventory(AppConfig):
    name = "clinic.inventory"
    label = "inventory"
