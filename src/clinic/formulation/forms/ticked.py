"""Things of the record that are ticked and kept by reference."""

from typing import Any

from django import forms


class Ticked(forms.MultipleChoiceField):
    """Ticks by key; a key that the record no longer has is simply not kept."""

    widget = forms.CheckboxSelectMultiple

    def valid_value(self, value: Any) -> bool:
        return True


def kept(keys: list[str], words: dict[str, str]) -> list[dict[str, str]]:
    """What is kept of the ticks: each with its words as they are today."""
    return [{"key": key, "words": words[key]} for key in keys if key in words]
