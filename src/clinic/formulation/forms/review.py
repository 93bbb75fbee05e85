"""The mid-point review as it is written together, and what the patient says of it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from clinic.formulation.forms.story import StoryAnswerForm
from clinic.formulation.wording import DECISIONS, FOCUS_FITS, PATIENT_SAYS
from clinic.ui.next_version import NextVersion
from clinic.ui.widgets import Answers, OneChip, OwnWords


class ReviewForm(NextVersion):
    """Does the focus still fit, what helps, how each sees it, and what is decided."""

    focus_fits = forms.ChoiceField(
        label=gettext_lazy("Does the focus still fit?"), choices=tuple(FOCUS_FITS.items()), widget=OneChip,
        error_messages={"required": gettext_lazy("Say whether the focus still fits.")},
    )  # fmt: skip
    helps = forms.CharField(
        label=gettext_lazy("What helps"), required=False, widget=OwnWords({"rows": 3}),
        help_text=gettext_lazy("In the patient's words."),
    )  # fmt: skip
    helps_not = forms.CharField(
        label=gettext_lazy("What does not help, or is missing"), required=False, widget=OwnWords({"rows": 3}),
        help_text=gettext_lazy("Ask for it: saying so half way can still change the plan."),
    )  # fmt: skip
    patient_sees = forms.CharField(
        label=gettext_lazy("How the patient sees it"), required=False, widget=OwnWords({"rows": 3})
    )
    therapist_sees = forms.CharField(
        label=gettext_lazy("How you see it"), required=False, widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("The patient reads this too, once the review is shared."),
    )  # fmt: skip
    decision = forms.ChoiceField(
        label=gettext_lazy("What is decided"), choices=tuple(DECISIONS.items()), widget=Answers,
        error_messages={"required": gettext_lazy("Choose what you decide. Nothing is chosen for you.")},
    )  # fmt: skip
    reason = forms.CharField(
        label=gettext_lazy("The reason"), widget=forms.Textarea({"rows": 3}),
        error_messages={"required": gettext_lazy("A decision is kept with its reason.")},
    )  # fmt: skip
    patient_says = forms.ChoiceField(
        label=gettext_lazy("Does the patient agree?"), choices=tuple(PATIENT_SAYS.items()), widget=OneChip,
        error_messages={"required": gettext_lazy("Ask, and write down what was said.")},
    )  # fmt: skip
    patient_word = forms.CharField(
        label=gettext_lazy("In a word, why or why not"), max_length=300, required=False
    )

    def __init__(self, data: Any = None, *, newest: Any = None) -> None:
        again = {"decision": "", "reason": "", "patient_says": "", "patient_word": "", "focus_fits": ""}
        super().__init__(data, newest=newest, initial=again if newest else {})


class ReviewAnswerForm(StoryAnswerForm):
    """The patient says whether it is right, or how they see it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fits"].label = gettext_lazy("Is this how you see it?")
        self.fields["fits"].choices = [  # type: ignore[attr-defined]
            ("yes", gettext_lazy("Yes, this is right")),
            ("no", gettext_lazy("I see it differently")),
        ]
        self.fields["words"].help_text = gettext_lazy("What is missing, or how you see it.")
