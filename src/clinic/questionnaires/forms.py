"""What a patient's answer, a clinician's wish and an entry from paper must be before anything is kept."""

from datetime import datetime, time
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic.courses.models import Course, Participant
from clinic.inventory.models import Relationship
from clinic.questionnaires.models import MeasureRequest
from clinic.ui.fields import DayAhead
from clinic.ui.widgets import DateInput
from ipt.measures import asking, library
from ipt.measures.measure import Item, Measure


class AnswerForm(forms.Form):
    """One answer, or the wish to leave this one blank."""

    item = forms.CharField(max_length=40)
    value = forms.FloatField(
        required=False, error_messages={"invalid": _("Choose an answer, or leave this one blank.")}
    )
    leave_blank = forms.BooleanField(required=False)
    revision = forms.IntegerField(min_value=0)

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        if cleaned.get("leave_blank"):
            cleaned["value"] = None
        elif cleaned.get("value") is None and "value" not in self.errors:
            self.add_error("value", _("Choose an answer, or leave this one blank."))
        return cleaned


def given_on_one_page(posted: Any, measure: Measure) -> tuple[dict[str, float | None], int]:
    """The answers on a page of all questions, by item, and the revision it was opened at."""
    fields = {item.id: _item_field(item) for item in measure.items}
    form = type("Page", (forms.Form,), fields | {"revision": forms.IntegerField(required=False)})(posted)
    form.is_valid()
    given = {item: form.cleaned_data.get(item) for item in fields}
    chosen = {item: _number(value) for item, value in given.items() if value not in (None, "")}
    return chosen, form.cleaned_data.get("revision") or 0


def measures_to_ask(course: Course) -> list[tuple[str, str]]:
    """Every measure whose wording is here; those of the course's manual first."""
    planned = [plan.measure for plan in course.in_manual().measures]
    others = [id for id in library.ids() if id not in planned]
    found = [library.load(id) for id in planned + others]
    return [(one.id, f"{one.short_title}: {one.construct}") for one in found if one.can_be_asked]


class OfCourse(forms.Form):
    """A form about one participant of a course; it asks which only when there are several."""

    def __init__(self, *args: Any, course: Course, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = list(Participant.objects.filter(course=course).select_related("patient", "course"))
        self.people = {str(one.pk): one for one in people}
        if len(people) > 1:
            choices = [(key, one.patient.preferred_name) for key, one in self.people.items()]
            self.fields["participant"] = forms.ChoiceField(label=_("Who"), choices=choices)

    def whose(self) -> Participant:
        chosen = self.cleaned_data.get("participant")
        return self.people[chosen] if chosen else next(iter(self.people.values()))

    def ask_about(self, *, after: str) -> None:
        """Add the question whom it is about, below the field ``after``; nobody chosen: people in general."""
        names = list(self.fields)
        self.fields["about"] = AboutWhom(queryset=Relationship.objects.filter(participant__in=self.people))
        place = names.index(after) + 1
        self.order_fields([*names[:place], "about", *names[place:]])


class AboutWhom(forms.ModelChoiceField):
    """One person of the inventory, or people in general."""

    def __init__(self, queryset: Any) -> None:
        general = _("people in general")
        super().__init__(queryset, label=_("About whom"), required=False, empty_label=general)

    def label_from_instance(self, obj: Relationship) -> str:
        return ", ".join(filter(None, (obj.pseudonym, obj.role)))


class AskForm(OfCourse):
    """Which measure, of whom, by when."""

    measure = forms.ChoiceField(label=_("Measure"))
    due_on = DayAhead(label=_("To be answered by"))

    def __init__(self, *args: Any, course: Course, **kwargs: Any) -> None:
        super().__init__(*args, course=course, **kwargs)
        self.fields["measure"].choices = measures_to_ask(course)  # type: ignore[attr-defined]
        self.can_be_about = {
            id for id, _label in self.fields["measure"].choices if library.load(id).about_person
        }
        if self.can_be_about:
            self.ask_about(after="measure")

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("about") and given.get("measure") not in self.can_be_about:
            self.add_error("about", _("This measure is not about one person. Choose people in general."))
        return given | {"participant": self.whose()}


class ScheduleForm(forms.Form):
    """The session for which the manual's measures are asked."""

    number = forms.IntegerField(min_value=1, max_value=200)
    due_on = forms.DateField()


class EntryForm(OfCourse):
    """A whole form taken from paper or speech: one field an item, blanks confirmed once."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    way = forms.ChoiceField(
        label=_("Taken from"),
        choices=[("paper", _("a paper form")), ("speech", _("what was said"))],
        widget=forms.RadioSelect,
        initial="paper",
    )
    given_on = forms.DateField(label=_("Answered on"), widget=DateInput)
    blanks_seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, measure: Measure, course: Course, asked: MeasureRequest | None = None, **kwargs: Any
    ) -> None:
        kwargs.setdefault("initial", {"given_on": timezone.localdate()})
        super().__init__(*args, course=course, **kwargs)
        self.measure, self.course = measure, course
        if measure.about_person and asked is None:
            self.ask_about(after="way")
        for item in measure.items:
            self.fields[item.id] = _item_field(item)

    @property
    def answers(self) -> dict[str, float | None]:
        given = {item.id: self.cleaned_data.get(item.id) for item in self.measure.items}
        return {item: None if value in (None, "") else _number(value) for item, value in given.items()}

    @property
    def questions(self) -> list[Any]:
        return [self[item.id] for item in self.measure.items]

    def clean_given_on(self) -> Any:
        given_on = self.cleaned_data["given_on"]
        if given_on > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come."))
        return given_on

    def clean(self) -> dict[str, Any]:
        blank = ", ".join(item.number for item in asking.blank(self.measure, self.answers))
        if not self.errors and blank and self.cleaned_data["blanks_seen"] != blank:
            self.data = {**self.data.dict(), "blanks_seen": blank}  # type: ignore[attr-defined]
            self.add_error(None, _("Blank: %s. Ask once more; if it stays blank, save again.") % blank)
        return self.cleaned_data

    def entry(self, asked: MeasureRequest | None) -> dict[str, Any]:
        """What the action needs."""
        zone = ZoneInfo(self.course.service.time_zone)
        given_on = self.cleaned_data["given_on"]
        today = given_on == timezone.localdate(timezone=zone)
        return {
            "participant": asked.participant if asked else self.whose(),
            "answers": self.answers,
            "given_at": timezone.now() if today else datetime.combine(given_on, time(12), zone),
            "way": self.cleaned_data["way"],
            "about": asked.about if asked else self.cleaned_data.get("about"),
            "id": self.cleaned_data["id"],
        }


def _number(value: Any) -> float:
    number = float(value)
    return int(number) if number == int(number) else number


def _item_field(item: Item) -> forms.Field:
    label = f"{item.number}. {item.label}"
    if not item.options:
        low, high = item.low, item.high
        return forms.FloatField(label=label, required=False, min_value=low, max_value=high)
    choices = [(f"{o.value:g}", f"{o.value:g} {o.label}".strip()) for o in item.options]
    return forms.ChoiceField(label=label, required=False, choices=choices, widget=forms.RadioSelect)
