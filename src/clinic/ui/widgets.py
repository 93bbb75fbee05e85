"""Form widgets that draw answers as cards, chips or a 0 to 10 scale."""

import re
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
Words = str | Promise
NOT_AT_ALL, COMPLETELY = _("not at all"), _("completely")


class Answers(forms.RadioSelect):
    """One choice, each answer a card in reach of the thumb."""

    look = "answers"


class Chips(forms.CheckboxSelectMultiple):
    """Several choices, shown as chips."""

    look = "chips"


class OneChip(forms.RadioSelect):
    """One choice of a few short ones, shown as chips."""

    look = "chips"


class Rating(forms.RadioSelect):
    """0 to 10 in one row, with a word at each end."""

    look = "rating"

    def __init__(self, attrs: Any = None, low: Words = NOT_AT_ALL, high: Words = COMPLETELY) -> None:
        super().__init__(attrs, [(number, str(number)) for number in range(11)])
        self.low, self.high = low, high


class DateInput(forms.DateInput):
    """A day, with the device's own calendar."""

    input_type = "date"

    def __init__(self, attrs: Any = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Show what was typed as text when it is no date: the device's calendar would lose it."""
        context = super().get_context(name, value, attrs)
        shown = context["widget"]["value"]
        if shown and not ISO_DAY.fullmatch(shown):
            context["widget"]["type"] = "text"
        return context


class TimeInput(forms.TimeInput):
    """A time of day, with the device's own clock."""

    input_type = "time"

    def __init__(self, attrs: Any = None) -> None:
        super().__init__(attrs, format="%H:%M")


class OwnWords(forms.Textarea):
    """A person's own words, set in serif."""

    def __init__(self, attrs: Any = None) -> None:
        super().__init__({"class": "own", "rows": 3, **(attrs or {})})
