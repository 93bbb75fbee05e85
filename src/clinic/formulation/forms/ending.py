"""The ending in the patient's words, and the end of the course."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from clinic.formulation.wording import ENDING_TITLES, NEXT_STEPS
from clinic.ui.next_version import NextVersion
from clinic.ui.widgets import OneChip, OwnWords


def _words(part: str, help_text: Any = "", rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=ENDING_TITLES[part], help_text=help_text, widget=OwnWords({"rows": rows}), required=False
    )


class EndingForm(NextVersion):
    """The ending in the patient's own words, written over several sessions."""

    brought = _words("brought")
    did = _words("did", gettext_lazy("One thing a line."))
    change = _words("change")
    feelings = _words(
        "feelings",
        gettext_lazy("Sadness, worry, relief and anger are all fitting. This is not on the sheet to keep."),
    )
    warning_signs = _words("warning_signs", gettext_lazy("One a line."))
    what_then = _words("what_then", gettext_lazy("One step a line."))
    remember = forms.CharField(
        label=ENDING_TITLES["remember"],
        max_length=300,
        widget=OwnWords({"rows": 2}),
        required=False,
    )
    way_back = _words("way_back", gettext_lazy("How to come back, and until when."), 2)
    next_step = forms.ChoiceField(
        label=ENDING_TITLES["next_step"], choices=NEXT_STEPS, widget=OneChip, required=False
    )


class EndForm(forms.Form):
    """Ending the course for good: said once more."""

    how = forms.ChoiceField(
        label=gettext_lazy("How the course ends"),
        choices=[
            ("completed", gettext_lazy("As agreed")),
            ("agreed early", gettext_lazy("Earlier, agreed together")),
            ("stopped coming", gettext_lazy("The patient stopped coming")),
            ("referred on", gettext_lazy("Handed on to other care")),
        ],
        widget=OneChip,
        error_messages={"required": gettext_lazy("Say how the course ends.")},
    )
    sure = forms.BooleanField(label=gettext_lazy("End the course today"))
