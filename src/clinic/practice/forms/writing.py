"""A message thought through before it is said or sent, by the patient and elsewhere."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.inventory.models import Relationship
from clinic.practice.private import PARTS
from clinic.ui.next_version import NextVersion
from clinic.ui.widgets import OwnWords


def _own(label: Any, hint: Any, rows: int = 2, most: int = 1000) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, max_length=most, widget=OwnWords({"rows": rows}), required=False
    )


class MessageForm(NextVersion):
    """To whom, what is to be known, what is asked, how it may be heard, and the words; none is asked for."""

    relationship = forms.ModelChoiceField(
        label=gettext_lazy("To"),
        queryset=Relationship.objects.none(),
        required=False,
        empty_label=gettext_lazy("somebody else"),
    )
    to_whom = forms.CharField(
        label=gettext_lazy("Somebody else"),
        help_text=gettext_lazy("A first name or a letter will do."),
        max_length=60,
        required=False,
    )
    known = _own(
        gettext_lazy("What I want known"),
        gettext_lazy("What is clear to me may never have been said out loud. One thing is enough."),
    )
    ask = _own(
        gettext_lazy("What I ask"),
        gettext_lazy("Something they can do or leave, said as a question."),
    )
    heard = _own(
        gettext_lazy("How it may be heard"),
        gettext_lazy("Read it as they would, on a bad day. What could they take it to mean?"),
    )
    my_words = _own(gettext_lazy("My words"), gettext_lazy("As I would say or write it."), rows=5, most=2000)
    shared = forms.BooleanField(required=False)

    def __init__(self, data: Any = None, *, people: Any, readers: str, **named: Any) -> None:
        super().__init__(data, **named)
        self.fields["relationship"].queryset = people  # type: ignore[attr-defined]
        self.fields["relationship"].label_from_instance = lambda person: person.pseudonym  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.optional = ""  # said once, above all of them
        self.fields["shared"].label = _("Share this draft. It can then be read by %s.") % readers

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if not any(given.get(part) for part in PARTS if part != "to_whom") and not self.errors:
            raise forms.ValidationError(_("Write in at least one of the fields, then keep it."))
        if given.get("relationship"):
            given["to_whom"] = ""
        return given
