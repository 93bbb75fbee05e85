"""Before, during and after a run of imagery: what is asked, tapped, said, and agreed."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.access.models import User
from clinic.techniques.running import IMAGERY, LONGEST_WORDS, hours
from clinic.ui.fields import DayAhead
from clinic.ui.templatetags.ui import day_time
from clinic.ui.widgets import OneChip, OwnWords, Rating, TimeInput
from ipt.therapy import circumstances, imagery

YES_NO = (("no", gettext_lazy("no")), ("yes", gettext_lazy("yes")))
WAYS = (
    ("phone", gettext_lazy("by telephone")),
    ("video", gettext_lazy("by video")),
    ("room", gettext_lazy("in the room")),
    ("message", gettext_lazy("by a message")),
)
STOPPED_BY = (
    ("patient", gettext_lazy("the patient")),
    ("clinician", gettext_lazy("I did")),
    ("rule", gettext_lazy("the rule")),
)
STEPS_IN = (("clinician", gettext_lazy("I do")), ("patient", gettext_lazy("the patient does")))
UPSET = gettext_lazy("not at all upset"), gettext_lazy("as upset as can be")
VIVID = gettext_lazy("hardly there"), gettext_lazy("as if it were now")
LATEST_TAP = 24 * 3600 * 1000  # milliseconds for which a device may have kept a tap


def _rating(label: Any, ends: tuple[Any, Any], *, required: bool = False) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        choices=[(number, str(number)) for number in range(11)],
        coerce=int,
        empty_value=None,
        widget=Rating(None, *ends),
        required=required,
    )


def _belief(label: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        choices=[("", gettext_lazy("not asked")), *((value, str(value)) for value in range(0, 101, 10))],
        coerce=int,
        empty_value=None,
        required=False,
    )


class BeginForm(forms.Form):
    """Asked before each run; then the image, how to stop, and how it stands."""

    said = forms.CharField(
        label=gettext_lazy("The patient agrees, in their words"),
        max_length=300,
        widget=OwnWords({"rows": 2}),
    )
    stop_word = forms.CharField(
        label=gettext_lazy("The word or sign that stops it"),
        max_length=80,
        help_text=gettext_lazy("Agreed together, and tried once."),
    )
    label = forms.CharField(
        label=gettext_lazy("A short label for the image"),
        max_length=80,
        help_text=gettext_lazy("A few words that only you two understand. The story need not be told now."),
    )
    steps_in_first = forms.ChoiceField(
        label=gettext_lazy("Who steps into the picture"), choices=STEPS_IN, widget=OneChip
    )
    distress = _rating(gettext_lazy("How hard is it to look at?"), UPSET, required=True)
    vividness = _rating(gettext_lazy("How vivid is it?"), VIVID)
    belief_words = forms.CharField(
        label=gettext_lazy("What it says about the patient, as it is now"),
        max_length=200,
        widget=OwnWords({"rows": 2}),
        required=False,
    )
    belief = _belief(gettext_lazy("How far it is believed, 0 to 100"))

    def __init__(self, data: Any = None, *, heard: bool, first: str) -> None:
        super().__init__(data, initial={"steps_in_first": first})
        if heard:
            del self.fields["said"]
        for one in circumstances.asked_before(IMAGERY):
            self.fields[f"asked_{one.id}"] = forms.ChoiceField(
                label=_(one.ask),
                choices=YES_NO,
                widget=OneChip,
                error_messages={"required": _("Ask this too. Not asked is not the same as no.")},
            )

    def questions(self) -> list[Any]:
        return [self[name] for name in self.fields if name.startswith("asked_")]

    def answers(self) -> dict[str, bool]:
        """What was asked, by circumstance: whether it holds."""
        asked = circumstances.asked_before(IMAGERY)
        return {one.id: self.cleaned_data[f"asked_{one.id}"] == "yes" for one in asked}

    def all_asked(self) -> bool:
        return not any(name.startswith("asked_") for name in self.errors)

    def begun(self) -> dict[str, Any]:
        """What a run begins with."""
        given = self.cleaned_data
        before = {name: given[name] for name in ("distress", "vividness") if given[name] is not None}
        return {
            "label": given["label"],
            "stop_word": given["stop_word"],
            "steps_in_first": given["steps_in_first"],
            "before": before,
            "belief_words": given["belief_words"],
            "belief_before": given["belief"],
        }


class TapForm(forms.Form):
    """One tap; ``ago`` is how many milliseconds a device kept it, ``after`` the tap it made before."""

    kind = forms.ChoiceField(choices=[(kind, kind) for kind in imagery.KINDS])
    value = forms.IntegerField(min_value=0, max_value=10, required=False)
    words = forms.CharField(max_length=LONGEST_WORDS, required=False)
    id = forms.UUIDField(required=False)
    after = forms.UUIDField(required=False)
    ago = forms.IntegerField(min_value=0, max_value=LATEST_TAP, required=False)

    def told(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        given["happened_at"] = timezone.now() - timedelta(milliseconds=given.pop("ago") or 0)
        return given


class CheckInTime(forms.Form):
    """When somebody gets in touch, how, and who."""

    on = DayAhead(label=gettext_lazy("On"), most=14)
    at = forms.TimeField(label=gettext_lazy("At"), widget=TimeInput)
    way = forms.ChoiceField(label=gettext_lazy("How"), choices=WAYS, widget=OneChip)
    owner = forms.ModelChoiceField(
        queryset=User.objects.none(), label=gettext_lazy("Who gets in touch"), empty_label=None
    )

    def offer(self, people: Sequence[User]) -> None:
        self.fields["owner"].queryset = User.objects.filter(  # type: ignore[attr-defined]
            pk__in=[person.pk for person in people]
        )

    def due_at(self) -> datetime | None:
        on, at = self.cleaned_data.get("on"), self.cleaned_data.get("at")
        return timezone.make_aware(datetime.combine(on, at)) if on and at else None


class FinishForm(CheckInTime):
    """What is different now, and the check-in."""

    meaning = forms.CharField(
        label=gettext_lazy("What does it say about you now?"),
        max_length=300,
        widget=OwnWords({"rows": 2}),
        required=False,
    )
    belief_after = _belief(gettext_lazy("How far it is believed, 0 to 100"))
    distress = _rating(gettext_lazy("How upsetting is the image now?"), UPSET)
    vividness = _rating(gettext_lazy("How vivid is it now?"), VIVID)
    takeaway = forms.CharField(
        label=gettext_lazy("What the patient takes from it, in their words"),
        max_length=300,
        widget=OwnWords({"rows": 2}),
        required=False,
    )
    stopped_by = forms.ChoiceField(
        label=gettext_lazy("Who stopped it"), choices=STOPPED_BY, widget=OneChip, required=False
    )
    stop_reason = forms.CharField(
        label=gettext_lazy("Why it was stopped"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("“The patient wanted to” is reason enough."),
    )
    note = forms.CharField(
        label=gettext_lazy("A note for the record"),
        max_length=4000,
        widget=forms.Textarea({"rows": 3}),
        required=False,
    )

    def __init__(
        self, data: Any = None, *, stands: imagery.Run, people: Sequence[User], usual: datetime
    ) -> None:
        known = {
            "on": usual.date(),
            "at": usual.time(),
            "owner": people[0].pk if people else None,
            "stopped_by": stands.stopped_as or None,
        }
        if stands.left or (stands.grounded and not stands.steady):
            soon = timezone.localtime() + timedelta(hours=3)
            known |= {"on": soon.date(), "at": soon.time().replace(minute=0, second=0, microsecond=0)}
        super().__init__(data, initial=known)
        self.stands = stands
        self.offer(people)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        due_at, (earliest, latest) = self.due_at(), hours(grounded=self.stands.steady)
        if due_at and not earliest <= due_at <= latest:
            between = {"first": day_time(earliest), "last": day_time(latest)}
            self.add_error(
                "at",
                _("A check-in comes between %(first)s and %(last)s. Choose a time in between.") % between,
            )
        return given

    def told(self) -> dict[str, Any]:
        """What ends a run."""
        given = dict(self.cleaned_data)
        rated = {name: given.pop(name) for name in ("distress", "vividness")}
        after = {name: value for name, value in rated.items() if value is not None}
        del given["on"], given["at"]
        return {**given, "after": after, "due_at": self.due_at()}


class CameOfItForm(CheckInTime):
    """What came of a check-in; only somebody's words close it."""

    state = forms.ChoiceField(
        label=gettext_lazy("What came of it"),
        choices=(
            ("done", gettext_lazy("we were in touch")),
            ("tried", gettext_lazy("not reached: again later")),
            ("closed", gettext_lazy("close it without contact")),
        ),
        widget=OneChip,
    )
    words = forms.CharField(
        label=gettext_lazy("In a few words"),
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        required=False,
        help_text=gettext_lazy("How the patient is, or why nobody will be in touch."),
    )
    field_order = ("state", "words", "on", "at", "way", "owner")

    def __init__(self, data: Any = None, *, newest: Any, people: Sequence[User]) -> None:
        super().__init__(data, initial={"way": newest.way, "owner": newest.owner_id})
        self.offer(people)
        for name in ("on", "at", "way", "owner"):
            self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        state, due_at = given.get("state"), self.due_at()
        if state in ("done", "closed") and not given.get("words"):
            self.add_error("words", _("Say in a few words how it was, or why it is closed."))
        if state == "tried" and not due_at and "on" not in self.errors and "at" not in self.errors:
            self.add_error("on", _("Say when it is tried again."))
        if state == "tried" and due_at and due_at <= timezone.now():
            self.add_error("at", _("That time has passed. Choose a later one."))
        return given

    def told(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        del given["on"], given["at"]
        again = given["state"] == "tried"
        return {
            "state": given["state"],
            "words": given["words"],
            "due_at": self.due_at() if again else None,
            "way": given["way"] if again else "",
            "owner": given["owner"] if again else None,
        }
