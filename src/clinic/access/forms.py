"""What people fill in to get in, and what an administrator sets."""

from datetime import date
from typing import Any

from allauth.account.forms import LoginForm
from allauth.mfa.base.forms import AuthenticateForm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from clinic.access.models import Service
from clinic.access.places import countries, time_zones
from clinic.access.roles import Role
from clinic.ui.widgets import TimeInput

DAYS = [
    (0, _("Monday")),
    (1, _("Tuesday")),
    (2, _("Wednesday")),
    (3, _("Thursday")),
    (4, _("Friday")),
    (5, _("Saturday")),
    (6, _("Sunday")),
]
ROLE_WORDS = {
    Role.THERAPIST: _("Therapist: treats people, sees only their own courses"),
    Role.SUPERVISOR: _("Supervisor: sees the courses they supervise"),
    Role.LEAD: _("Service lead: enquiries and the figures of the service"),
    Role.ADMINISTRATOR: _("Administrator: people, roles and settings; no clinical record"),
    Role.RECEPTION: _("Reception: enquiries and appointments; no clinical record"),
}


class SignInForm(LoginForm):
    """How staff begin to sign in; allauth checks it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("E-mail address")
        self.fields["login"].widget.attrs.pop("placeholder", None)
        self.fields["password"].widget.attrs.pop("placeholder", None)


class SecondFactorForm(AuthenticateForm):
    """The six digits, or a recovery code; allauth checks them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code")
        self.fields["code"].widget.attrs.pop("placeholder", None)


class CodeForm(forms.Form):
    """The short code shown in the room."""

    code = forms.CharField(
        label=_("Your code"),
        help_text=_("Eight letters and numbers. Your therapist can show it to you."),
        max_length=12,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "characters"}),
    )

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"].upper().replace(" ", "").replace("-", "")
        return code


class PasswordForm(forms.Form):
    """The first password of somebody who came by their start link."""

    password = forms.CharField(
        label=_("New password"),
        help_text=_("At least 12 characters. A few words you can remember are fine."),
        max_length=256,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, self.user)
        return password


class MemberForm(forms.Form):
    """Somebody new in the service."""

    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("E-mail address they sign in with"))
    role = forms.ChoiceField(
        label=_("Role"), choices=[(role.value, words) for role, words in ROLE_WORDS.items()]
    )

    def __init__(self, *args: Any, service: Service, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.service = service

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        same = {"user__email__iexact": given.get("email"), "role": given.get("role"), "left_on": None}
        here = self.service.memberships.filter(**same).select_related("user").first()
        if here is not None:
            self.add_error("email", _("%s already works here in this role.") % here.user.name)
        return given


class Days(forms.CharField):
    """Days, one a line; kept as they are written in data."""

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        return sorted({self._day(line) for line in super().clean(value).split()})

    def _day(self, line: str) -> str:
        try:
            return date.fromisoformat(line).isoformat()
        except ValueError:
            raise forms.ValidationError(_("%s is no day. Write it as 2026-12-25.") % line) from None


class ServiceForm(forms.Form):
    """How the service works."""

    name = forms.CharField(label=_("Name of the service"), max_length=120)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    country = forms.ChoiceField(
        label=_("Country"),
        help_text=_(
            "It decides the crisis numbers. Where Kith knows none, it says to call those of the place."
        ),
        choices=countries,
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"), help_text=_("Such as Europe/London."), choices=time_zones
    )
    opens_at = forms.TimeField(label=_("Opens at"), widget=TimeInput)
    closes_at = forms.TimeField(label=_("Closes at"), widget=TimeInput)
    working_days = forms.TypedMultipleChoiceField(
        label=_("Working days"), choices=DAYS, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    closed_on = Days(
        label=_("Closed on"),
        help_text=_("Public holidays and other days off, one a line, such as 2026-12-25."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    alert_minutes = forms.IntegerField(
        label=_("Minutes of working time in which an alert is to be seen"), min_value=5, max_value=24 * 60
    )
    shows_scores = forms.BooleanField(
        label=_("Show patients their own scores, in plain words"), required=False
    )
    cover = forms.CharField(
        label=_("Who answers out of hours"),
        help_text=_("A name or team with a number. Leave it empty if nobody does: patients are told so."),
        max_length=200,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        opens, closes = cleaned.get("opens_at"), cleaned.get("closes_at")
        if opens and closes and opens >= closes:
            self.add_error("closes_at", _("The closing time must be after the opening time."))
        return cleaned
