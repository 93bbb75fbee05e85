"""The shared story, the three boxes behind it, and what the patient says of it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.formulation.forms.ticked import Ticked, kept
from clinic.formulation.pieces import Piece, grouped
from clinic.ui.next_version import NextVersion
from clinic.ui.widgets import Answers, OwnWords


class FormulationForm(NextVersion):
    """The three boxes, and the plain story."""

    crisis = forms.CharField(
        label=gettext_lazy("What happened between people"),
        widget=forms.Textarea({"rows": 4}),
        required=False,
    )
    vulnerability = forms.CharField(
        label=gettext_lazy("What made it hit hard"),
        help_text=gettext_lazy("Health, history, ways of being close learnt early."),
        widget=forms.Textarea({"rows": 4}),
        required=False,
    )
    support = forms.CharField(
        label=gettext_lazy("What help there was, and what was missing"),
        widget=forms.Textarea({"rows": 4}),
        required=False,
    )
    story = forms.CharField(
        label=gettext_lazy("The story, as the patient would tell it"),
        help_text=gettext_lazy("Say it aloud, ask whether it fits, and write what you settle on."),
        widget=OwnWords({"rows": 6}),
    )
    pieces = Ticked(label=gettext_lazy("What of the record went into it"), required=False)

    def __init__(self, data: Any = None, *, pieces: Sequence[Piece], newest: Any = None) -> None:
        ticked = [one["key"] for one in newest.pieces] if newest else []
        super().__init__(data, newest=newest, initial={"pieces": ticked})
        self.known = {one.key: one for one in pieces}
        self.fields["pieces"].choices = [(key, one.words) for key, one in self.known.items()]  # type: ignore[attr-defined]

    def offered(self) -> list[tuple[Any, list[tuple[Piece, Any]], bool]]:
        """The pieces by kind, each with its tick; and whether one of them is ticked."""
        ticks = dict(zip(self.known, self["pieces"], strict=True))
        ticked = self["pieces"].value() or ()
        return [
            (title, [(one, ticks[one.key]) for one in them], any(one.key in ticked for one in them))
            for title, them in grouped(self.known.values())
        ]

    def clean_pieces(self) -> list[dict[str, str]]:
        return kept(self.cleaned_data["pieces"], {key: one.words for key, one in self.known.items()})


class StoryAnswerForm(forms.Form):
    """The patient says whether it fits, or how they would put it."""

    fits = forms.TypedChoiceField(
        label=gettext_lazy("Does it fit?"),
        choices=[
            ("yes", gettext_lazy("Yes, this fits")),
            ("no", gettext_lazy("I would put it differently")),
        ],
        coerce=lambda given: given == "yes",
        widget=Answers,
    )
    words = forms.CharField(
        label=gettext_lazy("In your own words"),
        help_text=gettext_lazy("What is missing, or how you would say it."),
        widget=OwnWords({"rows": 4}),
        max_length=2000,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("fits") is False and not given.get("words"):
            self.add_error("words", _("Say in a few words how you would put it."))
        return given
