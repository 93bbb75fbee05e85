"""The sentence with blanks that ties mood to an event; the session's page shows it too."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.inventory.models import Relationship

Choices = Sequence[tuple[str, str | Promise]]

DIRECTIONS: Choices = (
    ("down", gettext_lazy("down")),
    ("up", gettext_lazy("up")),
    ("same", gettext_lazy("nowhere")),
)


class LinkForm(forms.Form):
    """A sentence with blanks: what happened with whom, and what mood did."""

    when = forms.CharField(label=gettext_lazy("When"), max_length=40, required=False)
    relationship = forms.ModelChoiceField(
        label=gettext_lazy("Who"),
        queryset=Relationship.objects.none(),
        required=False,
        empty_label=gettext_lazy("somebody"),
    )
    what = forms.CharField(label=gettext_lazy("What happened"), max_length=300, required=False)
    feeling = forms.CharField(label=gettext_lazy("Feeling"), max_length=80, required=False)
    direction = forms.ChoiceField(label=gettext_lazy("Where mood went"), choices=DIRECTIONS)
    fits_focus = forms.BooleanField(label=gettext_lazy("fits the focus"), required=False)

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["relationship"].queryset = people  # type: ignore[attr-defined]
        self.fields["relationship"].label_from_instance = lambda person: person.pseudonym  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The feeling may come later; who it was with or what happened may not both."""
        said = super().clean() or self.cleaned_data
        if not (said.get("relationship") or said.get("what") or self.errors):
            self.add_error("what", _("Say what happened, or choose who it was with."))
        return said
