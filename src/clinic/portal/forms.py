"""What the patient may choose and rate on their own pages."""

from typing import Any

from django import forms

from clinic.formulation.models import Goal
from clinic.ui.widgets import Rating


class RatingsForm(forms.Form):
    """How near each goal is today, 0 to 10; a goal may be left out."""

    def __init__(self, *args: Any, goals: list[Goal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.goals = {str(goal.pk): goal for goal in goals}
        for key, goal in self.goals.items():
            self.fields[key] = forms.IntegerField(
                label=goal.text, required=False, min_value=0, max_value=10, widget=Rating
            )

    def ratings(self) -> list[tuple[Goal, int]]:
        """Those goals that were rated."""
        given = self.cleaned_data
        return [(goal, given[key]) for key, goal in self.goals.items() if given.get(key) is not None]
