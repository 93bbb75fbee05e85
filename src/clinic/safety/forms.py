"""The risk review, the safety plan, the line that closes an alert, and what the private page keeps."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as gettext_now
from django.utils.translation import gettext_lazy as _

from clinic.safety.models import SAFETY_PLAN_PARTS
from clinic.safety.wording import ANSWERS
from clinic.ui.fields import DayAhead, NearDay
from clinic.ui.widgets import Answers, Chips, DateInput, OneChip, OwnWords
from ipt.relationships.fear_and_violence import Answer
from ipt.therapy import risk_review

SEVERAL = frozenset({"protection"})  # questions that may have more than one answer
HOLDS_AT_MOST = 90  # days; nobody's risk is known for longer


class RiskReviewForm(forms.Form):
    """What was said, and the level and action that the clinician chooses; nothing is ticked beforehand."""

    level = forms.TypedChoiceField(label=_("Level"), coerce=int, widget=forms.RadioSelect)
    action = forms.CharField(
        label=_("What I did and agreed"),
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Who was told, and when you speak next."),
    )
    review_by = DayAhead(
        label=_("This review holds until"),
        required=False,
        most=HOLDS_AT_MOST,
        help_text=_("A repeat no higher than this answer joins this review until then."),
    )

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["review_by"].optional = _("(needed from level 1 on)")  # type: ignore[attr-defined]
        review = risk_review.load()
        self.fields["level"].choices = [(one.level, one.title) for one in review.levels]  # type: ignore[attr-defined]
        asked: dict[str, forms.Field] = {}
        for question in review.questions:
            asked |= {f"{question.id}_ticked": _ticks(question), question.id: _words(question)}
        self.fields = asked | self.fields
        self.order_fields([*asked, "level", "action", "review_by"])

    def questions(self) -> list[tuple[Any, Any]]:
        """Each question's ticks with the line for what was said."""
        return [(self[f"{one.id}_ticked"], self[one.id]) for one in risk_review.load().questions]

    def levels(self) -> list[tuple[Any, risk_review.Level]]:
        """Each level to choose, with what it means and suggests."""
        return list(zip(self["level"], risk_review.load().levels, strict=True))

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        level = said.get("level")
        unsaid = not said.get("review_by") and "review_by" not in self.errors
        if isinstance(level, int) and risk_review.ask_every_session(level) and unsaid:
            self.add_error("review_by", _("From level 1 on, say until when this review holds."))
        ticked = {one.id: said.pop(f"{one.id}_ticked", []) for one in risk_review.load().questions}
        said["ticked"] = {
            name: [found] if isinstance(found, str) else found for name, found in ticked.items() if found
        }
        return said


def _ticks(question: risk_review.Question) -> forms.Field:
    choices = [(one.id, gettext_now(one.title)) for one in question.answers]
    label, ask = gettext_now(question.title), gettext_now(question.ask)
    if question.id in SEVERAL:
        return forms.MultipleChoiceField(
            label=label, choices=choices, widget=Chips, required=False, help_text=ask
        )
    return forms.ChoiceField(label=label, choices=choices, widget=OneChip, required=False, help_text=ask)


def _words(question: risk_review.Question) -> forms.Field:
    return forms.CharField(label=_("What was said"), required=False)


class ClosingForm(RiskReviewForm):
    """Closes an alert: with the review that was typed, or, when none was begun, with what was done alone."""

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["action"].error_messages["required"] = _(
            "Write what was done; an alert is closed with that."
        )
        self.fields["level"].required = self.has_review

    @property
    def has_review(self) -> bool:
        """Whether anything of a review was typed or ticked."""
        return any(
            field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
            not in ("", None, [])
            for name, field in self.fields.items()
            if name != "action"
        )


class SafetyPlanForm(forms.Form):
    """The six parts and the reasons for living, in the patient's words."""

    based_on = forms.IntegerField(widget=forms.HiddenInput)  # the one that this was written from; 0 = none
    review_on = forms.DateField(label=_("Look at it again on"), required=False, widget=DateInput)

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        parts = zip(SAFETY_PLAN_PARTS, risk_review.load().parts, strict=True)
        written = {name: _part(part, required=name == "warning_signs") for name, part in parts}
        self.fields = written | self.fields

    def parts(self) -> list[Any]:
        return [self[name] for name in SAFETY_PLAN_PARTS]


def _part(part: risk_review.PlanPart, required: bool) -> forms.Field:
    help_text = f"{gettext_now(part.ask)} {gettext_now(part.hint)}"
    return forms.CharField(
        label=gettext_now(part.title), required=required, widget=OwnWords, help_text=help_text
    )


class PrivateEnquiryForm(forms.Form):
    """What came of asking about one person; nothing is ticked beforehand."""

    based_on = forms.IntegerField(widget=forms.HiddenInput)
    answer = forms.ChoiceField(label=_("What came of it"), choices=tuple(ANSWERS.items()), widget=Answers)
    asked_on = NearDay(label=_("Asked on"), error_messages={"required": _("Say on which day you asked.")})
    asked_alone = forms.TypedChoiceField(
        label=_("Was the patient alone with you?"),
        help_text=_("An answer with somebody else there, also in the next room, opens nothing."),
        choices=[("yes", _("Yes, alone")), ("no", _("No"))],
        coerce=lambda given: given == "yes",
        widget=OneChip,
        error_messages={"required": _("Say whether the patient was alone with you.")},
    )
    note = forms.CharField(
        label=_("Note"),
        help_text=_("As little as is needed. It stands on this page alone."),
        widget=forms.Textarea({"rows": 3}),
        required=False,
    )

    def __init__(self, *args: Any, newest: int, **given: Any) -> None:
        super().__init__(*args, initial={"based_on": newest}, **given)
        self.newest = newest

    def clean_asked_on(self) -> date:
        on: date = self.cleaned_data["asked_on"]
        if on > timezone.localdate():
            raise forms.ValidationError(gettext_now("This day is still to come. Choose the day you asked."))
        return on

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("answer") == Answer.NOT_ASKED:  # then there is no day, and nobody was alone with anybody
            for name in ("asked_on", "asked_alone"):
                self.errors.pop(name, None)
            given |= {"asked_on": None, "asked_alone": False}
        if given.pop("based_on", self.newest) != self.newest:
            self.data = {**self.data.dict(), "based_on": self.newest}  # type: ignore[attr-defined]
            self.add_error(
                None,
                gettext_now(
                    "Somebody kept a newer answer meanwhile. Yours is still here: look, then keep it."
                ),
            )
        return given


class ReleaseForm(forms.Form):
    """A clinical reason to go on all the same, signed by somebody who saw the newest answer."""

    on_version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Clinical reason"),
        help_text=_("What was weighed, who was asked, and how the patient is protected meanwhile."),
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Write the clinical reason; without one it stays closed.")},
    )
    until = DayAhead(label=_("Until"), most=HOLDS_AT_MOST)
    signed = forms.BooleanField(
        label=_("I sign this with my name"),
        error_messages={"required": _("Tick this to sign. Without a signature it stays closed.")},
    )

    def __init__(self, *args: Any, newest: int, **given: Any) -> None:
        super().__init__(*args, initial={"on_version": newest}, **given)
        self.newest = newest

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("on_version") != self.newest:
            self.data = {**self.data.dict(), "on_version": self.newest, "signed": ""}  # type: ignore[attr-defined]
            self.add_error(
                None,
                gettext_now(
                    "A newer answer was kept meanwhile. Your reason is still here: look, and sign again if "
                    "it still holds."
                ),
            )
        return given
