"""Other words for lines, a run of a role play, and what is tried for real."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.incidents import words
from clinic.incidents.models import Turn
from clinic.ui.fields import DayAhead
from clinic.ui.widgets import OneChip, OwnWords, Rating

SURE = gettext_lazy("not at all sure"), gettext_lazy("completely sure")
ASIDE = {
    "form": "run"
}  # the ratings stand before and after the lines, outside of the form that they belong to


class RewriteForm(forms.Form):
    """Other words for any of the lines; what is left as it was writes nothing."""

    based_on = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, data: Any = None, *, turns: Sequence[Turn], latest: dict[int, str], versions: int
    ) -> None:
        self.turns, self.latest, self.versions = turns, latest, versions
        known = {f"words_{turn.number}": latest.get(turn.number, "") for turn in turns}
        super().__init__(data, initial={"based_on": versions, **known})
        for turn in turns:
            self.fields[f"words_{turn.number}"] = forms.CharField(
                label=_("Other words for “%(said)s”") % {"said": turn.said},
                max_length=300,
                widget=OwnWords({"rows": 2}),
                required=False,
            )

    def rows(self) -> list[tuple[Turn, BoundField]]:
        return [(turn, self[f"words_{turn.number}"]) for turn in self.turns]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("based_on") != self.versions:
            self.data = {**self.data.dict(), "based_on": self.versions}  # type: ignore[attr-defined]
            self.add_error(
                None, _("Somebody rewrote a line while this page was open. Yours is still here: save again.")
            )
        return given

    def rewritten(self) -> dict[int, str]:
        """The lines whose words are new."""
        typed = {turn.number: self.cleaned_data[f"words_{turn.number}"] for turn in self.turns}
        return {number: line for number, line in typed.items() if line and line != self.latest.get(number)}


def _rating(label: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        choices=[(number, str(number)) for number in range(11)],
        coerce=int,
        empty_value=None,
        widget=Rating(None, *SURE),
        required=False,
    )


class RolePlayForm(forms.Form):
    """One run: who played whom, how sure before and after, what was learnt."""

    confidence_before = _rating(gettext_lazy("How sure am I that I can say it? Before"))
    confidence_after = _rating(gettext_lazy("How sure am I that I can say it? After"))
    swapped = forms.BooleanField(widget=forms.HiddenInput, required=False)
    learnt = forms.CharField(
        label=gettext_lazy("What it was like, also in the other’s place"),
        max_length=300,
        widget=OwnWords({"rows": 2}),
        required=False,
    )


class AgreeForm(forms.Form):
    """A line to try for real, and the day by which."""

    line = forms.CharField(
        label=gettext_lazy("The line to try"), max_length=300, widget=OwnWords({"rows": 2})
    )
    agreed_for = DayAhead(label=gettext_lazy("By when"), most=90)


class ToldForm(forms.Form):
    """What came of it; nothing about it is a failure."""

    how = forms.ChoiceField(
        label=gettext_lazy("How it went"), choices=tuple(words.HOW.items()), widget=OneChip
    )
    what_happened = forms.CharField(
        label=gettext_lazy("What happened"), widget=OwnWords({"rows": 3}), required=False
    )
