"""What is typed when something is agreed: a whole form, and a sentence with blanks for the session's page."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.inventory.models import Relationship
from clinic.practice.words import HOW_OFTEN, ONCE, PARTS_OF_DAY, SOME_DAYS, TOWARDS
from clinic.ui.next_version import NextVersion
from clinic.ui.widgets import Chips, DateInput, OneChip, OwnWords

MOST_AHEAD = dt.timedelta(days=90)


class _WithSomebody(forms.Form):
    """A person of the inventory, and what it is with them, asked once there is one."""

    relationship = forms.ModelChoiceField(
        label=gettext_lazy("With whom"),
        queryset=Relationship.objects.none(),
        required=False,
        empty_label=gettext_lazy("nobody in particular"),
    )
    towards = forms.ChoiceField(
        label=gettext_lazy("What it is with them"),
        choices=tuple(TOWARDS.items()),
        widget=OneChip,
        required=False,
    )

    def __init__(self, *given: Any, people: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["relationship"].queryset = people  # type: ignore[attr-defined]
        self.fields["towards"].optional = _("(needed once somebody is chosen)")  # type: ignore[attr-defined]
        self.fields["relationship"].label_from_instance = lambda person: person.pseudonym  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        person = given.get("relationship")
        if person is None:
            given["towards"] = ""
        elif not given.get("towards") and "towards" not in self.errors:
            words = _("Say what it is with %(name)s: being together, or saying something that matters.")
            self.add_error("towards", words % {"name": person.pseudonym})
        return given


class AgreeForm(NextVersion, _WithSomebody):
    """Something small, when, with whom, how often; the next version of it when it is changed."""

    what = forms.CharField(
        label=gettext_lazy("What"),
        help_text=gettext_lazy("Small, and in the patient’s words: what somebody else could see done."),
        max_length=200,
        widget=OwnWords({"rows": 2}),
    )
    how_often = forms.ChoiceField(
        label=gettext_lazy("How often"), choices=tuple(HOW_OFTEN.items()), widget=OneChip
    )
    on = forms.DateField(
        label=gettext_lazy("The day for it"),
        help_text=gettext_lazy("For something tried once. No day is fine too."),
        widget=DateInput,
        required=False,
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=gettext_lazy("On which days"),
        help_text=gettext_lazy("For something tried on some days. No day is fine too."),
        choices=tuple(WEEKDAYS.items()),
        coerce=int,
        widget=Chips,
        required=False,
    )
    part_of_day = forms.ChoiceField(
        label=gettext_lazy("When in the day"),
        choices=(("", gettext_lazy("any time")), *PARTS_OF_DAY.items()),
        widget=OneChip,
        required=False,
    )
    field_order = (
        "based_on",
        "what",
        "how_often",
        "on",
        "weekdays",
        "part_of_day",
        "relationship",
        "towards",
    )

    def __init__(self, data: Any = None, *, today: dt.date, **named: Any) -> None:
        super().__init__(data, **named)
        self.today = today

    def clean_on(self) -> dt.date | None:
        """A day to come; or the one that was agreed on before, which may have passed."""
        on: dt.date | None = self.cleaned_data["on"]
        if on is None or (self.newest and on == self.newest.on):
            return on
        if on < self.today:
            raise forms.ValidationError(_("This day has passed. Choose today or a later day."))
        if on - self.today > MOST_AHEAD:
            raise forms.ValidationError(_("This is more than 90 days ahead. Choose an earlier day."))
        return on

    def clean(self) -> dict[str, Any]:
        """A day belongs to once, days of the week to some days."""
        given = super().clean()
        if given.get("how_often") != ONCE:
            given["on"] = None
        if given.get("how_often") != SOME_DAYS:
            given["weekdays"] = []
        return given


class QuickAgreement(_WithSomebody):
    """The same as a sentence; days can be added on the practice's own page."""

    what = forms.CharField(label=gettext_lazy("What"), max_length=200)
    how_often = forms.ChoiceField(label=gettext_lazy("How often"), choices=tuple(HOW_OFTEN.items()))
    part_of_day = forms.ChoiceField(
        label=gettext_lazy("When in the day"),
        choices=(("", gettext_lazy("at any time")), *PARTS_OF_DAY.items()),
        required=False,
    )
    towards = forms.ChoiceField(
        label=gettext_lazy("What it is with them"),
        choices=(("", gettext_lazy("…")), *TOWARDS.items()),
        required=False,
    )

    def __init__(self, *given: Any, **named: Any) -> None:
        """Its fields have ids of their own: another sentence stands on the same page."""
        super().__init__(*given, auto_id="practice_%s", **named)
