"""What staff type on the session page and on the list of courses."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.access.models import Service, User
from clinic.access.roles import Role
from clinic.courses.age import too_young, years_between
from clinic.inventory.models import Relationship
from clinic.inventory.sentence import DIRECTIONS
from clinic.patients.models import CONTACT_WAYS
from clinic.techniques.although import Against
from clinic.ui.fields import NearDay
from clinic.ui.widgets import Chips, DateInput, OneChip, OwnWords
from clinic.workbench.session_page import WRITTEN
from ipt.therapy import manuals, suitability, techniques
from ipt.therapy.attendance import KINDS

WORDS_OF_ATTENDANCE = {
    "attended": gettext_lazy("Attended"),
    "missed": gettext_lazy("Missed"),
    "cancelled by patient": gettext_lazy("Cancelled by patient"),
    "cancelled by therapist": gettext_lazy("Cancelled by me"),
}
MODES = (("room", gettext_lazy("Room")), ("video", gettext_lazy("Video")), ("phone", gettext_lazy("Phone")))
OLDEST = 120
LONGEST_REASON = 200  # characters
PAGE = {"form": "session-form"}  # the fields stand in three columns, outside of the form's own element
WRITE = {**PAGE, "placeholder": " "}  # an empty one is put away once the session did not take place


def manual_choices() -> list[tuple[str, str]]:
    return [(one, manuals.load(one).title) for one in manuals.ids()]


def technique_choices() -> list[tuple[str, str]]:
    return [(one.id, one.title) for one in techniques.load_all()]


class RecordForm(forms.Form):
    """What a record of a session says."""

    line = forms.CharField(
        label=gettext_lazy("In one line"), max_length=500, widget=forms.TextInput(PAGE),
        help_text=gettext_lazy(
            "What happened today. This and attendance are enough to sign; if it was missed, attendance is."
        ),
    )  # fmt: skip
    summary = forms.CharField(
        label=gettext_lazy("Summary"), required=False, widget=forms.Textarea({**WRITE, "rows": 5})
    )
    remember = forms.CharField(
        label=gettext_lazy("What I want to remember"), required=False, max_length=300,
        widget=OwnWords({**WRITE, "rows": 2}),
    )  # fmt: skip
    plan = forms.CharField(
        label=gettext_lazy("Agreed for the week"), required=False,
        widget=forms.Textarea({**WRITE, "rows": 3}),
        help_text=gettext_lazy("On the patient's own page once you sign."),
    )  # fmt: skip
    techniques = forms.MultipleChoiceField(
        label=gettext_lazy("What we did"), required=False, choices=technique_choices, widget=Chips(PAGE)
    )
    although = forms.CharField(
        label=gettext_lazy("Why it was used all the same"), required=False, max_length=1000,
        widget=forms.Textarea({**PAGE, "rows": 2}),
        help_text=gettext_lazy("In your own words. It stands in the record and in the basis of supervision."),
    )  # fmt: skip
    although_sure = forms.BooleanField(
        label=gettext_lazy("It was used in this session, although a rule speaks against it"), required=False,
        widget=forms.CheckboxInput(PAGE),
    )  # fmt: skip
    risk_status = forms.CharField(
        label=gettext_lazy("Risk today"), required=False, max_length=200, widget=forms.TextInput(PAGE),
        help_text=gettext_lazy("What was asked, what was said, what happens next."),
    )  # fmt: skip
    private = forms.CharField(
        label=gettext_lazy("Private notes"), required=False, widget=forms.Textarea({**WRITE, "rows": 4})
    )

    def __init__(
        self, *given: Any, against: Mapping[str, Against], risk_is_asked: bool = False, **named: Any
    ) -> None:
        super().__init__(*given, **named)
        self.against = against
        self.fields["risk_status"].required = risk_is_asked
        self.fields["risk_status"].error_messages["required"] = _(
            "An alert is open for this course. Say what was asked and what happens next."
        )
        self.fields["line"].error_messages["required"] = _("Say in one line what happened today.")
        self._ask_why()

    def _ask_why(self) -> None:
        """What was done may be recorded whatever stands against it, with a reason and said on purpose."""
        ticked = self.against if not self.is_bound else self.against.keys() & set(self["techniques"].value())
        for name, wanted in (
            ("although", _("Say why it was used all the same, or untick it.")),
            ("although_sure", _("Tick this to record it, or untick the technique.")),
        ):
            self.fields[name].required = bool(ticked)
            self.fields[name].error_messages["required"] = wanted

    def ticked_although_refused(self) -> dict[str, Against]:
        """What is ticked although something stands against it."""
        ticked = self.cleaned_data.get("techniques", ())
        return {technique: self.against[technique] for technique in ticked if technique in self.against}

    def written(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in WRITTEN}


class SessionForm(RecordForm):
    """The session page: the record, and whether and how the session took place."""

    attendance = forms.ChoiceField(
        label=gettext_lazy("Attendance"), choices=[(kind, WORDS_OF_ATTENDANCE[kind]) for kind in KINDS],
        initial="attended", widget=OneChip(PAGE),
    )  # fmt: skip
    mode = forms.ChoiceField(label=gettext_lazy("Where"), choices=MODES, initial="room", widget=OneChip(PAGE))

    field_order = ("attendance", "mode", "line")

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        if self.is_bound and self.data.get("attendance", "attended") != "attended":
            for name in ("line", "risk_status", "although", "although_sure"):
                self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        took_place = cleaned.get("attendance", "attended") == "attended"
        if not took_place and len(cleaned.get("line", "")) > LONGEST_REASON:
            self.add_error(
                "line",
                _("Why a session did not take place is kept in %d characters. Shorten it.") % LONGEST_REASON,
            )
        if not took_place and any(cleaned.get(name) for name in (*WRITTEN[1:], "private")):
            self.add_error(
                "attendance",
                _("A session that did not take place has no summary, plan, techniques, risk or notes. "
                  "Empty them, or choose Attended. What you know of risk belongs in a review, under Safety."),
            )  # fmt: skip
        return cleaned


class AmendmentForm(RecordForm):
    """A change to a signed record, with its reason."""

    why_amended = forms.CharField(
        label=gettext_lazy("Why it is changed"), max_length=300, widget=forms.TextInput(PAGE)
    )

    field_order = ("why_amended", "line")

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["line"].help_text = ""
        for name in ("summary", "remember", "plan"):
            self.fields[name].help_text = _("On the patient’s own page once you keep it.")


class QuickLinkForm(forms.Form):
    """Two taps: with whom, and which way mood went."""

    relationship = forms.ModelChoiceField(queryset=Relationship.objects.none())
    direction = forms.ChoiceField(choices=DIRECTIONS)

    def __init__(self, *given: Any, people: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["relationship"].queryset = people  # type: ignore[attr-defined]


class NewCourseForm(forms.Form):
    """Somebody who begins a course without an enquiry."""

    name = forms.CharField(label=gettext_lazy("Full name"), max_length=120)
    preferred_name = forms.CharField(
        label=gettext_lazy("What they like to be called"), max_length=60, required=False
    )
    born_on = forms.DateField(label=gettext_lazy("Date of birth"), widget=DateInput())
    contact_by = forms.ChoiceField(
        label=gettext_lazy("Best reached by"), choices=[(way, way.capitalize()) for way in CONTACT_WAYS],
        initial="phone", widget=OneChip(),
    )  # fmt: skip
    phone = forms.CharField(label=gettext_lazy("Phone"), max_length=40, required=False)
    email = forms.EmailField(label=gettext_lazy("E-mail"), required=False)
    general_practitioner = forms.CharField(
        label=gettext_lazy("General practitioner"), max_length=120, required=False
    )
    manual = forms.ChoiceField(label=gettext_lazy("Manual"), choices=manual_choices)
    stage = forms.ChoiceField(
        label=gettext_lazy("For"), widget=OneChip(), initial="acute",
        choices=[("acute", gettext_lazy("Treatment")), ("prevention", gettext_lazy("Prevention"))],
    )  # fmt: skip
    began_on = NearDay(label=gettext_lazy("Begins on"))
    therapist = forms.ModelChoiceField(
        label=gettext_lazy("Therapist"),
        queryset=User.objects.none(),
        empty_label=gettext_lazy("Choose a therapist"),
    )
    supervisor = forms.ModelChoiceField(
        label=gettext_lazy("Supervisor"),
        queryset=User.objects.none(),
        required=False,
        empty_label=gettext_lazy("Nobody"),
    )

    def __init__(self, *given: Any, service: Service, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["therapist"].queryset = service.people_as(Role.THERAPIST)  # type: ignore[attr-defined]
        self.fields["supervisor"].queryset = service.people_as(Role.SUPERVISOR)  # type: ignore[attr-defined]

    def clean_born_on(self) -> date:
        born: date = self.cleaned_data["born_on"]
        today = timezone.localdate()
        if not 0 <= years_between(born, today) <= OLDEST:
            raise forms.ValidationError(_("Check the year of birth."))
        if too_young(born, today):
            raise forms.ValidationError(suitability.guide().young.meaning)
        return born

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        born, began = cleaned.get("born_on"), cleaned.get("began_on")
        if born and began and too_young(born, began):
            self.add_error("began_on", _("They were under age then. Check this day and the date of birth."))
        return cleaned
