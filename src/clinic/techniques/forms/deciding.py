"""What a clinician records of a person, hears from them, and opens."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.ui.next_version import NextVersion
from clinic.ui.widgets import OneChip, OwnWords
from ipt.therapy import circumstances, exercises, techniques

ASKED_ELSEWHERE = "danger_from_the_same_person"  # asked privately, and each time before imagery


class PrecautionsForm(NextVersion):
    """What speaks against some techniques now; "none of these" is said, never taken for granted."""

    present = forms.MultipleChoiceField(
        label=gettext_lazy("What was found"), required=False, widget=forms.CheckboxSelectMultiple
    )
    none_found = forms.BooleanField(label=gettext_lazy("Asked about all of them: none"), required=False)
    note = forms.CharField(
        label=gettext_lazy("A note"), max_length=2000, widget=forms.Textarea({"rows": 3}), required=False
    )

    def __init__(self, data: Any = None, *, newest: Any = None) -> None:
        known = {"none_found": newest is not None and not newest.present}
        super().__init__(data, newest=newest, initial=known)
        worded = [one for one in circumstances.of_the_person() if one.id != ASKED_ELSEWHERE]
        self.fields["present"].choices = [(one.id, _(one.title)) for one in worded]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        present, none_found = given.get("present"), given.pop("none_found", False)
        if present and none_found:
            self.add_error("none_found", _("Some are ticked above. Untick them, or untick this."))
        elif not present and not none_found and not self.errors:
            self.add_error("none_found", _("Tick what was found, or this one if all were asked about."))
        return given


class ConsentForm(forms.Form):
    """Whether the patient agrees to a technique, in their words."""

    technique = forms.CharField(widget=forms.HiddenInput, max_length=40)
    patient_agrees = forms.TypedChoiceField(
        label=gettext_lazy("Having heard this, the patient"),
        choices=(("yes", gettext_lazy("agrees")), ("no", gettext_lazy("does not want it"))),
        coerce=lambda answer: answer == "yes",
        widget=OneChip,
    )
    said = forms.CharField(
        label=gettext_lazy("In the patient’s words"),
        max_length=300,
        widget=OwnWords({"rows": 2}),
        required=False,
    )

    def clean_technique(self) -> str:
        return _known(self.cleaned_data["technique"], {one.id for one in techniques.adjunct()})


class OpeningForm(forms.Form):
    """Opens a technique, or an exercise for the patient alone, or closes it."""

    what = forms.CharField(widget=forms.HiddenInput, max_length=40)
    opened = forms.ChoiceField(choices=(("yes", "yes"), ("no", "no")), widget=forms.HiddenInput)
    longer = forms.BooleanField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(
        label=gettext_lazy("Why it may be used all the same"),
        max_length=2000,
        widget=forms.Textarea({"rows": 2}),
        required=False,
    )

    def clean_what(self) -> str:
        known = {one.id for one in techniques.adjunct()} | {one.id for one in exercises.load_all()}
        return _known(self.cleaned_data["what"], known)

    def clean_opened(self) -> bool:
        return bool(self.cleaned_data["opened"] == "yes")


def _known(given: str, known: set[str]) -> str:
    if given not in known:
        raise forms.ValidationError(_("There is no such technique."))
    return given
