"""What a clinician adds to a use."""

from django import forms
from django.utils.translation import gettext_lazy


class NoteForm(forms.Form):
    """The clinician's note beside a use."""

    note = forms.CharField(
        label=gettext_lazy("Your note"),
        max_length=4000,
        widget=forms.Textarea({"rows": 3}),
        required=False,
    )
