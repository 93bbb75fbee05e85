"""What a patient's answer and a clinician's entry must be before anything is kept."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class AnswerForm(forms.Form):
    """One answer, or the wish to leave this one blank."""

    item = forms.CharField(max_length=40)
    value = forms.FloatField(
        required=False, error_messages={"invalid": _("Choose an answer, or leave this one blank.")}
    )
    leave_blank = forms.BooleanField(required=False)
    revision = forms.IntegerField(min_value=0)

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        if cleaned.get("leave_blank"):
            cleaned["value"] = None
        elif cleaned.get("value") is None and "value" not in self.errors:
            self.add_error("value", _("Choose an answer, or leave this one blank."))
        return cleaned
