"""What is chosen about the circle: everybody's ring at once, one move, or what the patient proposed."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.inventory.forms.people import RINGS
from clinic.inventory.models import Place, Placement, Relationship
from clinic.inventory.proposals import Difference
from clinic.ui.widgets import Chips


class MoveForm(forms.Form):
    """One move: a ring by its number, or one ring nearer or further than where the person stands."""

    ring = forms.TypedChoiceField(choices=RINGS, coerce=int, required=False, empty_value=None)
    towards = forms.ChoiceField(choices=[("nearer", ""), ("further", "")], required=False)
    seen = forms.IntegerField(min_value=1, max_value=4, required=False)
    version = forms.IntegerField(
        min_value=1, max_value=2**31 - 1, required=False
    )  # the circle that the page showed
    made_at = forms.DateTimeField(required=False)  # by the clock of the device: told, never decided by

    def __init__(self, *args: Any, stands: int | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stands = stands

    @property
    def wanted(self) -> dict[str, Any]:
        """The ring wanted here, and when it was chosen as far as the device said so."""
        return {"wanted": self.cleaned_data["ring"], "made_at": self.made_at}

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        towards = given.pop("towards", "")
        self._errors.pop("made_at", None)  # a clock that says nonsense loses no move
        if not given.get("ring") and towards and self.stands:
            step = -1 if towards == "nearer" else 1
            given["ring"] = min(max(self.stands + step, 1), 4)
        if not given.get("ring"):
            raise forms.ValidationError(_("Choose a ring from 1 to 4."))
        self.made_at = given.pop("made_at", None)
        if self.made_at and self.made_at > timezone.now():
            self.made_at = None
        return given


class ProposalForm(forms.Form):
    """Which of the patient's proposals are taken over, looked at together beside the circle as it stood."""

    based_on = forms.CharField(widget=forms.HiddenInput)
    take = forms.MultipleChoiceField(label=gettext_lazy("Take over"), widget=Chips, required=False)

    def __init__(self, data: Any = None, *, differences: Sequence[Difference], based_on: str) -> None:
        super().__init__(data, initial={"based_on": based_on})
        self.now, self.differences = based_on, differences
        self.people = {str(one.person.pk): one.person.pk for one in differences}
        self.fields["take"].choices = [(str(one.person.pk), one.person.pseudonym) for one in differences]  # type: ignore[attr-defined]

    def rows(self) -> list[tuple[Difference, bool]]:
        """Each proposal, and whether it is ticked: none at first, as each is looked at."""
        ticked = self.data.getlist("take") if self.is_bound else []
        return [(one, str(one.person.pk) in ticked) for one in self.differences]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("based_on") != self.now:
            self.errors.clear()  # a proposal that is gone needs no word of its own
            self.add_error(None, _("It was drawn again meanwhile. Look at it as it is now, then keep it."))
        elif self.differences and not given.get("take") and "nothing" not in self.data:
            self.add_error(None, _("Tick what is taken over, or choose “Take nothing over”."))
        return given

    def taken(self) -> list[Any]:
        """The keys of the people whose change is taken over."""
        return [self.people[key] for key in self.cleaned_data["take"]]


class CircleForm(forms.Form):
    """Everybody's ring and wished-for ring, saved as one version of the circle."""

    based_on = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        people: Sequence[Relationship],
        standing: Iterable[Placement],
        newest: int,
        **kwargs: Any,
    ) -> None:
        placed = {place.relationship_id: place for place in standing}
        self.people, self.newest = people, newest
        initial: dict[str, Any] = {"based_on": newest}
        for person in people:
            if place := placed.get(person.pk):
                initial |= {f"ring_{person.pk}": place.ring, f"ideal_{person.pk}": place.ideal_ring}
        super().__init__(*args, initial=initial, **kwargs)
        for person in people:
            self.fields[f"ring_{person.pk}"] = _ring(person, _("ring of %s"), _("not in the circle"))
            self.fields[f"ideal_{person.pk}"] = _ring(person, _("wished-for ring of %s"), "")

    def rows(self) -> list[tuple[Relationship, Any, Any]]:
        return [(one, self[f"ring_{one.pk}"], self[f"ideal_{one.pk}"]) for one in self.people]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("based_on") != self.newest:
            self.data = {**self.data.dict(), "based_on": self.newest}  # type: ignore[attr-defined]
            raise forms.ValidationError(
                _(
                    "The circle was drawn again while this page was open. Your choices are still here. "
                    "Look at the newest circle, then save if yours should follow it."
                )
            )
        return given

    def placements(self) -> list[Place]:
        given = self.cleaned_data
        return [
            (one, given[f"ring_{one.pk}"], given[f"ideal_{one.pk}"])
            for one in self.people
            if given[f"ring_{one.pk}"]
        ]


def _ring(person: Relationship, label: str, empty: str) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label % person.pseudonym,
        choices=[("", empty), *RINGS],
        coerce=int,
        empty_value=None,
        required=False,
    )
