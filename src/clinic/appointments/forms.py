"""When, how long and in which way to meet."""

from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic.access.models import User
from clinic.appointments.local_time import NoSuchTime, moment
from clinic.appointments.models import bookable_courses
from clinic.courses.models import Course
from clinic.inventory.models import Relationship
from clinic.ui.fields import NearDay
from clinic.ui.widgets import OneChip, TimeInput

MODES = (("room", _("In the room")), ("video", _("By video")), ("phone", _("By phone")))


class BookingForm(forms.Form):
    """A time on the clock, as two people agree it."""

    day = NearDay(label=_("Day"))
    time = forms.TimeField(label=_("Time"), widget=TimeInput)
    minutes = forms.IntegerField(label=_("Minutes"), min_value=5, max_value=240, initial=50)
    mode = forms.ChoiceField(label=_("How you meet"), choices=MODES, widget=OneChip, initial="room")
    place = forms.CharField(
        label=_("Where"), required=False, max_length=120, help_text=_("A room or a number; nothing clinical.")
    )
    anyway = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, zone: str, **given: Any) -> None:
        super().__init__(*args, **given)
        self.zone = zone

    def clean(self) -> dict[str, Any]:
        agreed = super().clean() or {}
        if agreed.get("day") and agreed.get("time"):
            agreed["on"] = datetime.combine(agreed.pop("day"), agreed.pop("time"))
            self._check(agreed["on"])
        self.anyway = agreed.pop("anyway", False)
        return agreed

    def _check(self, on: datetime) -> None:
        try:
            self.starts_at = moment(on, self.zone)
        except NoSuchTime:
            self.add_error("time", _("The clocks go forward that night: this time does not exist."))
            return
        if self.starts_at < timezone.now():
            self.add_error("day", _("That time has passed. Check the day and the time."))


class DiaryForm(BookingForm):
    """A booking that begins with choosing who comes."""

    course = forms.ModelChoiceField(queryset=Course.objects.none(), label=_("Who"))
    field_order = ["course", "day", "time", "minutes", "mode", "place"]

    def __init__(self, *args: Any, keeper: User, **given: Any) -> None:
        super().__init__(*args, **given)
        who: Any = self.fields["course"]
        who.queryset = bookable_courses(keeper)
        who.label_from_instance = lambda course: " & ".join(
            one.patient.name for one in course.participants.all()
        )
        who.empty_label = _("Choose a person")


class CompanyForm(forms.Form):
    """Who of the circle comes to a meeting beside the patient."""

    relationship = forms.ModelChoiceField(
        queryset=Relationship.objects.none(),
        label=_("Who comes along"),
        required=False,
        empty_label=_("Nobody"),
    )

    def __init__(self, *args: Any, people: QuerySet[Relationship], **given: Any) -> None:
        super().__init__(*args, **given)
        who: Any = self.fields["relationship"]
        who.queryset = people
        who.label_from_instance = lambda one: ", ".join(filter(None, (one.pseudonym, one.role)))
