"""The first forms of a course: suitability, diagnosis, sick role, medication."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.ui.fields import DayAhead
from clinic.ui.widgets import Answers, Chips, DateInput, OwnWords, Rating
from ipt.therapy import suitability


class NotAhead(forms.DateField):
    """A day that has come already."""

    widget = DateInput

    def clean(self, value: Any) -> Any:
        on = super().clean(value)
        if on and on > timezone.localdate():
            raise forms.ValidationError(_("That day is still to come. Check the date."))
        return on


class SuitabilityForm(forms.Form):
    """What was talked about before beginning; the decision is the clinician's."""

    fits = forms.MultipleChoiceField(
        label=gettext_lazy("What speaks for it"), required=False, widget=Chips(),
        choices=lambda: [(one.id, one.title) for one in suitability.guide().fits],
    )  # fmt: skip
    barriers = forms.CharField(
        label=gettext_lazy("What could get in the way"), required=False, widget=forms.Textarea({"rows": 3})
    )
    cautions = forms.MultipleChoiceField(
        label=gettext_lazy("What to weigh"), required=False, widget=Chips(),
        choices=lambda: [(one.id, one.title) for one in suitability.guide().cautions],
        help_text=gettext_lazy("None of these is a no. Each says what it means once you keep the review."),
    )  # fmt: skip
    preference = forms.CharField(
        label=gettext_lazy("What the patient would rather have, and which other ways were named"),
        required=False, widget=forms.Textarea({"rows": 3}),
    )  # fmt: skip
    decision = forms.ChoiceField(
        label=gettext_lazy("Your decision"), widget=Answers(),
        choices=lambda: [(one.id, f"{one.title}. {one.meaning}") for one in suitability.guide().decisions],
        error_messages={"required": gettext_lazy("Choose what you decide. Nothing is chosen for you.")},
    )  # fmt: skip
    reason = forms.CharField(
        label=gettext_lazy("Your reason"), widget=forms.Textarea({"rows": 3}),
        error_messages={"required": gettext_lazy("A decision is kept with its reason.")},
    )  # fmt: skip

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        for ruler in suitability.guide().rulers:
            self.fields[f"ruler_{ruler.id}"] = forms.TypedChoiceField(
                label=ruler.ask, required=False, coerce=int, empty_value=None,
                choices=[(str(number), str(number)) for number in range(11)],
                widget=Rating(low=ruler.low, high=ruler.high),
            )  # fmt: skip
        self.order_fields([name for name in self.fields if name.startswith("ruler_")])

    def clean(self) -> dict[str, Any]:
        """Gather the rulers under one name; one not answered is not there."""
        cleaned = super().clean() or {}
        given = {name: cleaned.pop(name, None) for name in list(cleaned) if name.startswith("ruler_")}
        rulers = {name.removeprefix("ruler_"): value for name, value in given.items() if value is not None}
        return {**cleaned, "rulers": rulers}


class DiagnosisForm(forms.Form):
    """What the difficulty is called, and how it was explained."""

    name = forms.CharField(label=gettext_lazy("What it is called"), max_length=120)
    code = forms.CharField(
        label=gettext_lazy("Code"), required=False, max_length=20,
        help_text=gettext_lazy("Of the ICD or DSM, if your service keeps one."),
    )  # fmt: skip
    explained_on = NotAhead(label=gettext_lazy("Explained on"), required=False)
    explanation = forms.CharField(
        label=gettext_lazy("In the words used with the patient"), required=False,
        widget=OwnWords({"rows": 5}),
        help_text=gettext_lazy("It has a name, it is an illness, it can be treated, and nobody is to blame."),
    )  # fmt: skip


class SickRoleForm(forms.Form):
    """What is eased for a while, and what the patient takes on in return."""

    eased = forms.CharField(
        label=gettext_lazy("What is eased for now"), widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("Demands at home or at work that can rest until things are better."),
    )  # fmt: skip
    eased_by = forms.CharField(label=gettext_lazy("By whom"), max_length=200)
    until = DayAhead(label=gettext_lazy("Until"), required=False)
    undertaking = forms.CharField(
        label=gettext_lazy("What I undertake"), widget=OwnWords({"rows": 3}),
        help_text=gettext_lazy("In the patient's words: what they will do towards getting better."),
    )  # fmt: skip


class MedicationForm(forms.Form):
    """A medicine and who prescribes it."""

    name = forms.CharField(label=gettext_lazy("Medicine"), max_length=120)
    dose = forms.CharField(label=gettext_lazy("Dose"), required=False, max_length=120)
    prescriber = forms.CharField(label=gettext_lazy("Prescribed by"), max_length=120)
    started_on = NotAhead(label=gettext_lazy("Since"), required=False)


class StopForm(forms.Form):
    """The day a medicine was stopped."""

    stopped_on = NotAhead(label=gettext_lazy("Stopped on"))
