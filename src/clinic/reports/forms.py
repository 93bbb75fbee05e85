"""Which courses of the service the figures are of, asked as part of the address."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clinic.reports.filters import Choices, Option

ALL = _("all")


class WhichCourses(forms.Form):
    """A span of quarters and what else is known of a course; an empty field narrows nothing.

    What was asked for and cannot be stays in its field, with what is wrong with it (``faults``).
    """

    quarter_from = forms.ChoiceField(label=_("Begun from"), required=False)
    quarter_to = forms.ChoiceField(label=_("up to"), required=False)
    manual = forms.ChoiceField(label=_("Manual"), required=False)
    focus = forms.ChoiceField(label=_("Focus"), required=False)
    condition = forms.ChoiceField(label=_("Condition"), required=False)

    def __init__(self, asked: Mapping[str, str], choices: Choices, faults: Mapping[str, str]) -> None:
        super().__init__(asked)
        offered = {
            "quarter_from": choices.quarters,
            "quarter_to": choices.quarters,
            "manual": choices.manuals,
            "focus": choices.focuses,
            "condition": choices.conditions,
        }
        for name, options in offered.items():
            field: Any = self.fields[name]
            field.optional = ""
            field.choices = [("", ALL), *_with(asked.get(name, ""), options)]
        for name, fault in faults.items():
            self.add_error(name, fault)


def _with(asked: str, options: Sequence[Option]) -> list[Option]:
    """The options, and what was asked for where it is none of them."""
    unknown = asked and asked not in {value for value, _words in options}
    return [*options, (asked, asked)] if unknown else list(options)
