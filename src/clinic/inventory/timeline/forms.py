"""What is typed about what happened, and about how the mood was: the year is enough."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.inventory.models import Relationship, TimelineEvent
from clinic.inventory.timeline.words import KINDS, parts_of_a_year
from clinic.ui.widgets import Chips, OneChip, Rating
from ipt.therapy.onset import span


def _year(label: Any, *, required: bool = True) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=1900, max_value=2200, required=required)


def _month(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=parts_of_a_year, required=False)


def _day(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=1, max_value=31, required=False)


class DatedForm(forms.Form):
    """A date as exactly as it is remembered."""

    year = _year(gettext_lazy("Year"))
    month = _month(gettext_lazy("Month or season"))
    day = _day(gettext_lazy("Day"))
    about = forms.BooleanField(label=gettext_lazy("About then: the date is a guess"), required=False)

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if "year" in given and not self.errors:
            given["on"], given["precision"] = self.dated()
        return given

    def dated(self, of: str = "") -> tuple[dt.date | None, str]:
        """Take year, month and day out of what was given; a mistake is said at its field."""
        year, month, day = (self.cleaned_data.pop(f"{of}{part}") for part in ("year", "month", "day"))
        season = month.startswith("s")
        if day and (season or not month):
            self.add_error(f"{of}month", _("Add the month, or leave the day empty too."))
            return None, ""
        try:
            on = dt.date(year, int(month.removeprefix("s") or 1), day or 1)
        except ValueError:
            self.add_error(f"{of}day", _("That month has fewer days. Check the day."))
            return None, ""
        if on > self.today:
            self.add_error(f"{of}year", _("That is still to come. Check the date."))
        return on, "season" if season else "day" if day else "month" if month else "year"


class EventForm(DatedForm):
    """Something that happened: what and the year are enough, the rest can be said when it is wanted."""

    what = forms.CharField(label=gettext_lazy("What happened"), max_length=120)
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=tuple(KINDS.items()), widget=OneChip, required=False
    )
    people = forms.ModelMultipleChoiceField(
        label=gettext_lazy("With whom"),
        help_text=gettext_lazy("The event then also shows with each of them."),
        queryset=Relationship.objects.none(),
        widget=Chips,
        required=False,
    )
    until_year = _year(gettext_lazy("When it ended"), required=False)
    until_month = _month(gettext_lazy("In which month or season"))
    until_day = _day(gettext_lazy("On which day"))

    DETAILS = ("day", "about", "people", "until_year", "until_month", "until_day")

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].queryset = people  # type: ignore[attr-defined]
        self.fields["people"].label_from_instance = _named  # type: ignore[attr-defined]

    def has_details(self) -> bool:
        """Whether the part that is folded away has something in it to see."""
        return any(self[name].errors or self[name].value() for name in self.DETAILS)

    def clean_kind(self) -> str:
        return self.cleaned_data["kind"] or "other"

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if self.errors:
            return given
        given["until"], given["until_precision"] = self._ended(given)
        if given["until"] and not self.errors:
            self._in_order(given)
        return given

    def _ended(self, given: dict[str, Any]) -> tuple[dt.date | None, str]:
        if given["until_year"]:
            return self.dated("until_")
        if given["until_month"] or given["until_day"]:
            self.add_error("until_year", _("Add the year it ended, or leave month and day empty too."))
        for part in ("year", "month", "day"):
            given.pop(f"until_{part}", None)
        return None, ""

    def _in_order(self, given: dict[str, Any]) -> None:
        """An end that is less exact than the beginning counts to its last day."""
        if span(given["until"], given["until_precision"])[1] < given["on"]:
            self.add_error("until_year", _("It cannot end before it began. Check both dates."))

    @staticmethod
    def of(event: TimelineEvent) -> dict[str, Any]:
        """The values with which an event is opened for correction."""
        ended = _typed(event.until, event.until_precision) if event.until else {}
        return {
            "what": event.what,
            "kind": event.kind,
            "about": event.about,
            "people": [one.pk for one in event.people.all()],
            **_typed(event.on, event.precision),
            **{f"until_{part}": value for part, value in ended.items()},
        }


class MoodForm(DatedForm):
    """How the mood was at a time in life."""

    level = forms.TypedChoiceField(
        label=gettext_lazy("How the mood was"),
        coerce=int,
        choices=[(number, str(number)) for number in range(11)],
        widget=Rating(low=gettext_lazy("as low as it gets"), high=gettext_lazy("as well as it gets")),
    )
    word = forms.CharField(
        label=gettext_lazy("In a word or two"),
        help_text=gettext_lazy("As the patient would say it."),
        max_length=40,
        required=False,
    )


def _typed(on: dt.date, precision: str) -> dict[str, Any]:
    """A date as it was typed."""
    month = "" if precision == "year" else f"s{on.month}" if precision == "season" else str(on.month)
    return {"year": on.year, "month": month, "day": on.day if precision == "day" else None}


def _named(person: Relationship) -> str:
    return f"{person.pseudonym}, {person.role}" if person.role else person.pseudonym
