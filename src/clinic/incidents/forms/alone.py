"""Lines given to practise alone, a go, and what is agreed to when a recording is shared."""

import base64
import binascii
from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from uuid_utils.compat import uuid7

from clinic.incidents import audio
from clinic.incidents.audio import LONGEST_KEPT
from clinic.incidents.models import LinesGiven
from clinic.ui.fields import DayAhead
from clinic.ui.widgets import Chips, DateInput, OwnWords, Rating

SURE = gettext_lazy("not at all sure"), gettext_lazy("completely sure")
LONGEST_GIVEN = 60  # days for which lines may be given
WEEK, KEPT = timedelta(days=7), timedelta(days=14)
CONSENT = gettext_lazy(
    "I want to share this recording. My therapist and their supervisor can listen to it until the day chosen "
    "here. Then it is deleted. I can take it back at any time, and it is deleted at once."
)


class GiveForm(forms.Form):
    """Which lines, until when, and what to notice."""

    chosen = forms.MultipleChoiceField(label=gettext_lazy("Lines to practise"), widget=Chips)
    until = DayAhead(label=gettext_lazy("Until"), most=LONGEST_GIVEN)
    note = forms.CharField(
        label=gettext_lazy("What to notice"), max_length=200, widget=OwnWords({"rows": 2}), required=False
    )

    def __init__(self, data: Any = None, *, lines: list[dict[str, str]]) -> None:
        self.lines = lines
        every = [str(place) for place in range(1, len(lines) + 1)]
        super().__init__(data, initial={"chosen": every, "until": timezone.localdate() + WEEK})
        self.fields["chosen"].choices = [
            (place, f"{line['who']}: {line['words']}") for place, line in zip(every, lines, strict=True)
        ]

    def clean_chosen(self) -> list[dict[str, str]]:
        chosen = [
            line for place, line in enumerate(self.lines, 1) if str(place) in self.cleaned_data["chosen"]
        ]
        if not any(line["by"] == "patient" for line in chosen):
            raise forms.ValidationError(_("Choose one line at least that the patient says."))
        return chosen


class GoForm(forms.Form):
    """One go alone; nothing of it has to be said."""

    id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    confidence_before = forms.TypedChoiceField(
        label=gettext_lazy("Before: how sure am I that I can say it?"),
        choices=[(number, str(number)) for number in range(11)],
        coerce=int,
        empty_value=None,
        widget=Rating(None, *SURE),
        required=False,
    )
    confidence_after = forms.TypedChoiceField(
        label=gettext_lazy("After: how sure am I now?"),
        choices=[(number, str(number)) for number in range(11)],
        coerce=int,
        empty_value=None,
        widget=Rating(None, *SURE),
        required=False,
    )
    was_like = forms.CharField(
        label=gettext_lazy("What was it like?"), max_length=300, widget=OwnWords({"rows": 2}), required=False
    )


class ShareForm(forms.Form):
    """A recording of one's own line, shared on purpose, until a day."""

    id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    place = forms.TypedChoiceField(
        label=gettext_lazy("Which recording"), choices=(), coerce=int, widget=forms.Select
    )
    delete_on = forms.DateField(label=gettext_lazy("Delete it on"), widget=DateInput)
    consent = forms.BooleanField(label=CONSENT)
    recording = forms.CharField(
        widget=forms.HiddenInput, required=False, max_length=audio.LARGEST * 4 // 3 + 8
    )

    def __init__(self, data: Any = None, *, given: LinesGiven) -> None:
        today = timezone.localdate()
        super().__init__(data, initial={"id": uuid7(), "delete_on": today + KEPT})
        mine = [
            (place, line["words"]) for place, line in enumerate(given.lines, 1) if line["by"] == "patient"
        ]
        self.fields["place"].choices = mine
        last = today + timedelta(days=LONGEST_KEPT)
        self.fields["delete_on"].widget.attrs.update(
            {"min": (today + timedelta(days=1)).isoformat(), "max": last.isoformat()}
        )

    def clean_delete_on(self) -> Any:
        on, today = self.cleaned_data["delete_on"], timezone.localdate()
        if not 1 <= (on - today).days <= LONGEST_KEPT:
            raise forms.ValidationError(
                _("Choose a day from tomorrow on, at most %d days ahead.") % LONGEST_KEPT
            )
        return on

    def clean_recording(self) -> bytes:
        try:
            recording = base64.b64decode(self.cleaned_data["recording"], validate=True)
        except (binascii.Error, ValueError):
            recording = b""
        if len(recording) > audio.LARGEST:
            raise forms.ValidationError(_("This recording is too long to be shared. Record it once more."))
        if audio.kind_of(recording) is None:
            raise forms.ValidationError(_("There is no recording of this line yet. Record it first."))
        return recording
