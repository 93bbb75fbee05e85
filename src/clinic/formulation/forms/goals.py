"""A goal, and how far it is reached."""

from django import forms
from django.utils.translation import gettext_lazy

from clinic.ui.widgets import OwnWords, Rating


class GoalForm(forms.Form):
    """One goal."""

    text = forms.CharField(
        label=gettext_lazy("What the patient wants, in their words"),
        max_length=200,
        widget=OwnWords({"rows": 2}),
    )


class RatingForm(forms.Form):
    """How far a goal is reached, as the patient says."""

    rating = forms.TypedChoiceField(
        label=gettext_lazy("How far it is reached"),
        coerce=int,
        choices=[(number, str(number)) for number in range(11)],
        widget=Rating,
    )
