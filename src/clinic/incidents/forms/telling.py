"""An incident as it is told: three to eight lines, and more about each of them folded away."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.incidents import words
from clinic.incidents.models import Account, Turn
from clinic.incidents.plane import Spot, spot
from clinic.inventory.models import Relationship
from clinic.ui.fields import NearDay
from clinic.ui.widgets import Chips, OneChip, OwnWords, Rating

FEWEST, MOST = 3, 8  # lines on the page
NO_RATING = gettext_lazy("very low"), gettext_lazy("very good")
QUICK = ("said", "felt", "meant", "heard")
DETAILS = ("tone", "wanted", "want_said", "effect", "control", "affiliation", "failures")
OF_THE_WHOLE = (
    "place",
    "aim",
    "also_there",
    "mood_before",
    "mood_after",
    "wish",
    "response",
    "own_response",
)


def _line(label: str | Promise, longest: int = 200, **given: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=longest, required=False, **given)


def _codes(choices: Any) -> Any:
    return lambda: [("", _("not coded")), *choices()]


def _axis(label: str | Promise, points: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        choices=[("", gettext_lazy("not placed")), *points],
        coerce=float,
        empty_value=None,
        widget=OneChip,
        required=False,
    )


def line_fields(patient: str) -> dict[str, forms.Field]:
    """The fields of one line."""
    return {
        "number": forms.IntegerField(widget=forms.HiddenInput, required=False),
        "speaker": forms.ChoiceField(
            label=_("Who"), choices=[("patient", patient), ("other", _("the other"))], required=False
        ),
        "said": _line(_("Said"), 300, widget=forms.Textarea({"rows": 1, "class": "own"})),
        "felt": _line(_("Felt")),
        "meant": _line(_("Meant")),
        "heard": _line(_("Heard as")),
        "tone": _line(_("Tone, and what was done without words"), 120),
        "wanted": _line(_("Wanted")),
        "want_said": forms.TypedChoiceField(
            label=_("Does the line say openly what was wanted?"),
            choices=[("", _("not coded")), ("yes", _("yes")), ("no", _("no"))],
            coerce=lambda given: given == "yes",
            empty_value=None,
            widget=OneChip,
            required=False,
        ),
        "effect": _line(_("What it led to")),
        "control": _axis(_("Does the line lead or give way?"), words.CONTROL),
        "affiliation": _axis(_("Is it cold or warm?"), words.AFFILIATION),
        "failures": forms.MultipleChoiceField(
            label=_("Where the message got lost"), choices=words.failures, widget=Chips, required=False
        ),
    }


@dataclass(frozen=True, slots=True)
class LineRow:
    """The bound fields of one line, and whether its details have something to see."""

    place: int
    number: BoundField
    speaker: BoundField
    said: BoundField
    rest: list[BoundField]
    details: dict[str, BoundField]

    @property
    def open(self) -> bool:
        return any(field.errors or field.value() not in (None, "", []) for field in self.details.values())

    @property
    def words(self) -> list[BoundField]:
        """What more there is to say about the line, in words."""
        return [self.details[name] for name in DETAILS if name not in ("control", "affiliation", "failures")]

    @property
    def spot(self) -> Spot:
        """The plane with the place chosen so far."""
        return spot(self.details["control"].value(), self.details["affiliation"].value())


class IncidentForm(forms.Form):
    """With whom, when, line by line, and one new line; all else is optional.

    ``told`` is how many incidents there are: a draft of the one before is not taken for one of the next.
    """

    newer: Account | None = None  # what was kept while this one was typed
    based_on = forms.IntegerField(widget=forms.HiddenInput)
    lines = forms.IntegerField(widget=forms.HiddenInput, required=False)
    relationship = forms.ModelChoiceField(
        label=gettext_lazy("With whom"),
        queryset=Relationship.objects.none(),
        empty_label=gettext_lazy("choose"),
        error_messages={"required": gettext_lazy("Choose who it was with.")},
    )
    on = NearDay(label=gettext_lazy("On"))
    about = forms.BooleanField(label=gettext_lazy("About then: the date is a guess"), required=False)
    new_line = forms.CharField(
        label=gettext_lazy("One new line"),
        help_text=gettext_lazy("What could be said instead, in the patient’s own words."),
        max_length=300,
        widget=OwnWords({"rows": 2}),
        required=False,
    )
    place = _line(gettext_lazy("Where"), 80)
    aim = _line(gettext_lazy("What the patient hoped for"))
    also_there = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Who else was there"),
        queryset=Relationship.objects.none(),
        widget=Chips,
        required=False,
    )
    mood_before = forms.TypedChoiceField(
        label=gettext_lazy("Mood before"),
        coerce=int,
        empty_value=None,
        widget=Rating(None, *NO_RATING),
        required=False,
    )
    mood_after = forms.TypedChoiceField(
        label=gettext_lazy("Mood after"),
        coerce=int,
        empty_value=None,
        widget=Rating(None, *NO_RATING),
        required=False,
    )
    wish = forms.ChoiceField(
        label=gettext_lazy("What was wished for"),
        choices=_codes(lambda: words.themes("wishes")),
        required=False,
    )
    response = forms.ChoiceField(
        label=gettext_lazy("How the other responded"),
        choices=_codes(lambda: words.themes("responses")),
        required=False,
    )
    own_response = forms.ChoiceField(
        label=gettext_lazy("How the patient responded"),
        choices=_codes(lambda: words.themes("own_responses")),
        required=False,
    )

    def __init__(
        self,
        data: Any = None,
        *,
        people: Any,
        patient: str,
        today: dt.date,
        newest: Account | None = None,
        told: int = 0,
        lines: int = FEWEST,
        initial: Any = None,
    ) -> None:
        self.newest, self.today = newest, today
        known = {**(as_told(newest) if newest else {"based_on": told}), **(initial or {})}
        super().__init__(data, initial=known)
        self.count = min(max(lines, _lines_in(data), FEWEST, len(newest.turns.all()) if newest else 0), MOST)
        self.initial["lines"] = self.count
        for name in ("mood_before", "mood_after"):
            self.fields[name].choices = [(number, str(number)) for number in range(11)]  # type: ignore[attr-defined]
        for name in ("relationship", "also_there"):
            self.fields[name].queryset = people  # type: ignore[attr-defined]
            self.fields[name].label_from_instance = lambda one: one.pseudonym  # type: ignore[attr-defined]
        for place in range(1, self.count + 1):
            for name, field in line_fields(patient).items():
                self.fields[f"{name}_{place}"] = field
            self.initial.setdefault(f"speaker_{place}", "other" if place % 2 else "patient")

    def rows(self) -> list[LineRow]:
        """The lines of the form, in their order."""
        return [
            LineRow(
                place=place,
                number=self[f"number_{place}"],
                speaker=self[f"speaker_{place}"],
                said=self[f"said_{place}"],
                rest=[self[f"{name}_{place}"] for name in ("felt", "meant", "heard")],
                details={name: self[f"{name}_{place}"] for name in DETAILS},
            )
            for place in range(1, self.count + 1)
        ]

    def about_the_whole(self) -> list[BoundField]:
        return [self[name] for name in OF_THE_WHOLE]

    def whole_is_open(self) -> bool:
        return any(field.errors or field.value() not in (None, "", []) for field in self.about_the_whole())

    def room(self) -> bool:
        """Whether one more line fits."""
        return self.count < MOST

    def with_another_line(self) -> dict[str, Any]:
        """Everything as it was typed, for a form with one line more."""
        return {
            name: field.widget.value_from_datadict(self.data, {}, name) for name, field in self.fields.items()
        }

    def clean_on(self) -> dt.date:
        on: dt.date = self.cleaned_data["on"]
        if on > self.today:
            raise forms.ValidationError(_("This day is still to come. Choose the day on which it happened."))
        return on

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        turns = [turn for place in range(1, self.count + 1) if (turn := self._turn(given, place))]
        if not turns and not self.errors:
            self.add_error("said_1", _("Write at least one line: what was said, or done instead."))
        given["turns"] = turns
        given.pop("lines", None)
        self._notice_newer(given)
        return given

    def _turn(self, given: dict[str, Any], place: int) -> dict[str, Any]:
        """One line as it is kept; nothing for a row that was left empty."""
        turn = {name: given.pop(f"{name}_{place}", None) for name in ("number", "speaker", *QUICK, *DETAILS)}
        typed = {name: value for name, value in turn.items() if name not in ("number", "speaker")}
        if not any(value not in (None, "", []) for value in typed.values()):
            return {}
        if not turn["said"] and f"said_{place}" not in self.errors:
            self.add_error(f"said_{place}", _("Write what was said, or what was done instead."))
        if (turn["control"] is None) != (turn["affiliation"] is None):
            self.add_error(f"control_{place}", _("Place the line on both rows, or on neither."))
        return turn

    def _notice_newer(self, given: dict[str, Any]) -> None:
        version = self.newest.version if self.newest else 0
        if given.pop("based_on", version) != version and self.newest:
            self.data = {**self.data.dict(), "based_on": version, **_several(self.data)}  # type: ignore[attr-defined]
            self.add_error(
                None,
                _(
                    "%(who)s kept a newer version while this page was open. What you typed is still here: "
                    "look at that one, then save again if yours should follow it."
                )
                % {"who": self.newest.written_by},
            )
            self.newer = self.newest
        given["seen"] = version


def _several(data: Any) -> dict[str, list[str]]:
    """The answers that may be several, which a plain dict would cut to the last."""
    return {name: data.getlist(name) for name in data if name.startswith("failures_") or name == "also_there"}


def _lines_in(data: Any) -> int:
    typed = data.get("lines", "") if data else ""
    return int(typed) if str(typed).isdecimal() and len(str(typed)) < 3 else 0


def as_told(newest: Account) -> dict[str, Any]:
    """The newest version as the form shows it."""
    whole = {name: getattr(newest, name) for name in (*OF_THE_WHOLE, "on", "about", "new_line")}
    whole["also_there"] = [one.pk for one in newest.also_there.all()]
    lines = [_as_typed(place, turn) for place, turn in enumerate(newest.turns.all(), 1)]
    kept = {name: value for line in lines for name, value in line.items()}
    return {**whole, **kept, "relationship": newest.relationship_id, "based_on": newest.version}


def _as_typed(place: int, turn: Turn) -> dict[str, Any]:
    typed = {f"{name}_{place}": getattr(turn, name) for name in ("number", "speaker", *QUICK, *DETAILS)}
    said = {True: "yes", False: "no"}
    return {**typed, f"want_said_{place}": said.get(turn.want_said, "")}  # type: ignore[arg-type]
