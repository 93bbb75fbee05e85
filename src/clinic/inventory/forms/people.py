"""What is typed about a person: a name and a ring are enough, the rest when it is wanted."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.inventory.facts import (
    AGES,
    CONFLICTS,
    CONTACT,
    HELP_CHOICES,
    INITIATES,
    KNOWS,
    MODES,
    NOTHING,
    TRUST,
)
from clinic.inventory.models import DESCRIBED, Description, Placement, Relationship
from clinic.ui.templatetags.ui import clock
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


def _words(label: Promise | str, help_text: Promise | str = "") -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, widget=forms.Textarea({"rows": 2}), required=False, max_length=2000
    )


def _how_far(label: Promise | str) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        help_text=gettext_lazy("0 is not at all, 10 is wholly."),
        choices=[("", gettext_lazy("Not asked")), *((number, str(number)) for number in range(11))],
        coerce=int,
        empty_value=None,
        widget=OneChip,
        required=False,
    )


class HelpField(forms.MultipleChoiceField):
    """Kinds of help: nothing chosen is not asked, and that there is none is a choice of its own."""

    def __init__(self, **more: Any) -> None:
        super().__init__(
            choices=HELP_CHOICES,
            widget=Chips,
            required=False,
            help_text=gettext_lazy("Leave it open where it was not asked."),
            **more,
        )

    def clean(self, value: Any) -> Any:
        chosen = super().clean(value)
        if NOTHING in chosen and len(chosen) > 1:
            raise forms.ValidationError(_("Choose what there is, or Nothing, not both."))
        if not chosen:
            return None
        return [one for one in chosen if one != NOTHING]


class PersonForm(forms.Form):
    """A person: a name and a ring are enough."""

    pseudonym = forms.CharField(
        label=gettext_lazy("First name or nickname"),
        help_text=gettext_lazy("No surnames, please: this person was not asked. A letter will do."),
        max_length=40,
        widget=forms.TextInput({"autofocus": True}),
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
    can_confide = forms.TypedChoiceField(
        label=gettext_lazy("Can be confided in"),
        choices=TRUST,
        coerce=lambda given: given == "True",
        empty_value=None,
        widget=OneChip,
        required=False,
    )
    help_in_crisis = forms.BooleanField(label=gettext_lazy("Would help in a crisis"), required=False)
    conflict = forms.ChoiceField(
        label=gettext_lazy("Conflict"), choices=CONFLICTS, widget=OneChip, required=False
    )
    support_received = HelpField(label=gettext_lazy("What comes from them"))
    ideal_ring = forms.TypedChoiceField(
        label=gettext_lazy("Ring wished for"),
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
        here = [self[name] for name in self.DETAILS if name in self.fields]
        return any(one.errors or one.value() not in (None, "", False, []) for one in here)

    def clean_category(self) -> str:
        return self.cleaned_data["category"] or "other"

    def clean_died_year(self) -> int | None:
        year: int | None = self.cleaned_data["died_year"]
        if year and year > dt.date.today().year:  # noqa: DTZ011 a year is the same everywhere that matters
            raise forms.ValidationError(_("That year is still to come. Check the year."))
        return year


class MyPersonForm(forms.Form):
    """A person, as a patient adds them on their own phone."""

    pseudonym = forms.CharField(
        label=gettext_lazy("First name, or a letter"),
        help_text=gettext_lazy("No last names: this person was not asked."),
        max_length=40,
    )
    ring = forms.TypedChoiceField(
        label=gettext_lazy("How close are you now?"), choices=RINGS, coerce=int, widget=OneChip
    )
    category = forms.ChoiceField(
        label=gettext_lazy("Where do you know them from?"), choices=CATEGORIES, widget=OneChip, required=False
    )
    role = forms.CharField(
        label=gettext_lazy("Who are they to you?"),
        help_text=gettext_lazy("Sister, friend from choir, next door."),
        max_length=60,
        required=False,
    )

    def clean_category(self) -> str:
        return self.cleaned_data["category"] or "other"


class KnownPersonForm(PersonForm):
    """All that is known of a person; the ring is moved on the circle itself."""

    ring = None  # type: ignore[assignment]
    ideal_ring = forms.TypedChoiceField(
        label=gettext_lazy("Ring wished for"),
        choices=[("", gettext_lazy("Not asked")), *RINGS],
        coerce=int,
        empty_value=None,
        widget=OneChip,
        required=False,
    )
    since = forms.CharField(label=gettext_lazy("Known since"), max_length=40, required=False)
    age_band = forms.ChoiceField(label=gettext_lazy("Age"), choices=AGES, widget=OneChip, required=False)
    estranged = forms.BooleanField(label=gettext_lazy("There is no contact any more"), required=False)
    contact = forms.ChoiceField(
        label=gettext_lazy("How often in touch"),
        choices=[("", gettext_lazy("Not asked")), *CONTACT.items()],
        required=False,
    )
    contact_modes = forms.MultipleChoiceField(
        label=gettext_lazy("In which way"), choices=MODES, widget=Chips, required=False
    )
    initiates = forms.ChoiceField(
        label=gettext_lazy("Who makes the first move"), choices=INITIATES, widget=OneChip, required=False
    )
    my_expectations = _words(gettext_lazy("What the patient expects of them"))
    mine_met = _how_far(gettext_lazy("How far that is met"))
    their_expectations = _words(gettext_lazy("What they expect, as the patient sees it"))
    theirs_met = _how_far(gettext_lazy("How far the patient meets that"))
    satisfying = _words(gettext_lazy("What is good in it"))
    unsatisfying = _words(gettext_lazy("What is missing, or hard"))
    support_given = HelpField(label=gettext_lazy("What goes to them"))
    knows_about_illness = forms.ChoiceField(
        label=gettext_lazy("Knows about the illness"), choices=KNOWS, widget=OneChip, required=False
    )
    recent_change = forms.CharField(
        label=gettext_lazy("What changed lately, and when"), max_length=200, required=False
    )
    change_wanted = _words(gettext_lazy("What the patient wants to change"))
    knows = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Knows these people"),
        queryset=Relationship.objects.none(),
        widget=Chips,
        required=False,
    )
    based_on = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        person: Relationship,
        newest: Description | None,
        others: Any,
        knows: Any,
        reader: Any,
        stands: Placement | None = None,
        **kw: Any,
    ) -> None:
        self.newest, self.reader = newest, reader
        self.both: list[tuple[str, str, str]] = []  # label, as saved and as typed, where these differ
        version = newest.version if newest else 0
        known = {name: getattr(person, name) for name in DESCRIBED}
        known |= {name: [NOTHING] for name in ("support_received", "support_given") if known[name] == []}
        super().__init__(*args, initial={**known, "knows": knows, "based_on": version}, **kw)
        if stands:
            self.initial["ideal_ring"] = str(stands.ideal_ring or "")
        else:
            del self.fields["ideal_ring"]  # a ring is wished for where there is one now
        self.fields["knows"].queryset = others  # type: ignore[attr-defined]
        if not others:
            del self.fields["knows"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        version = self.newest.version if self.newest else 0
        if given.pop("based_on", version) != version and self.newest:
            self.data = self.data.copy()
            self.data["based_on"] = version
            self.both = list(self._differing(given, self.newest.facts))
            raise forms.ValidationError(_saved_meanwhile(self.newest, self.reader))
        return given

    def _differing(self, typed: dict[str, Any], saved: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
        for name in DESCRIBED:
            if name in self.fields and name in typed and saved.get(name) != typed[name]:
                field = self.fields[name]
                yield str(field.label), _in_words(field, saved.get(name)), _in_words(field, typed[name])

    def changed(self) -> dict[str, Any]:
        """The facts that are other than they were."""
        return {name: self.cleaned_data[name] for name in self.changed_data if name in DESCRIBED}


def _saved_meanwhile(newest: Description, reader: Any) -> str:
    at = clock(newest.written_at)
    if newest.written_by == reader:
        said = _("You saved this in another window at %(at)s.") % {"at": at}
    else:
        said = _("%(who)s saved this at %(at)s, while the page was open.") % {
            "who": newest.written_by,
            "at": at,
        }
    more = _(
        "What you typed is still here. Compare both below, then save again to keep what stands in the form."
    )
    return f"{said} {more}"


def _in_words(field: forms.Field, value: Any) -> str:
    """A fact as the form's own choices call it."""
    if isinstance(field, HelpField) and value == []:
        value = [NOTHING]
    if value is None or value in ("", []):
        return _("nothing said")
    if isinstance(value, bool) and isinstance(field, forms.BooleanField):
        return _("yes") if value else _("no")
    choices = {str(key): str(words) for key, words in getattr(field, "choices", ())}
    several = value if isinstance(value, list) else [value]
    return ", ".join(choices.get(str(one), str(one)) for one in several)
