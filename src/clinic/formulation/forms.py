"""What is typed when the two agree what it all means."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.formulation.wording import ENDING_TITLES, NEXT_STEPS
from clinic.inventory.models import Relationship
from clinic.ui.next_version import NextVersion
from clinic.ui.widgets import Answers, OneChip, OwnWords, Rating
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
        label=gettext_lazy("What support there was, and what was missing"),
        widget=forms.Textarea({"rows": 4}),
        required=False,
    )
    story = forms.CharField(
        label=gettext_lazy("The story, as the patient would tell it"),
        help_text=gettext_lazy("Say it aloud, ask whether it fits, and write what you settle on."),
        widget=OwnWords({"rows": 6}),
    )


class GoalForm(forms.Form):
    """One goal."""

    text = forms.CharField(
        label=gettext_lazy("What the patient wants, in their words"),
        max_length=200,
        widget=OwnWords({"rows": 2}),
    )


class RatingForm(forms.Form):
    """How far a goal is reached, as the patient says."""

    rating = forms.TypedChoiceField(
        label=gettext_lazy("How far it is reached"),
        coerce=int,
        choices=[(number, str(number)) for number in range(11)],
        widget=Rating,
    )


class ContractForm(NextVersion):
    """How many sessions, how long, when, and whether missed ones count."""

    sessions = forms.IntegerField(label=gettext_lazy("Sessions"), min_value=1, max_value=60)
    minutes = forms.IntegerField(label=gettext_lazy("Minutes each"), min_value=15, max_value=120)
    rhythm = forms.CharField(
        label=gettext_lazy("When"),
        help_text=gettext_lazy("Thursdays at 14:00."),
        max_length=120,
        required=False,
    )
    missed_count = forms.TypedChoiceField(
        label=gettext_lazy("A missed session"),
        choices=[("yes", gettext_lazy("uses one up")), ("no", gettext_lazy("is held later"))],
        coerce=lambda given: given == "yes",
        widget=OneChip,
    )
    between_sessions = forms.CharField(
        label=gettext_lazy("Between sessions"),
        help_text=gettext_lazy("How to reach each other, and what this is not for."),
        widget=forms.Textarea({"rows": 3}),
        required=False,
    )
    why_changed = forms.CharField(
        label=gettext_lazy("Why the number changes"),
        help_text=gettext_lazy("Needed when the number of sessions is another one than before."),
        max_length=300,
        required=False,
    )

    def __init__(self, data: Any = None, *, newest: Any = None, suggested: dict[str, Any]) -> None:
        counts = newest.missed_count if newest else suggested["missed_count"]
        initial = {"missed_count": "yes" if counts else "no", "why_changed": ""}
        given = {} if newest else {name: suggested[name] for name in ("sessions", "minutes")}
        super().__init__(data, newest=newest, initial={**given, **initial})
        self.agreed = newest.sessions if newest else None
        if newest is None:
            del self.fields["why_changed"]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        changes = self.agreed and given.get("sessions") not in (None, self.agreed)
        if changes and not given.get("why_changed"):
            self.add_error("why_changed", _("The number of sessions changes. Say in a line why."))
        return given


def _words(part: str, help_text: Any = "", rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=ENDING_TITLES[part], help_text=help_text, widget=OwnWords({"rows": rows}), required=False
    )


class EndingForm(NextVersion):
    """The ending in the patient's own words, written over several sessions."""

    brought = _words("brought")
    did = _words("did", gettext_lazy("One thing a line."))
    change = _words("change")
    feelings = _words(
        "feelings",
        gettext_lazy("Sadness, worry, relief and anger are all fitting. This is not on the sheet to keep."),
    )
    warning_signs = _words("warning_signs", gettext_lazy("One a line."))
    what_then = _words("what_then", gettext_lazy("One step a line."))
    remember = forms.CharField(
        label=ENDING_TITLES["remember"],
        max_length=300,
        widget=OwnWords({"rows": 2}),
        required=False,
    )
    way_back = _words("way_back", gettext_lazy("How to come back, and until when."), 2)
    next_step = forms.ChoiceField(
        label=ENDING_TITLES["next_step"], choices=NEXT_STEPS, widget=OneChip, required=False
    )


class EndForm(forms.Form):
    """Ending the course for good: said once more."""

    how = forms.ChoiceField(
        label=gettext_lazy("How the course ends"),
        choices=[
            ("completed", gettext_lazy("As agreed")),
            ("agreed early", gettext_lazy("Earlier, agreed together")),
            ("stopped coming", gettext_lazy("The patient stopped coming")),
            ("referred on", gettext_lazy("Handed on to other care")),
        ],
        widget=OneChip,
        error_messages={"required": gettext_lazy("Say how the course ends.")},
    )
    sure = forms.BooleanField(label=gettext_lazy("End the course today"))
