"""The self-reflection, the enquiry, and what staff note about it."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic.access.models import Service, User
from clinic.access.roles import Role
from clinic.courses.age import too_young
from clinic.patients.models import CONTACT_WAYS
from clinic.ui.fields import NearDay
from clinic.ui.widgets import DateInput
from clinic.welcome.reflection import QUESTIONS, answers_to
from ipt.therapy import manuals

CONTACT_WORDS = {"phone": _("Phone"), "text": _("Text message"), "e-mail": _("E-mail"), "letter": _("Letter")}


class ReflectionForm(forms.Form):
    """Questions to think with; every one may be left out."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, words in QUESTIONS.items():
            self.fields[name] = forms.ChoiceField(
                label=words, choices=answers_to(name), required=False, widget=forms.RadioSelect
            )


class EnquiryForm(forms.Form):
    """Asking for a first talk."""

    name = forms.CharField(label=_("Your name, or what we should call you"), max_length=120)
    contact_by = forms.ChoiceField(
        label=_("How should we get in touch?"),
        choices=[(way, CONTACT_WORDS[way]) for way in CONTACT_WAYS],
        widget=forms.RadioSelect,
    )
    contact = forms.CharField(
        label=_("Number or address for that"), max_length=200, help_text=_("Only used to answer you.")
    )
    may_leave_message = forms.BooleanField(
        label=_("A message may be left there"),
        help_text=_("Leave this empty if others might hear or read it."),
        required=False,
    )
    about = forms.CharField(
        label=_("What brings you? A few words are enough."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    adult = forms.TypedChoiceField(
        label=_("Are you 18 or older?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
    )
    consent = forms.BooleanField(
        label=_("You may keep what I wrote here, to answer me"),
        error_messages={"required": _("We can only take your message if you agree that we keep it.")},
    )
    website = forms.CharField(required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        contact, way = cleaned.get("contact", ""), cleaned.get("contact_by")
        if way == "e-mail" and contact and "@" not in contact:
            self.add_error("contact", _("An e-mail address has an @ in it. Check what you typed."))
        if way in ("phone", "text") and contact and sum(c.isdigit() for c in contact) < 6:
            self.add_error("contact", _("A phone number has at least six digits. Check what you typed."))
        return cleaned


class InviteForm(forms.Form):
    """When and how the person was invited."""

    reason = forms.CharField(
        label=_("When, where, with whom"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class ReferForm(forms.Form):
    """Where the person was sent instead, and why."""

    reason = forms.CharField(
        label=_("Where to, and why"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


class AcceptForm(forms.Form):
    """The patient and the course that an enquiry becomes."""

    name = forms.CharField(label=_("Full name"), max_length=120)
    preferred_name = forms.CharField(label=_("Called"), max_length=60, required=False)
    born_on = forms.DateField(label=_("Date of birth"), widget=DateInput)
    manual = forms.ChoiceField(label=_("Manual"))
    stage = forms.ChoiceField(
        label=_("For"),
        choices=[("acute", _("Treatment")), ("prevention", _("Prevention, in subthreshold depression"))],
    )
    therapist = forms.ModelChoiceField(
        label=_("Therapist"), queryset=User.objects.none(), empty_label=_("Choose a therapist")
    )
    supervisor = forms.ModelChoiceField(
        label=_("Supervisor"), queryset=User.objects.none(), required=False, empty_label=_("Nobody")
    )
    began_on = NearDay(label=_("Begins on"))

    def __init__(self, *args: Any, service: Service, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["therapist"].queryset = service.people_as(Role.THERAPIST)  # type: ignore[attr-defined]
        self.fields["supervisor"].queryset = service.people_as(Role.SUPERVISOR)  # type: ignore[attr-defined]
        loaded = (manuals.load(manual) for manual in manuals.ids())
        self.fields["manual"].choices = [(m.id, m.title) for m in loaded]  # type: ignore[attr-defined]

    def clean_born_on(self) -> date:
        born: date = self.cleaned_data["born_on"]
        today = timezone.localdate()
        if born > today:
            raise forms.ValidationError(_("This day has not come yet. Check the year."))
        age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
        if age < 18:
            raise forms.ValidationError(
                _("The manuals here are for adults. Somebody of %(age)s needs a service for young people.")
                % {"age": age}
            )
        if age > 120:
            raise forms.ValidationError(_("That would be more than 120 years ago. Check the year."))
        return born

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        born, began = cleaned.get("born_on"), cleaned.get("began_on")
        if born and began and too_young(born, began):
            self.add_error("began_on", _("They were under age then. Check this day and the date of birth."))
        return cleaned
