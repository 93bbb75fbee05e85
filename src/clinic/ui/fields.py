"""Which markup a form field gets, told from its widget."""

from django import forms
from django.forms import BoundField

LOOKS: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxSelectMultiple, "options"),
    (forms.RadioSelect, "options"),
    (forms.CheckboxInput, "tick"),
)


def look_of(field: BoundField) -> str:
    """Name the markup of a field: a widget may name its own."""
    widget = field.field.widget
    own = getattr(widget, "look", None)
    return own or next((look for kind, look in LOOKS if isinstance(widget, kind)), "text")


def described_by(field: BoundField) -> str:
    """List the ids of the hint and the error that belong to a field, for screen readers."""
    ids = [f"{field.auto_id}_helptext"] if field.help_text else []
    return " ".join(ids + ([f"{field.auto_id}_error"] if field.errors else []))
