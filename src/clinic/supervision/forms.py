"""What is typed: two answers of the patient, a choice for supervision, a rating, and a talk."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.courses.models import Course, Session
from clinic.supervision.models import SessionCheck, SessionRating, TalkRecord
from clinic.supervision.wording import ANSWERS, QUESTIONS, RESTS_ON, WAYS
from clinic.ui.fields import NearDay
from clinic.ui.next_version import NextVersion
from clinic.ui.widgets import Answers, OneChip, OwnWords
from ipt.therapy.adherence import HIGHEST, Item, item_file

NOT_CALLED_FOR = "none"


class CheckForm(NextVersion):
    """Two questions to the patient; each may be left blank."""

    understood = forms.ChoiceField(
        label=QUESTIONS["understood"], choices=tuple(ANSWERS.items()), widget=Answers, required=False
    )
    mattered = forms.ChoiceField(
        label=QUESTIONS["mattered"], choices=tuple(ANSWERS.items()), widget=Answers, required=False
    )
    words = forms.CharField(
        label=gettext_lazy("In your own words"), max_length=2000, widget=OwnWords({"rows": 3}), required=False
    )

    def __init__(self, data: Any = None, *, newest: SessionCheck | None = None) -> None:
        super().__init__(data, newest=newest)

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if not self.errors and not any(given.values()):
            raise forms.ValidationError(_("Choose an answer or write a line. You can also leave it."))
        return given


class ChooseForm(forms.Form):
    """Which signed session, and why."""

    session = forms.ModelChoiceField(
        label=gettext_lazy("Session"),
        queryset=Session.objects.none(),
        empty_label=None,
        to_field_name="number",
    )
    reason = forms.CharField(
        label=gettext_lazy("What to look at"), max_length=300, required=False,
        help_text=gettext_lazy("Both of you read this."),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, sessions: Any, **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["session"].queryset = sessions.order_by("-number")  # type: ignore[attr-defined]
        self.fields["session"].label_from_instance = lambda one: _("Session %d") % one.number  # type: ignore[attr-defined]


class DrawForm(forms.Form):
    """Why one is drawn by chance."""

    reason = forms.CharField(
        label=gettext_lazy("What the draw is for"), max_length=300, required=False,
    )  # fmt: skip


class SetAsideForm(forms.Form):
    """Why a choice or a draw is taken back."""

    why = forms.CharField(
        label=gettext_lazy("Why it is set aside"), max_length=300,
        error_messages={"required": gettext_lazy("Say in a line why. It stays readable beside the session.")},
    )  # fmt: skip


class RatingForm(NextVersion):
    """Our own items, 0 to 3 each, with what the rating rests on; every item may be left out."""

    rests_on = forms.ChoiceField(
        label=gettext_lazy("What your rating rests on"), choices=tuple(RESTS_ON.items()), widget=OneChip,
        help_text=gettext_lazy("Notes and memory leave out more than a recording does."),
        error_messages={"required": gettext_lazy("Say what your rating rests on.")},
    )  # fmt: skip
    words = forms.CharField(
        label=gettext_lazy("What you saw"),
        widget=forms.Textarea({"rows": 4}),
        max_length=4000,
        required=False,
    )
    to_discuss = forms.CharField(
        label=gettext_lazy("What to talk about"), widget=forms.Textarea({"rows": 3}), max_length=2000,
        required=False,
    )  # fmt: skip

    def __init__(self, data: Any = None, *, newest: SessionRating | None = None) -> None:
        before = newest.ratings if newest else {}
        super().__init__(data, newest=newest, initial={_named(id): _chosen(at) for id, at in before.items()})
        for item in item_file().items:
            self.fields[_named(item.id)] = _item_field(item)

    @property
    def items(self) -> list[forms.BoundField]:
        return [self[_named(item.id)] for item in item_file().items]

    def ratings(self) -> dict[str, int | None]:
        """What was rated, by item; an item left out is not there."""
        given = {item.id: self.cleaned_data.get(_named(item.id), "") for item in item_file().items}
        return {id: None if at == NOT_CALLED_FOR else int(at) for id, at in given.items() if at}

    def said(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("rests_on", "words", "to_discuss", "seen")}

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if not self.errors and not self.ratings():
            raise forms.ValidationError(_("Rate at least one item."))
        return given


def _named(item: str) -> str:
    return f"item_{item}"


def _chosen(rating: int | None) -> str:
    return NOT_CALLED_FOR if rating is None else str(rating)


def _item_field(item: Item) -> forms.ChoiceField:
    choices = [(str(at), f"{at}. {_(item.anchors[at])}") for at in range(HIGHEST + 1)]
    if item.counts == "ipt":
        choices.append((NOT_CALLED_FOR, _(item_file().not_called_for)))
    field = forms.ChoiceField(
        label=_(item.title), help_text=_(item.ask), choices=choices, widget=forms.RadioSelect, required=False
    )
    field.optional = ""  # said once over all of them
    return field


class TalkForm(NextVersion):
    """When two talked, for how long, and what was discussed and agreed, course by course."""

    on = NearDay(label=gettext_lazy("Day"))
    minutes = forms.IntegerField(label=gettext_lazy("Minutes"), min_value=1, max_value=600)
    way = forms.ChoiceField(label=gettext_lazy("How"), choices=tuple(WAYS.items()), widget=OneChip)
    discussed = forms.CharField(
        label=gettext_lazy("Discussed, of no single course"), widget=forms.Textarea({"rows": 3}),
        max_length=4000, required=False,
    )  # fmt: skip
    agreed = forms.CharField(
        label=gettext_lazy("Agreed"), widget=forms.Textarea({"rows": 2}), max_length=2000, required=False
    )
    why_amended = forms.CharField(
        label=gettext_lazy("Why it is amended"), max_length=300,
        error_messages={"required": gettext_lazy("An amendment is kept with its reason.")},
    )  # fmt: skip

    def __init__(
        self, data: Any = None, *, courses: Sequence[Course], newest: TalkRecord | None = None, **more: Any
    ) -> None:
        before = {point.course_id: point for point in newest.points.all()} if newest else {}
        said = {
            f"{part}_{pk}": getattr(point, part)
            for pk, point in before.items()
            for part in ("discussed", "agreed")
        }
        first = {} if newest else {"on": timezone.localdate(), "minutes": 60, "way": "room"}
        super().__init__(data, newest=newest, initial={**first, **said, "why_amended": ""}, **more)
        self.courses = list(courses)
        if newest is None:
            del self.fields["why_amended"]
        for course in self.courses:
            for part, label, rows in (("discussed", _("Discussed"), 3), ("agreed", _("Agreed"), 2)):
                self.fields[f"{part}_{course.pk}"] = forms.CharField(
                    label=label, widget=forms.Textarea({"rows": rows}), max_length=4000, required=False
                )

    def clean_on(self) -> Any:
        on = self.cleaned_data["on"]
        if on > timezone.localdate():
            raise forms.ValidationError(_("That day is still to come. Check the date."))
        return on

    @property
    def by_course(self) -> list[dict[str, Any]]:
        """Each course with its two fields; open where something stands in them."""
        parts = [(one, self[f"discussed_{one.pk}"], self[f"agreed_{one.pk}"]) for one in self.courses]
        return [
            {"course": one, "discussed": said, "agreed": agreed, "open": bool(said.value() or agreed.value())}
            for one, said, agreed in parts
        ]

    def points(self) -> list[tuple[Course, str, str]]:
        """What was written about each course; those without a word are left out."""
        given = self.cleaned_data
        told = [(one, given[f"discussed_{one.pk}"], given[f"agreed_{one.pk}"]) for one in self.courses]
        return [point for point in told if point[1] or point[2]]

    def told(self) -> dict[str, Any]:
        names = ("on", "minutes", "way", "discussed", "agreed", "why_amended", "seen")
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        words = (
            "discussed",
            "agreed",
            *(f"{p}_{one.pk}" for one in self.courses for p in ("discussed", "agreed")),
        )
        if not self.errors and not any(given.get(name) for name in words):
            raise forms.ValidationError(_("Write a line on what was discussed or agreed."))
        return given
