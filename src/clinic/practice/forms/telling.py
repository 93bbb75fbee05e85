"""How a practice went: three answers of equal weight, the day, and if wanted a note and mood."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from uuid_utils.compat import uuid7

from clinic.practice.words import HOW
from clinic.ui.fields import NearDay
from clinic.ui.next_version import NextVersion
from clinic.ui.widgets import Answers, OwnWords, Rating

MOOD = gettext_lazy("as low as it gets"), gettext_lazy("as well as it gets")


def _mood(label: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        choices=[(number, str(number)) for number in range(11)],
        coerce=int,
        empty_value=None,
        widget=Rating(None, *MOOD),
        required=False,
    )


class _HowItWent(forms.Form):
    """What both forms ask."""

    how = forms.ChoiceField(label=gettext_lazy("How it went"), choices=tuple(HOW.items()), widget=Answers)
    on = NearDay(label=gettext_lazy("The day I did it, or would have"), required=False)
    note = forms.CharField(
        label=gettext_lazy("A note"), max_length=2000, widget=OwnWords({"rows": 3}), required=False
    )
    shared = forms.BooleanField(required=False)
    mood_before = _mood(gettext_lazy("My mood before"))
    mood_after = _mood(gettext_lazy("My mood after"))

    def __init__(self, *given: Any, today: dt.date, readers: str, **named: Any) -> None:
        super().__init__(*given, **named)
        self.today = today
        self.fields["note"].help_text = _("Only you can read it, unless you share it.")
        self.fields["shared"].label = _("Share this note. It can then be read by %s.") % readers

    def clean_on(self) -> dt.date:
        """Today, unless another day that has come was named."""
        on: dt.date = self.cleaned_data["on"] or self.today
        if on > self.today:
            raise forms.ValidationError(_("This day is still to come. Choose today or an earlier day."))
        return on

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("shared") and not given.get("note") and "note" not in self.errors:
            self.add_error("shared", _("There is no note to share. Write one, or leave this free."))
        return given


class LogForm(_HowItWent):
    """How it went, for the first time; the id makes sending it twice one entry."""

    id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, today: dt.date, readers: str) -> None:
        super().__init__(data, today=today, readers=readers, initial={"id": uuid7(), "on": today})

    def clean_id(self) -> Any:
        id = self.cleaned_data["id"]
        if id.version != 7:
            self.mint_anew()
            raise forms.ValidationError(_("This could not be kept under its number. Press once more."))
        return id

    def mint_anew(self) -> None:
        """Give the form another id, for what was typed to be sent again."""
        self.data = {**dict(self.data.items()), "id": str(uuid7())}


class CorrectForm(NextVersion, _HowItWent):
    """The same, as the next version."""


class HowForm(forms.Form):
    """How it went as the patient says it in the session; a note would be the patient's own."""

    id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    how = forms.ChoiceField(choices=tuple(HOW.items()))
