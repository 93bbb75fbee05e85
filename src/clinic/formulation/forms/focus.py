"""Which problem area, in whose words, and why."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.formulation.forms.version import NextVersion
from clinic.inventory.models import Relationship
from clinic.ui.widgets import Answers, OneChip, OwnWords
from ipt.therapy import areas


def _areas() -> list[tuple[str, str]]:
    return [(area.id, _(area.title)) for area in areas.load_all()]


def _states() -> list[Any]:
    groups = [
        (_(area.title), [(f"{area.id}:{state.id}", _(state.title)) for state in area.sub_states])
        for area in areas.load_all()
    ]
    return [("", _("not said")), *groups]


class FocusForm(NextVersion):
    """Which problem area, in whose words, and why."""

    area = forms.ChoiceField(label=gettext_lazy("Problem area"), choices=_areas, widget=Answers)
    own_words = forms.CharField(
        label=gettext_lazy("In the patient's own words"),
        max_length=300,
        widget=OwnWords({"rows": 2}),
    )
    relationship = forms.ModelChoiceField(
        label=gettext_lazy("Whom it is about"),
        queryset=Relationship.objects.none(),
        required=False,
        empty_label=gettext_lazy("nobody in particular"),
    )
    sub_state = forms.ChoiceField(label=gettext_lazy("Where it stands"), choices=_states, required=False)
    reason = forms.CharField(
        label=gettext_lazy("Why this one"),
        help_text=gettext_lazy("What in the timeline, the circle or the scores speaks for it."),
        widget=forms.Textarea({"rows": 3}),
    )
    rivals = forms.CharField(
        label=gettext_lazy("What else was weighed"), widget=forms.Textarea({"rows": 2}), required=False
    )
    patient_agrees = forms.TypedChoiceField(
        label=gettext_lazy("Does the patient agree?"),
        choices=[("yes", gettext_lazy("Yes, agreed together")), ("no", gettext_lazy("Not, or not yet"))],
        coerce=lambda given: given == "yes",
        widget=OneChip,
    )
    why_changed = forms.CharField(
        label=gettext_lazy("Why the focus changes"),
        help_text=gettext_lazy("Needed when the area is another one than before."),
        max_length=300,
        required=False,
    )

    def __init__(self, data: Any = None, *, people: Any, newest: Any = None) -> None:
        initial = {}
        if newest:
            initial = {
                "sub_state": f"{newest.area}:{newest.sub_state}" if newest.sub_state else "",
                "patient_agrees": "yes" if newest.patient_agrees else "no",
                "relationship": newest.relationship_id,
                "why_changed": "",
            }
        super().__init__(data, newest=newest, initial=initial)
        self.fields["relationship"].queryset = people  # type: ignore[attr-defined]
        self.fields["relationship"].label_from_instance = lambda one: one.pseudonym  # type: ignore[attr-defined]
        if newest is None:
            del self.fields["why_changed"]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        area, _sep, state = (given.get("sub_state") or "").partition(":")
        given["sub_state"] = state
        if state and area != given.get("area"):
            self.add_error("sub_state", _("That belongs to another area. Choose one of this area's."))
        if self.newest and given.get("area") not in (None, self.newest.area) and not given.get("why_changed"):
            self.add_error("why_changed", _("The focus changes. Say in a line why."))
        return given
