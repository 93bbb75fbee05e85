"""Another number of sessions: proposed with a reason, and what the patient says to it."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.courses.actions.sessions_agreed import MOST_SESSIONS
from clinic.ui.widgets import Answers, OwnWords


class ProposalForm(forms.Form):
    """How many there would be, and why."""

    to_sessions = forms.IntegerField(
        label=gettext_lazy("Sessions in all"),
        min_value=1,
        max_value=MOST_SESSIONS,
        help_text=gettext_lazy("Counted from the first one, with those already held."),
    )
    why = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("The patient reads this."),
        error_messages={"required": gettext_lazy("Another number needs a reason.")},
    )

    def __init__(self, *args: Any, now: int, begun: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now, self.begun = now, begun

    def clean_to_sessions(self) -> int:
        wanted: int = self.cleaned_data["to_sessions"]
        if wanted == self.now:
            raise forms.ValidationError(_("That is the number agreed now."))
        if wanted < self.begun:
            raise forms.ValidationError(_("%d sessions have begun already. It cannot be fewer.") % self.begun)
        return wanted


class ProposalAnswerForm(forms.Form):
    """What the patient says to it."""

    agrees = forms.TypedChoiceField(
        label=gettext_lazy("Do you agree?"),
        choices=[("yes", gettext_lazy("Yes, I agree")), ("no", gettext_lazy("No, or not now"))],
        coerce=lambda given: given == "yes",
        widget=Answers,
        error_messages={"required": gettext_lazy("Choose one. Nothing changes until you do.")},
    )
    words = forms.CharField(
        label=gettext_lazy("Anything you want to say to it"),
        max_length=300,
        required=False,
        widget=OwnWords({"rows": 2}),
    )


class SaidInTheRoomForm(ProposalAnswerForm):
    """The same, said in the room and written down by the therapist."""

    def __init__(self, *args: Any, who: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agrees"].label = _("What %s says here") % who
        self.fields["agrees"].choices = [("yes", _("Agrees")), ("no", _("Does not, or not now"))]  # type: ignore[attr-defined]
        self.fields["agrees"].error_messages["required"] = _(
            "Choose what was said. Nothing is chosen for you."
        )
        self.fields["words"].label = _("In their words")
