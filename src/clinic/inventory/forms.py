"""What is typed about people and circles."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.inventory.models import Place, Placement, Relationship
from clinic.inventory.words import HELP
from clinic.ui.widgets import Chips, OneChip

Choices = Sequence[tuple[str, str | Promise]]

RINGS: Choices = (
    ("1", gettext_lazy("1, closest")),
    ("2", "2"),
    ("3", "3"),
    ("4", gettext_lazy("4, furthest")),
)
CATEGORIES: Choices = (
    ("partner", gettext_lazy("Partner")),
    ("family", gettext_lazy("Family")),
    ("friend", gettext_lazy("Friend")),
    ("online", gettext_lazy("Friend online")),
    ("work", gettext_lazy("Work")),
    ("neighbour", gettext_lazy("Neighbour")),
    ("faith", gettext_lazy("Faith")),
    ("group", gettext_lazy("Club or group")),
    ("professional", gettext_lazy("Professional")),
    ("pet", gettext_lazy("Pet")),
    ("other", gettext_lazy("Other")),
)
CONFLICTS: Choices = (
    ("none", gettext_lazy("None")),
    ("open", gettext_lazy("Open: they quarrel")),
    ("silent", gettext_lazy("Silent: not spoken about")),
)


class PersonForm(forms.Form):
    """A person: a name and a ring are enough."""

    pseudonym = forms.CharField(
        label=gettext_lazy("First name or nickname"),
        help_text=gettext_lazy("No surnames, please: this person was not asked. A letter will do."),
        max_length=40,
    )
    ring = forms.TypedChoiceField(
        label=gettext_lazy("How close, now"), choices=RINGS, coerce=int, widget=OneChip
    )
    category = forms.ChoiceField(
        label=gettext_lazy("Where from"), choices=CATEGORIES, widget=OneChip, required=False
    )
    role = forms.CharField(
        label=gettext_lazy("Who they are"),
        help_text=gettext_lazy("Sister, friend from choir, next door."),
        max_length=60,
        required=False,
    )
    can_confide = forms.BooleanField(label=gettext_lazy("Can be confided in"), required=False)
    help_in_crisis = forms.BooleanField(label=gettext_lazy("Would help in a crisis"), required=False)
    conflict = forms.ChoiceField(
        label=gettext_lazy("Conflict"), choices=CONFLICTS, widget=OneChip, required=False
    )
    support_received = forms.MultipleChoiceField(
        label=gettext_lazy("What comes from them"), choices=tuple(HELP.items()), widget=Chips, required=False
    )
    ideal_ring = forms.TypedChoiceField(
        label=gettext_lazy("How close they would ideally be"),
        choices=RINGS,
        coerce=int,
        empty_value=None,
        widget=OneChip,
        required=False,
    )
    died_year = forms.IntegerField(
        label=gettext_lazy("Year of death"),
        help_text=gettext_lazy("People who have died keep their place."),
        min_value=1900,
        required=False,
    )

    DETAILS = ("can_confide", "help_in_crisis", "conflict", "support_received", "ideal_ring", "died_year")

    def has_details(self) -> bool:
        """Whether the part that is folded away has something in it to see."""
        return any(self[name].errors or self[name].value() for name in self.DETAILS if name in self.fields)

    def clean_category(self) -> str:
        return self.cleaned_data["category"] or "other"

    def clean_conflict(self) -> str:
        return self.cleaned_data["conflict"] or "none"

    def clean_died_year(self) -> int | None:
        year: int | None = self.cleaned_data["died_year"]
        if year and year > dt.date.today().year:  # noqa: DTZ011 a year is the same everywhere that matters
            raise forms.ValidationError(_("That year is still to come. Check the year."))
        return year


class KnownPersonForm(PersonForm):
    """What is known of a person who stands in the circle already; the ring is moved on the circle itself."""

    ring = None  # type: ignore[assignment]
    ideal_ring = None  # type: ignore[assignment]


class CircleForm(forms.Form):
    """Everybody's ring and wished-for ring, saved as one version of the circle."""

    based_on = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        people: Sequence[Relationship],
        standing: Iterable[Placement],
        newest: int,
        **kwargs: Any,
    ) -> None:
        placed = {place.relationship_id: place for place in standing}
        self.people, self.newest = people, newest
        initial: dict[str, Any] = {"based_on": newest}
        for person in people:
            if place := placed.get(person.pk):
                initial |= {f"ring_{person.pk}": place.ring, f"ideal_{person.pk}": place.ideal_ring}
        super().__init__(*args, initial=initial, **kwargs)
        for person in people:
            self.fields[f"ring_{person.pk}"] = _ring(person, _("ring of %s"), _("not in the circle"))
            self.fields[f"ideal_{person.pk}"] = _ring(person, _("wished-for ring of %s"), "")

    def rows(self) -> list[tuple[Relationship, Any, Any]]:
        return [(one, self[f"ring_{one.pk}"], self[f"ideal_{one.pk}"]) for one in self.people]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("based_on") != self.newest:
            self.data = {**self.data.dict(), "based_on": self.newest}  # type: ignore[attr-defined]
            raise forms.ValidationError(
                _(
                    "The circle was drawn again while this page was open. Your choices are still here. "
                    "Look at the newest circle, then save if yours should follow it."
                )
            )
        return given

    def placements(self) -> list[Place]:
        given = self.cleaned_data
        return [
            (one, given[f"ring_{one.pk}"], given[f"ideal_{one.pk}"])
            for one in self.people
            if given[f"ring_{one.pk}"]
        ]


def _ring(person: Relationship, label: str, empty: str) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label % person.pseudonym,
        choices=[("", empty), *RINGS],
        coerce=int,
        empty_value=None,
        required=False,
    )
