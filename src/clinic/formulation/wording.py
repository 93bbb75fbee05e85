"""What the parts of the ending are called, on the form, on the page and on the sheet."""

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
NEXT_STEPS = (
    ("stop", gettext_lazy("Stop here")),
    ("continuation", gettext_lazy("Go on for an agreed time")),
    ("maintenance", gettext_lazy("Meet once a month")),
    ("other treatment", gettext_lazy("Another treatment")),
)
