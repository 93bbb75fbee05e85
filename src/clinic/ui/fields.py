"""Which markup a form field gets, told from its widget; and days that a life or a plan can hold."""

import datetime as dt
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.ui.widgets import DateInput

LOOKS: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxSelectMultiple, "options"),
    (forms.RadioSelect, "options"),
    (forms.CheckboxInput, "tick"),
)
TWO_YEARS, ONE_YEAR = dt.timedelta(days=2 * 365 + 1), dt.timedelta(days=366)


def look_of(field: BoundField) -> str:
    """Name the markup of a field: a widget may name its own."""
    widget = field.field.widget
    own = getattr(widget, "look", None)
    return own or next((look for kind, look in LOOKS if isinstance(widget, kind)), "text")


def described_by(field: BoundField) -> str:
    """List the ids of the hint and the error that belong to a field, for screen readers."""
    ids = [f"{field.auto_id}_helptext"] if field.help_text else []
    return " ".join(ids + ([f"{field.auto_id}_error"] if field.errors else []))


class NearDay(forms.DateField):
    """A day at most two years back and one ahead; a slip in the year is asked about."""

    widget = DateInput

    def clean(self, value: Any) -> Any:
        on, today = super().clean(value), timezone.localdate()
        if on and today - on > TWO_YEARS:
            raise forms.ValidationError(_("This is more than two years ago. Check the year."))
        if on and on - today > ONE_YEAR:
            raise forms.ValidationError(_("This is more than a year ahead. Check the year."))
        return on


class DayAhead(forms.DateField):
    """Today or later, and no further ahead than said."""

    widget = DateInput

    def __init__(self, *given: Any, most: int = 366, **named: Any) -> None:
        super().__init__(*given, **named)
        self.most = most  # days

    def clean(self, value: Any) -> Any:
        on, today = super().clean(value), timezone.localdate()
        if on and on < today:
            raise forms.ValidationError(_("This day has passed. Choose today or a later day."))
        if on and on - today > dt.timedelta(days=self.most):
            raise forms.ValidationError(
                _("This is more than %d days ahead. Choose an earlier day.") % self.most
            )
        return on
