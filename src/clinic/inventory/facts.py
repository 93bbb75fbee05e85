"""What may be asked about a person, and the words for each answer."""

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

Choices = Sequence[tuple[str, str | Promise]]

HELP: dict[str, str | Promise] = {
    "emotional": gettext_lazy("Comfort"),
    "practical": gettext_lazy("Practical help"),
    "advice": gettext_lazy("Advice"),
    "company": gettext_lazy("Company"),
}

NOTHING = "nothing"  # chosen where help was asked about and there is none
HELP_CHOICES: Choices = (*HELP.items(), (NOTHING, gettext_lazy("Nothing")))

CONTACT: dict[str, str | Promise] = {  # the words for ipt's CONTACTS that are offered
    "daily": gettext_lazy("Every day"),
    "several_a_week": gettext_lazy("Several times a week"),
    "weekly": gettext_lazy("Once a week"),
    "fortnightly": gettext_lazy("Every two weeks"),
    "monthly": gettext_lazy("Once a month"),
    "quarterly": gettext_lazy("A few times a year"),
    "yearly": gettext_lazy("Once a year"),
    "never": gettext_lazy("Never"),
}
INITIATES: Choices = (
    ("", gettext_lazy("Not asked")),
    ("me", gettext_lazy("The patient")),
    ("them", gettext_lazy("The other")),
    ("both", gettext_lazy("Both")),
)
MODES: Choices = (
    ("in_person", gettext_lazy("Face to face")),
    ("phone", gettext_lazy("Phone")),
    ("messages", gettext_lazy("Messages")),
    ("online", gettext_lazy("Online")),
)
TRUST: Choices = (
    ("", gettext_lazy("Not asked")),
    ("True", gettext_lazy("Yes")),
    ("False", gettext_lazy("No")),
)
CONFLICTS: Choices = (
    ("", gettext_lazy("Not asked")),
    ("none", gettext_lazy("None")),
    ("open", gettext_lazy("Open: they quarrel")),
    ("silent", gettext_lazy("Silent: not spoken about")),
)
KNOWS: Choices = (
    ("", gettext_lazy("Not asked")),
    ("yes", gettext_lazy("Yes")),
    ("partly", gettext_lazy("In part")),
    ("no", gettext_lazy("No")),
)
AGES: Choices = (
    ("", gettext_lazy("Not said")),
    ("child", gettext_lazy("Child")),
    ("young", gettext_lazy("Young")),
    ("adult", gettext_lazy("Adult")),
    ("older", gettext_lazy("Older")),
)
