"""How many sessions, how long, when, and whether missed ones count."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
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
    why_changed = forms.CharField(
        label=gettext_lazy("Why the number changes"),
        help_text=gettext_lazy("Needed when the number of sessions is another one than before."),
        max_length=300,
        required=False,
    )

    def __init__(self, data: Any = None, *, newest: Any = None, suggested: dict[str, Any]) -> None:
        counts = newest.missed_count if newest else suggested["missed_count"]
        initial = {"missed_count": "yes" if counts else "no", "why_changed": ""}
        given = {} if newest else {name: suggested[name] for name in ("sessions", "minutes")}
        super().__init__(data, newest=newest, initial={**given, **initial})
        self.agreed = newest.sessions if newest else None
        if newest is None:
            del self.fields["why_changed"]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        changes = self.agreed and given.get("sessions") not in (None, self.agreed)
        if changes and not given.get("why_changed"):
            self.add_error("why_changed", _("The number of sessions changes. Say in a line why."))
        return given
