"""What is said in the same words wherever it stands: parts of the ending, and whether the patient agrees."""

from django.utils.translation import gettext_lazy

ENDING_TITLES = {
    "brought": gettext_lazy("What brought me"),
    "did": gettext_lazy("What I did"),
    "change": gettext_lazy("What changed"),
    "feelings": gettext_lazy("What it is like to end"),
    "warning_signs": gettext_lazy("My early warning signs"),
    "what_then": gettext_lazy("What I do then, and whom I tell"),
    "remember": gettext_lazy("What I want to remember"),
    "way_back": gettext_lazy("The way back"),
    "next_step": gettext_lazy("What comes next"),
}
PATIENT_SAYS = {
    "agrees": gettext_lazy("Yes, agreed together"),
    "not yet": gettext_lazy("Not yet"),
    "no": gettext_lazy("No, sees it another way"),
}
NEXT_STEPS = (
    ("stop", gettext_lazy("Stop here")),
    ("continuation", gettext_lazy("Go on for an agreed time")),
    ("maintenance", gettext_lazy("Meet once a month")),
    ("other treatment", gettext_lazy("Another treatment")),
)
FOCUS_FITS = {
    "yes": gettext_lazy("Yes, it still fits"),
    "partly": gettext_lazy("In part"),
    "no": gettext_lazy("No"),
}
DECISIONS = {
    "continue": gettext_lazy("Go on as agreed"),
    "change focus": gettext_lazy("Change the focus"),
    "change sessions": gettext_lazy("Change the number of sessions"),
    "step up": gettext_lazy("More help, or another treatment"),
}
