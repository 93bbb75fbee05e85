"""Tells Django of this app, and the library of a clinic's own questionnaires."""

from django.apps import AppConfig
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from ipt.measures import library
from ipt.measures.measure import MeasureError


class Questionnaires(AppConfig):
    name = "clinic.questionnaires"
    label = "questionnaires"

    def ready(self) -> None:
        """Read the clinic's pack, once, or refuse to start."""
        if settings.KITH_PACKS is None:
            return
        try:
            library.add_pack(settings.KITH_PACKS)
        except MeasureError as error:
            raise ImproperlyConfigured(f"KITH_PACKS: {error}") from error
