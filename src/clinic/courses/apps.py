"""Tells Django of this app."""

from django.apps import AppConfig


class Courses(AppConfig):
    name = "clinic.courses"
    label = "courses"
