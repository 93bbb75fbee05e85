"""The shared story, and the three boxes behind it."""

from django import forms
from django.utils.translation import gettext_lazy

from clinic.formulation.forms.version import NextVersion
from clinic.ui.widgets import OwnWords


class FormulationForm(NextVersion):
    """The three boxes, and the plain story."""

    crisis = forms.CharField(
        label=gettext_lazy("What happened between people"),
        widget=forms.Textarea({"rows": 4}),
        required=False,
    )
    vulnerability = forms.CharField(
        label=gettext_lazy("What made it hit hard"),
        help_text=gettext_lazy("Health, history, ways of being close learnt early."),
        widget=forms.Textarea({"rows": 4}),
        required=False,
    )
    support = forms.CharField(
        label=gettext_lazy("What support there was, and what was missing"),
        widget=forms.Textarea({"rows": 4}),
        required=False,
    )
    story = forms.CharField(
        label=gettext_lazy("The story, as the patient would tell it"),
        help_text=gettext_lazy("Say it aloud, ask whether it fits, and write what you settle on."),
        widget=OwnWords({"rows": 6}),
    )
