"""One use of an exercise, as a player sends it or as somebody writes it down without one."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from uuid_utils.compat import uuid7

from clinic.inventory.models import Relationship
from clinic.techniques.playing_words import RATINGS
from clinic.ui.clocks import believed
from clinic.ui.widgets import Chips, OneChip, OwnWords, Rating
from ipt.therapy.exercises import Exercise, Form, Question

LONGEST = 4 * 60 * 60  # seconds one use can have gone on, by anybody's clock
WORDS = 200  # characters of one answer in details
LISTED = 40  # things in a list in details


class UseForm(forms.Form):
    """What happened; all but the time may be left out, and what is left out is not zero."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    began_at = forms.DateTimeField(widget=forms.HiddenInput)
    seconds = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=LONGEST)
    planned_seconds = forms.IntegerField(
        widget=forms.HiddenInput, required=False, min_value=0, max_value=LONGEST
    )
    details = forms.CharField(widget=forms.HiddenInput, required=False, max_length=8000)
    minutes = forms.IntegerField(
        label=gettext_lazy("How many minutes, about?"),
        required=False,
        min_value=0,
        max_value=LONGEST // 60,
        widget=forms.NumberInput({"inputmode": "numeric"}),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        exercise: Exercise,
        offered: Sequence[Form],
        people: Sequence[Relationship],
        together: bool,
    ) -> None:
        self.exercise, self.people, self.together = exercise, {str(one.pk): one for one in people}, together
        super().__init__(data, initial={"id": uuid7(), "began_at": timezone.now().isoformat()})
        self._add_what_it_was(offered)
        for rate in exercise.rates:
            self.fields[f"before_{rate}"] = _rating(rate, 0)
        for question in exercise.questions:
            self.fields |= _answers(question)
        for rate in exercise.rates:
            self.fields[f"after_{rate}"] = _rating(rate, 1)
        self._add_afterwards()

    def _add_what_it_was(self, offered: Sequence[Form]) -> None:
        exercise = self.exercise
        if len(exercise.forms) > 1:
            self.fields["form"] = _one_of(_("Which one?"), [(one.id, one.title) for one in offered])
        if exercise.anchors:
            anchors = [(one.id, one.title) for one in exercise.anchors]
            self.fields["anchor"] = _one_of(_("What did you rest your attention on?"), anchors)
        if exercise.kind == "activity":
            self.fields["what"] = _line(_("What did you do?"), 80)
        if self.people:
            label = _("Who set it off?") if exercise.questions else _("With whom?")
            people = [(key, one.pseudonym) for key, one in self.people.items()]
            self.fields["person"] = forms.ChoiceField(
                label=label, choices=[("", _("Nobody in particular")), *people], required=False
            )

    def _add_afterwards(self) -> None:
        who = {"": _("To the end"), "patient": _("I stopped before the end")}
        if self.together:
            who |= {"patient": _("The patient stopped it"), "clinician": _("The clinician stopped it")}
        field = _one_of(_("How did it end?"), [*who.items(), ("rule", "")])
        field.widget.choices = list(who.items())
        self.fields["stopped_by"] = field
        self.fields["stop_reason"] = _line(_("If you stopped: why?"))
        if self.exercise.asks_unwanted:
            self.fields["unwanted"] = _line(_("Did anything unpleasant come with it? What?"))
            lasted = [("yes", _("It is still there")), ("no", _("It has gone"))]
            self.fields["unwanted_lasted"] = _one_of(_("Is it still there?"), lasted)
        self.fields["takeaway"] = forms.CharField(
            label=_("What do you take with you?"),
            max_length=300,
            widget=OwnWords({"rows": 2}),
            required=False,
        )

    def clean_began_at(self) -> datetime:
        """A clock that is wrong loses nothing: the moment it names counts as far as it can be right."""
        return believed(self.cleaned_data["began_at"])

    def clean_details(self) -> dict[str, Any]:
        try:
            given = json.loads(self.cleaned_data["details"] or "{}")
        except (ValueError, RecursionError):
            raise forms.ValidationError(_("This cannot be read. Load the page again.")) from None
        details = _plain(given) if isinstance(given, dict) else {}
        if not isinstance(details.get("answers", {}), dict):
            del details["answers"]  # no answers to the questions of a check-in
        return details

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        given.setdefault("details", {})
        if given.get("seconds") is None and "seconds" not in self.errors and "minutes" not in self.errors:
            if given.get("minutes") is None:
                self.add_error("minutes", _("Say about how many minutes it was."))
            else:
                given["seconds"] = given["minutes"] * 60
        return given

    def facts(self) -> dict[str, Any]:
        """The use, as ``record_use`` takes it."""
        given = self.cleaned_data
        return {
            "id": given["id"],
            "began_at": given["began_at"],
            "seconds": given["seconds"],
            "planned_seconds": given.get("planned_seconds"),
            "form": given.get("form") or next(iter(self.exercise.forms)).id,
            "person": self.people.get(given.get("person", "")),
            "before": self._rated("before"),
            "after": self._rated("after"),
            "stopped_by": given.get("stopped_by", ""),
            "stop_reason": given.get("stop_reason", ""),
            "unwanted": given.get("unwanted", ""),
            "unwanted_lasted": {"yes": True, "no": False}.get(given.get("unwanted_lasted", "")),
            "takeaway": given.get("takeaway", ""),
            "details": self._details(),
        }

    def _rated(self, when: str) -> dict[str, int]:
        rated = {rate: self.cleaned_data.get(f"{when}_{rate}") for rate in self.exercise.rates}
        return {rate: value for rate, value in rated.items() if value is not None}

    def _details(self) -> dict[str, Any]:
        """What the player kept, or what was chosen and answered without one."""
        given = self.cleaned_data
        found = {name: given[name] for name in ("anchor", "what") if given.get(name)} | given["details"]
        answers = {q.id: _answered(q, given) for q in self.exercise.questions}
        if not found.get("answers") and (answered := {k: v for k, v in answers.items() if v not in ("", [])}):
            found["answers"] = answered
        return {"version": self.exercise.version, **found}


def _line(label: str | Promise, longest: int = 300) -> forms.CharField:
    return forms.CharField(label=label, max_length=longest, required=False)


def _one_of(label: str, choices: list[tuple[str, str]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, widget=OneChip, required=False)


def _rating(rate: str, when: int) -> forms.TypedChoiceField:
    words = RATINGS[rate]
    return forms.TypedChoiceField(
        label=words[when],
        choices=[(number, str(number)) for number in range(11)],
        coerce=int,
        empty_value=None,
        widget=Rating(None, words[2], words[3]),
        required=False,
    )


def _answers(question: Question) -> dict[str, forms.Field]:
    """The fields of one question of a check-in."""
    name = f"answer_{question.id}"
    if question.kind == "rate":
        return {
            name: forms.TypedChoiceField(
                label=question.title,
                help_text=question.hint,
                choices=[(number, str(number)) for number in range(11)],
                coerce=int,
                empty_value="",
                widget=Rating(None, _("not there"), _("as strong as can be")),
                required=False,
            )
        }
    own = forms.CharField(label=question.title, help_text=question.hint, max_length=WORDS, required=False)
    if question.kind != "choose":
        return {name: own}
    own.label, own.help_text = _("Or in your own words"), ""
    offers = [(offer, offer) for offer in question.offers]
    chosen = forms.MultipleChoiceField(
        label=question.title, help_text=question.hint, choices=offers, widget=Chips, required=False
    )
    return {name: chosen, f"{name}_own": own}


def _answered(question: Question, given: dict[str, Any]) -> Any:
    value = given.get(f"answer_{question.id}", "")
    own = given.get(f"answer_{question.id}_own", "")
    return [*value, own] if own and isinstance(value, list) else value


def _plain(given: Any, depth: int = 0) -> Any:
    """What a device sent, cut to short words, numbers and lists of them, two levels deep."""
    if isinstance(given, dict) and depth < 2:
        return {
            _text(str(name))[:40]: _plain(value, depth + 1) for name, value in list(given.items())[:LISTED]
        }
    if isinstance(given, list) and depth < 3:
        return [_plain(one, 3) for one in given[:LISTED]]
    if given is None or isinstance(given, bool | int):
        return given if given is None or abs(given) < 10**9 else None
    if isinstance(given, float):
        return given if abs(given) < 10**9 else None
    return _text(given)[:WORDS] if isinstance(given, str) else None


def _text(given: str) -> str:
    """Without what no database keeps: zero bytes and halves of characters."""
    return given.replace("\0", "").encode(errors="replace").decode()
