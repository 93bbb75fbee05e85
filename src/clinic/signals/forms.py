"""What is typed: the therapist's reading with a plan, a note beside it, and why a signal is closed."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.ui.fields import DayAhead
from clinic.ui.next_version import NextVersion
from ipt.outcomes.signals import load

AGAIN_IN = timedelta(days=14)


class ReadingForm(NextVersion):
    """What is behind it, what is planned, and when somebody looks again."""

    reasons = forms.MultipleChoiceField(
        label=gettext_lazy("What may be behind it"), widget=forms.CheckboxSelectMultiple, required=False,
        help_text=gettext_lazy("Questions to ask yourself, and perhaps each other. None has to fit."),
    )  # fmt: skip
    words = forms.CharField(
        label=gettext_lazy("In your words"), widget=forms.Textarea({"rows": 3}), max_length=4000,
        required=False,
    )  # fmt: skip
    plan = forms.CharField(
        label=gettext_lazy("What you plan"), widget=forms.Textarea({"rows": 3}), max_length=2000,
        error_messages={"required": gettext_lazy("Say what you plan. To wait and look again is a plan.")},
    )  # fmt: skip
    look_again_on = DayAhead(label=gettext_lazy("When you look again"), most=120)

    def __init__(self, data: Any = None, *, newest: Any = None) -> None:
        again = {} if newest else {"look_again_on": timezone.localdate() + AGAIN_IN}
        super().__init__(data, newest=newest, initial=again)
        self.fields["reasons"].choices = [  # type: ignore[attr-defined]
            (one.id, f"{_(one.title)}. {_(one.ask)}") for one in load().reasons
        ]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if not self.errors and not (given["reasons"] or given["words"]):
            raise forms.ValidationError(_("Tick what may be behind it, or write a line."))
        return given


class NoteForm(forms.Form):
    """A note beside a reading."""

    words = forms.CharField(
        label=gettext_lazy("Note"), widget=forms.Textarea({"rows": 3}), max_length=2000,
        error_messages={"required": gettext_lazy("Write the note first.")},
    )  # fmt: skip


class CloseForm(forms.Form):
    """Why it is closed, and how many calls were before the eyes of whoever closes it."""

    why = forms.CharField(
        label=gettext_lazy("Why it can be closed"), max_length=300,
        error_messages={"required": gettext_lazy("Say in a line why. It stays readable.")},
    )  # fmt: skip
    seen = forms.IntegerField(required=False)  # the page says how many calls it shows
