"""What staff type on the session page and on the list of courses."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.ui.widgets import Chips, OneChip, OwnWords
from clinic.workbench.session_page import WRITTEN
from ipt.therapy import techniques
from ipt.therapy.attendance import KINDS

WORDS_OF_ATTENDANCE = {
    "attended": gettext_lazy("Attended"),
    "missed": gettext_lazy("Missed"),
    "cancelled by patient": gettext_lazy("Cancelled by patient"),
    "cancelled by therapist": gettext_lazy("Cancelled by me"),
}
MODES = (("room", gettext_lazy("Room")), ("video", gettext_lazy("Video")), ("phone", gettext_lazy("Phone")))
PAGE = {"form": "session-form"}  # the fields stand in three columns, outside of the form's own element


def technique_choices() -> list[tuple[str, str]]:
    return [(one.id, one.title) for one in techniques.load_all()]


class RecordForm(forms.Form):
    """What a record of a session says."""

    line = forms.CharField(
        label=gettext_lazy("In one line"), max_length=500, widget=forms.TextInput(PAGE),
        help_text=gettext_lazy("What happened today. This and attendance are enough to sign."),
    )  # fmt: skip
    summary = forms.CharField(
        label=gettext_lazy("Summary"), required=False, widget=forms.Textarea({**PAGE, "rows": 5})
    )
    remember = forms.CharField(
        label=gettext_lazy("What I want to remember"), required=False, max_length=300,
        widget=OwnWords({**PAGE, "rows": 2}),
    )  # fmt: skip
    plan = forms.CharField(
        label=gettext_lazy("Agreed for the week"), required=False, widget=forms.Textarea({**PAGE, "rows": 3})
    )
    techniques = forms.MultipleChoiceField(
        label=gettext_lazy("What we did"), required=False, choices=technique_choices, widget=Chips(PAGE)
    )
    risk_status = forms.CharField(
        label=gettext_lazy("Risk today"), required=False, max_length=200, widget=forms.TextInput(PAGE),
        help_text=gettext_lazy("What was asked, what was said, what happens next."),
    )  # fmt: skip
    private = forms.CharField(
        label=gettext_lazy("Private notes"), required=False, widget=forms.Textarea({**PAGE, "rows": 4})
    )

    def __init__(self, *given: Any, risk_is_asked: bool = False, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["risk_status"].required = risk_is_asked
        self.fields["risk_status"].error_messages["required"] = _(
            "An alert is open for this course. Say what was asked and what happens next."
        )
        self.fields["line"].error_messages["required"] = _("Say in one line what happened today.")

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
            self.fields["line"].required = self.fields["risk_status"].required = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        took_place = cleaned.get("attendance", "attended") == "attended"
        if not took_place and any(cleaned.get(name) for name in (*WRITTEN[1:5], "private")):
            self.add_error(
                "attendance",
                _("A session that did not take place has no summary, plan, techniques or notes. "
                  "Empty them, or choose Attended."),
            )  # fmt: skip
        return cleaned


class AmendmentForm(RecordForm):
    """A change to a signed record, with its reason."""

    why_amended = forms.CharField(
        label=gettext_lazy("Why it is changed"), max_length=300, widget=forms.TextInput(PAGE)
    )

    field_order = ("why_amended", "line")
