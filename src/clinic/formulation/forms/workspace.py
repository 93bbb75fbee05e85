"""A line of a workspace, and how far the work has come."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.formulation.models import WorkspaceEntry
from clinic.inventory.models import Relationship
from clinic.ui.widgets import Rating
from ipt.therapy.workspaces import Section, Workspace


class EntryForm(forms.Form):
    """A short line, perhaps with somebody it is about, and how far it is so where the section asks."""

    text = forms.CharField(label=gettext_lazy("A line"), max_length=300)
    relationship = forms.ChoiceField(label=gettext_lazy("About whom"), required=False)

    def __init__(
        self, data: Any = None, *, section: Section, people: Sequence[Relationship], **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.section = section
        self.people = {str(one.pk): one for one in people}
        named = [(key, one.pseudonym) for key, one in self.people.items()]
        self.fields["relationship"].choices = [("", _("nobody in particular")), *named]  # type: ignore[attr-defined]
        if section.level:
            self.fields["level"] = forms.TypedChoiceField(
                label=_("%s, 0 to 10") % _(section.level),
                coerce=int,
                empty_value=None,
                required=False,
                choices=[("", _("not said")), *((n, str(n)) for n in range(11))],
            )

    def clean_relationship(self) -> Relationship | None:
        return self.people.get(self.cleaned_data["relationship"])

    @staticmethod
    def of(entry: WorkspaceEntry) -> dict[str, Any]:
        """The values with which a line is opened for other words."""
        return {"text": entry.text, "relationship": entry.relationship_id, "level": entry.level}


class FocusRatingsForm(forms.Form):
    """The area's questions, each from 0 to 10; any can be left out."""

    def __init__(self, data: Any = None, *, workspace: Workspace) -> None:
        super().__init__(data)
        self.workspace = workspace
        for question in workspace.questions:
            self.fields[question.id] = forms.TypedChoiceField(
                label=_(question.ask),
                coerce=int,
                empty_value=None,
                required=False,
                choices=[(number, str(number)) for number in range(11)],
                widget=Rating(low=_(question.low), high=_(question.high)),
            )

    def given(self) -> dict[str, int]:
        """Those that were rated."""
        return {name: rating for name, rating in self.cleaned_data.items() if rating is not None}
