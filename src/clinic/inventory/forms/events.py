"""What is typed about an event: as exactly as it is remembered."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.inventory.models import Relationship, TimelineEvent
from clinic.ui.widgets import OneChip

Choices = Sequence[tuple[str, str | Promise]]

KINDS: Choices = (
    ("event", gettext_lazy("Something happened")),
    ("loss", gettext_lazy("A loss")),
    ("move", gettext_lazy("A move or change")),
    ("dispute", gettext_lazy("A conflict")),
    ("treatment", gettext_lazy("Treatment")),
    ("onset", gettext_lazy("The low mood began")),
)
PRECISIONS: Choices = (
    ("day", gettext_lazy("That day")),
    ("month", gettext_lazy("That month")),
    ("year", gettext_lazy("That year")),
)


class EventForm(forms.Form):
    """Something that happened, as exactly as it is remembered."""

    what = forms.CharField(label=gettext_lazy("What happened"), max_length=120)
    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=1900, max_value=2200)
    month = forms.IntegerField(label=gettext_lazy("Month"), min_value=1, max_value=12, required=False)
    day = forms.IntegerField(label=gettext_lazy("Day"), min_value=1, max_value=31, required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=KINDS, widget=OneChip, required=False)
    relationship = forms.ModelChoiceField(
        label=gettext_lazy("With whom"),
        queryset=Relationship.objects.none(),
        required=False,
        empty_label=gettext_lazy("nobody in particular"),
    )

    def __init__(self, *args: Any, people: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["relationship"].queryset = people  # type: ignore[attr-defined]
        self.fields["relationship"].label_from_instance = str  # type: ignore[attr-defined]

    def clean_kind(self) -> str:
        return self.cleaned_data["kind"] or "event"

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if "year" not in given or self.errors:
            return given
        month, day = given.pop("month"), given.pop("day")
        if day and not month:
            self.add_error("month", _("Add the month, or leave the day empty too."))
            return given
        given["precision"] = "day" if day else "month" if month else "year"
        try:
            given["on"] = dt.date(given.pop("year"), month or 1, day or 1)
        except ValueError:
            self.add_error("day", _("That month has fewer days. Check the day."))
            return given
        if given["on"] > self.today:
            self.add_error("year", _("That is still to come. Check the date."))
        return given

    @staticmethod
    def of(event: TimelineEvent) -> dict[str, Any]:
        """The values with which an event is opened for correction."""
        return {
            "what": event.what,
            "kind": event.kind,
            "relationship": event.relationship_id,
            "year": event.on.year,
            "month": event.on.month if event.precision != "year" else None,
            "day": event.on.day if event.precision == "day" else None,
        }
