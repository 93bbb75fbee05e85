"""Which problem area, in whose words, and why."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.formulation.focus import STATES
from clinic.formulation.forms.ticked import Ticked, kept
from clinic.formulation.weighing import Said, Weighed
from clinic.formulation.wording import PATIENT_SAYS
from clinic.inventory.models import Relationship
from clinic.ui.next_version import NextVersion
from clinic.ui.widgets import Answers, OneChip, OwnWords
from ipt.therapy import areas


def _areas() -> list[tuple[str, str]]:
    return [(area.id, _(area.title)) for area in areas.load_all()]


class FocusForm(NextVersion):
    """The area, with the reasons for it, those against the others, and what the patient says."""

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
    evidence = Ticked(label=gettext_lazy("Reasons from the record"), required=False)
    reason = forms.CharField(
        label=gettext_lazy("Why this one"),
        help_text=gettext_lazy("What in the timeline, the circle or the scores speaks for it."),
        widget=forms.Textarea({"rows": 3}),
    )
    patient_says = forms.ChoiceField(
        label=gettext_lazy("Does the patient agree?"), choices=tuple(PATIENT_SAYS.items()), widget=OneChip
    )
    patient_word = forms.CharField(
        label=gettext_lazy("In a word, why or why not"), max_length=300, required=False
    )
    why_changed = forms.CharField(
        label=gettext_lazy("Why the focus changes"),
        help_text=gettext_lazy("Needed when the area is another one than before."),
        max_length=300,
        required=False,
    )

    def __init__(
        self, data: Any = None, *, people: Any, weighed: Sequence[Weighed], newest: Any = None
    ) -> None:
        super().__init__(data, newest=newest, initial=_before(newest) if newest else {})
        self.weighed = weighed
        self.said: dict[str, Said] = {
            one.key: one for part in weighed for one in (*part.speaks_for, *part.speaks_against)
        }
        self.fields["relationship"].queryset = people  # type: ignore[attr-defined]
        self.fields["relationship"].label_from_instance = lambda one: one.pseudonym  # type: ignore[attr-defined]
        self.fields["evidence"].choices = [(key, one.words) for key, one in self.said.items()]  # type: ignore[attr-defined]
        for area in areas.load_all():
            self.fields[f"state_{area.id}"] = _state(area)
            self.fields[f"rival_{area.id}"] = _rival(area)
        if newest is None:
            del self.fields["why_changed"]

    def parts(self) -> list[dict[str, Any]]:
        """Each area with the ticks before what speaks for and against it."""
        ticks = dict(zip(self.said, self["evidence"], strict=True))
        return [
            {
                "weighed": part,
                "speaks_for": [(one, ticks[one.key]) for one in part.speaks_for],
                "speaks_against": [(one, ticks[one.key]) for one in part.speaks_against],
            }
            for part in self.weighed
        ]

    def states(self) -> list[tuple[str, Any]]:
        """For each area, where it can stand."""
        return [(area.id, self[f"state_{area.id}"]) for area in areas.load_all()]

    def rivals(self) -> list[tuple[str, Any]]:
        """For each area, why it was not chosen."""
        return [(area.id, self[f"rival_{area.id}"]) for area in areas.load_all()]

    def clean_evidence(self) -> list[dict[str, str]]:
        return kept(self.cleaned_data["evidence"], {key: one.words for key, one in self.said.items()})

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        area = given.get("area")
        states = {one: given.pop(f"state_{one}", "") for one in areas.ids()}
        words = {one: given.pop(f"rival_{one}", "") for one in areas.ids()}
        given["sub_state"] = states.get(area, "")
        given["rivals"] = [{"area": one, "why_not": why} for one, why in words.items() if why and one != area]
        if self.newest and area not in (None, self.newest.area) and not given.get("why_changed"):
            self.add_error("why_changed", _("The focus changes. Say in a line why."))
        return given


def _state(area: areas.ProblemArea) -> forms.ChoiceField:
    states = [(state.id, _(state.title)) for state in area.sub_states]
    return forms.ChoiceField(
        label=STATES[area.id], choices=[("", _("not said")), *states], widget=OneChip, required=False
    )


def _rival(area: areas.ProblemArea) -> forms.CharField:
    return forms.CharField(label=_("%s: why not") % _(area.title), max_length=300, required=False)


def _before(newest: Any) -> dict[str, Any]:
    """The newest version, as the form begins with it."""
    return {
        f"state_{newest.area}": newest.sub_state,
        "evidence": [one["key"] for one in newest.evidence],
        "relationship": newest.relationship_id,
        "why_changed": "",
        **{f"rival_{one['area']}": one["why_not"] for one in newest.rivals},
    }
