"""What is typed about ways of being close, and the two numbers of a placement."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.ui.next_version import NextVersion
from ipt.relationships.attachment import HIGH, LOW
from ipt.therapy.attachment_guide import Theme, guide


class ConversationForm(NextVersion):
    """A box a theme; any of them may stay empty, but not all."""

    def __init__(self, data: Any = None, *, newest: Any = None) -> None:
        super().__init__(data, newest=newest, initial=dict(newest.notes) if newest else {})
        self.themes = guide().themes
        for theme in self.themes:
            self.fields[theme.id] = forms.CharField(
                label=_(theme.title), widget=forms.Textarea({"rows": 3}), max_length=4000, required=False
            )

    def asked(self) -> list[tuple[Theme, Any]]:
        """Each theme with its box."""
        return [(theme, self[theme.id]) for theme in self.themes]

    def notes(self) -> dict[str, str]:
        """What was said, by theme."""
        return {theme.id: self.cleaned_data[theme.id] for theme in self.themes}

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if not any(given.get(theme.id) for theme in self.themes):
            raise forms.ValidationError(
                _("Nothing is written yet. A line to one of the questions is enough.")
            )
        return given


class PlaceField(forms.FloatField):
    """A number from 1 to 7 in tenths; a slider stands beside it where there is a script."""

    def __init__(self, *, label: Any, help_text: Any) -> None:
        attrs = {"step": "0.1", "inputmode": "decimal", "data-slider": True}
        super().__init__(
            label=label,
            help_text=help_text,
            min_value=LOW,
            max_value=HIGH,
            widget=forms.NumberInput(attrs),
        )


class PlaceForm(NextVersion):
    """Where the therapist places it, and what speaks for that."""

    anxiety = PlaceField(
        label=gettext_lazy("Worry about being left"),
        help_text=gettext_lazy("1 = quite at ease, 4 = in the middle, 7 = very worried."),
    )
    avoidance = PlaceField(
        label=gettext_lazy("Keeping a distance"),
        help_text=gettext_lazy("1 = seeks closeness easily, 4 = in the middle, 7 = keeps far away."),
    )
    why = forms.CharField(
        label=gettext_lazy("What speaks for it"),
        help_text=gettext_lazy("What was said or seen, in a line or two."),
        widget=forms.Textarea({"rows": 3}),
        max_length=2000,
        required=False,
    )
