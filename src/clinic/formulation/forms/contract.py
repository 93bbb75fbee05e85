"""How many sessions, how long, when, and whether missed ones count."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from clinic.ui.next_version import NextVersion
from clinic.ui.widgets import OneChip


class ContractForm(NextVersion):
    """How many sessions, how long, when, and whether missed ones count."""

    sessions = forms.IntegerField(label=gettext_lazy("Sessions"), min_value=1, max_value=60)
    minutes = forms.IntegerField(label=gettext_lazy("Minutes each"), min_value=15, max_value=120)
    rhythm = forms.CharField(
        label=gettext_lazy("When"),
        help_text=gettext_lazy("Thursdays at 14:00."),
        max_length=120,
        required=False,
    )
    missed_count = forms.TypedChoiceField(
        label=gettext_lazy("A missed session"),
        choices=[("yes", gettext_lazy("uses one up")), ("no", gettext_lazy("is held later"))],
        coerce=lambda given: given == "yes",
        widget=OneChip,
    )
    between_sessions = forms.CharField(
        label=gettext_lazy("Between sessions"),
        help_text=gettext_lazy("How to reach each other, and what this is not for."),
        widget=forms.Textarea({"rows": 3}),
        required=False,
    )

    def __init__(
        self, data: Any = None, *, newest: Any = None, suggested: dict[str, Any], settled: bool = False
    ) -> None:
        counts = newest.missed_count if newest else suggested["missed_count"]
        given = {} if newest else {name: suggested[name] for name in ("sessions", "minutes")}
        super().__init__(data, newest=newest, initial={**given, "missed_count": "yes" if counts else "no"})
        if settled:  # signed by both: another number is proposed by itself
            del self.fields["sessions"]
