"""Other words for lines, the scene and the runs of a role play, and what is tried for real."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.incidents import words
from clinic.incidents.models import RolePlay, Scene, Turn
from clinic.incidents.runs import FORMS, RULES
from clinic.ui.fields import DayAhead
from clinic.ui.widgets import Chips, OneChip, OwnWords, Rating

SURE = gettext_lazy("not at all sure"), gettext_lazy("completely sure")
DISTRESSED = gettext_lazy("not at all"), gettext_lazy("as much as can be")
SCENE = ("place", "who_is_there", "other_played_by", "rules", "own_rule", "stop_word")


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
                None,
                _(
                    "Somebody rewrote a line while this page was open. Theirs stands beside yours, which is "
                    "still here: save again if yours should follow."
                ),
            )
            for number, words in self.latest.items():
                if self.data.get(f"words_{number}", "") != words:
                    self[f"words_{number}"].help_text = _("Kept last: %(words)s") % {"words": words}
        return given

    def rewritten(self) -> dict[int, str]:
        """The lines whose words are new."""
        typed = {turn.number: self.cleaned_data[f"words_{turn.number}"] for turn in self.turns}
        return {number: line for number, line in typed.items() if line and line != self.latest.get(number)}


def _rating(label: Any, ends: tuple[Any, Any]) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        choices=[(number, str(number)) for number in range(11)],
        coerce=int,
        empty_value=None,
        widget=Rating(None, *ends),
        required=False,
    )


class SceneForm(forms.Form):
    """Where it is played, who is there, who plays the other, the rules, and the word that stops it."""

    based_on = forms.IntegerField(widget=forms.HiddenInput, required=False)
    place = forms.CharField(
        label=gettext_lazy("Where it happens"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("The kitchen, in the evening"),
    )
    who_is_there = forms.CharField(
        label=gettext_lazy("Who else is there"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Also those who only listen"),
    )
    other_played_by = forms.CharField(
        label=gettext_lazy("Who plays the other"), max_length=60, required=False
    )
    rules = forms.MultipleChoiceField(
        label=gettext_lazy("Rules agreed"), choices=tuple(RULES.items()), widget=Chips, required=False
    )
    own_rule = forms.CharField(label=gettext_lazy("A rule of our own"), max_length=200, required=False)
    stop_word = forms.CharField(label=gettext_lazy("The word that stops it"), max_length=30, initial="stop")

    def __init__(self, data: Any = None, *, kept: Scene | None, therapist: str, place: str) -> None:
        self.kept = kept
        first = {"place": place, "rules": list(RULES), "stop_word": "stop"}
        known = {name: getattr(kept, name) for name in SCENE} if kept else first
        self.versions = kept.version if kept else 0
        super().__init__(data, initial={"based_on": self.versions, **known})
        self.fields["other_played_by"].help_text = _("%(therapist)s, unless somebody else is named") % {
            "therapist": therapist
        }

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if self.kept and given.get("based_on") not in (None, self.versions):
            self.data = {
                **{
                    name: self.data.getlist(name) if name == "rules" else self.data.get(name, "")
                    for name in self.data
                },
                "based_on": self.versions,
            }  # type: ignore[attr-defined]
            self.add_error(
                None,
                _(
                    "Somebody set the scene while this page was open: at “%(place)s”, stop word “%(word)s”. "
                    "Yours is still here: save again if it should follow."
                )
                % {"place": self.kept.place, "word": self.kept.stop_word},
            )
        return given

    def scene(self) -> dict[str, Any]:
        """What is kept."""
        return {name: self.cleaned_data[name] for name in SCENE}


class BeginForm(forms.Form):
    """In which form a run is played, how sure and how distressed before it."""

    form = forms.ChoiceField(label=gettext_lazy("How to play it"), choices=(), widget=OneChip)
    confidence_before = _rating(gettext_lazy("How sure am I that I can say it? Before"), SURE)
    distress_before = _rating(gettext_lazy("How distressed am I? Before"), DISTRESSED)

    def __init__(self, data: Any = None, *, suggested: str) -> None:
        super().__init__(data, initial={"form": suggested})
        self.fields["form"].choices = [(form.id, form.title) for form in FORMS]


class LookBackForm(forms.Form):
    """After a run: how sure and how distressed, what was learnt, and who stopped it if somebody did."""

    confidence_after = _rating(gettext_lazy("How sure am I that I can say it? After"), SURE)
    distress_after = _rating(gettext_lazy("How distressed am I? After"), DISTRESSED)
    learnt = forms.CharField(
        label=gettext_lazy("What was learnt about the other’s view"),
        max_length=300,
        widget=OwnWords({"rows": 2}),
        required=False,
    )
    stopped_by = forms.ChoiceField(
        label=gettext_lazy("Who stopped it"),
        choices=tuple(words.STOPPED_BY.items()),
        widget=OneChip,
        required=False,
    )
    stop_reason = forms.CharField(
        label=gettext_lazy("Why, if anybody wants to say"), max_length=300, required=False
    )
    minutes = forms.IntegerField(label=gettext_lazy("Minutes"), min_value=1, max_value=120, required=False)

    def __init__(self, data: Any = None, *, run: RolePlay) -> None:
        super().__init__(data, initial={name: getattr(run, name) for name in self.base_fields})
        if not run.stopped:
            del self.fields["stopped_by"], self.fields["stop_reason"]


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
