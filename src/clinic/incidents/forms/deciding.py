"""A decision: the options, doing nothing always among them, and the patient's own choice."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.incidents.models import Weighing
from clinic.inventory.models import Relationship
from clinic.ui.fields import NearDay
from clinic.ui.widgets import OneChip, OwnWords

FEWEST, MOST = 3, 6  # options on the page, doing nothing among them
NOTHING = gettext_lazy("Do nothing for now")
PARTS = ("pro", "contra", "feelings", "effect")


def _words(label: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=300, widget=forms.Textarea({"rows": 2}), required=False)


@dataclass(frozen=True, slots=True)
class OptionRow:
    """The bound fields of one option; the first is to do nothing, and has a fixed name."""

    place: int
    name: BoundField | None
    parts: list[BoundField]


class DecisionForm(forms.Form):
    """What is to be decided, weighed and chosen; ``begun`` is how many decisions there are, for drafts."""

    newer: Weighing | None = None  # what was kept while this one was typed
    based_on = forms.IntegerField(widget=forms.HiddenInput)
    lines = forms.IntegerField(widget=forms.HiddenInput, required=False)  # how many options are on the page
    question = forms.CharField(
        label=gettext_lazy("What is to be decided"), max_length=200, widget=OwnWords({"rows": 2})
    )
    relationship = forms.ModelChoiceField(
        label=gettext_lazy("Whom it concerns most"),
        queryset=Relationship.objects.none(),
        required=False,
        empty_label=gettext_lazy("nobody in particular"),
    )
    choice = forms.TypedChoiceField(
        label=gettext_lazy("What the patient chooses"),
        coerce=int,
        empty_value=None,
        widget=OneChip,
        required=False,
    )
    when = forms.CharField(label=gettext_lazy("When, and how"), max_length=120, required=False)
    review_on = NearDay(label=gettext_lazy("Look at it again on"), required=False)
    came_of_it = forms.CharField(
        label=gettext_lazy("What came of it"), widget=OwnWords({"rows": 2}), required=False
    )

    def __init__(
        self,
        data: Any = None,
        *,
        people: Any,
        newest: Weighing | None = None,
        begun: int = 0,
        options: int = FEWEST,
        initial: Any = None,
    ) -> None:
        self.newest = newest
        known = _as_weighed(newest) if newest else {"based_on": begun}
        super().__init__(data, initial={**known, **(initial or {})})
        had = len(newest.options) if newest else 0
        self.count = min(max(options, _options_in(data), FEWEST, had), MOST)
        self.initial["lines"] = self.count
        self.fields["relationship"].queryset = people  # type: ignore[attr-defined]
        self.fields["relationship"].label_from_instance = lambda one: one.pseudonym  # type: ignore[attr-defined]
        self.fields["choice"].choices = [("", _("not chosen yet")), *self._choices()]  # type: ignore[attr-defined]
        for place in range(self.count):
            self.fields |= _option_fields(place)

    def _choices(self) -> list[tuple[int, str]]:
        named = [(place, self._typed(place) or _("Option %d") % place) for place in range(1, self.count)]
        return [(0, str(NOTHING)), *named]

    def _typed(self, place: int) -> str:
        name = f"option_{place}"
        typed = self.data.get(name) if self.is_bound else self.initial.get(name)
        return (typed or "").strip()

    def rows(self) -> list[OptionRow]:
        """The options of the form, doing nothing first."""
        return [
            OptionRow(
                place=place,
                name=self[f"option_{place}"] if place else None,
                parts=[self[f"{part}_{place}"] for part in PARTS],
            )
            for place in range(self.count)
        ]

    def room(self) -> bool:
        """Whether one more option fits."""
        return self.count < MOST

    def with_another_option(self) -> dict[str, Any]:
        """Everything as it was typed, for a form with one option more."""
        return {
            name: field.widget.value_from_datadict(self.data, {}, name) for name, field in self.fields.items()
        }

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        given.pop("lines", None)
        weighed = [self._option(given, place) for place in range(self.count)]
        kept = [place for place, option in enumerate(weighed) if option["option"]]
        given["options"] = [weighed[place] for place in kept]
        if given.get("choice") is not None:
            given["choice"] = self._chosen(given["choice"], kept)
        self._notice_newer(given)
        return given

    def _chosen(self, place: int, kept: list[int]) -> int | None:
        """The choice among the options that are kept."""
        if place in kept:
            return kept.index(place)
        self.add_error("choice", _("That option has no name yet."))
        return None

    def _option(self, given: dict[str, Any], place: int) -> dict[str, str]:
        option = {name: given.pop(f"{name}_{place}", "") for name in ("option", *PARTS)}
        if place == 0:
            return {**option, "option": str(NOTHING)}
        if not option["option"] and any(option.values()):
            self.add_error(f"option_{place}", _("Give this option a name."))
        return option

    def _notice_newer(self, given: dict[str, Any]) -> None:
        version = self.newest.version if self.newest else 0
        if given.pop("based_on", version) != version and self.newest:
            self.data = {**self.data.dict(), "based_on": version}  # type: ignore[attr-defined]
            self.add_error(
                None,
                _("%(who)s kept a newer version meanwhile. What you typed is here: look, then save again.")
                % {"who": self.newest.written_by},
            )
            self.newer = self.newest
        given["seen"] = version


def _option_fields(place: int) -> dict[str, forms.Field]:
    """The fields of one option; doing nothing needs no name."""
    name = forms.CharField(label=_("Option %d") % place, max_length=120, required=False)
    weighed = {
        f"pro_{place}": _words(_("For it")),
        f"contra_{place}": _words(_("Against it")),
        f"feelings_{place}": _words(_("How it is likely to feel")),
        f"effect_{place}": _words(_("What it does to the other person")),
    }
    return {f"option_{place}": name, **weighed} if place else weighed


def _options_in(data: Any) -> int:
    typed = data.get("lines", "") if data else ""
    return int(typed) if str(typed).isdecimal() and len(str(typed)) < 3 else 0


def _as_weighed(newest: Weighing) -> dict[str, Any]:
    """The newest version as the form shows it."""
    facts = ("question", "choice", "when", "review_on", "came_of_it")
    whole: dict[str, Any] = {name: getattr(newest, name) for name in facts}
    options = [
        {f"{name}_{place}": value for name, value in option.items()}
        for place, option in enumerate(newest.options)
    ]
    weighed = {name: value for option in options for name, value in option.items()}
    return {**whole, **weighed, "relationship": newest.relationship_id, "based_on": newest.version}
