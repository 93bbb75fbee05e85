"""What every form says of a slip, in the words of the rest of Kith."""

from typing import Any

from django import forms
from django.core import validators
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy


def speak_plainly() -> None:
    """Replace the framework's sentences; a field that brings its own words keeps them."""
    for field, code, words in SAID:
        field.default_error_messages = {**field.default_error_messages, code: words}
    validators.MaxValueValidator.message = _("At most %(limit_value)s.")
    validators.MinValueValidator.message = _("At least %(limit_value)s.")
    validators.MaxLengthValidator.message = ngettext_lazy(
        "At most %(limit_value)d character; there are %(show_value)d.",
        "At most %(limit_value)d characters; there are %(show_value)d.",
        "limit_value",
    )


SAID: tuple[tuple[type[forms.Field], str, Any], ...] = (
    (forms.Field, "required", _("Please fill this in.")),
    (forms.IntegerField, "invalid", _("Please give a whole number.")),
    (forms.FloatField, "invalid", _("Please give a number.")),
    (forms.DecimalField, "invalid", _("Please give a number.")),
    (forms.DateField, "invalid", _("Please give a day, such as 2026-11-12.")),
    (forms.TimeField, "invalid", _("Please give a time, such as 14:30.")),
    (forms.ChoiceField, "invalid_choice", _("Please choose one of those shown.")),
    (forms.ModelChoiceField, "invalid_choice", _("Please choose one of those shown.")),
)
