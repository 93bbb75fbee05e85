"""The words in which questions are answered, and how a rating and a talk came about."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = dict[str, str | Promise]

ANSWERS: Words = {"yes": _("Yes"), "mostly": _("Mostly"), "a little": _("A little"), "no": _("No")}
QUESTIONS: Words = {
    "understood": _("Did you feel understood?"),
    "mattered": _("Did we work on what matters to you?"),
}
RESTS_ON: Words = {
    "recording": _("A recording"),
    "in the room": _("Being in the room"),
    "notes": _("Notes and the record"),
    "memory": _("Memory"),
}
WAYS: Words = {
    "room": _("In the room"),
    "video": _("By video"),
    "phone": _("By phone"),
    "group": _("In a group"),
}
RATERS: Words = {"therapist": _("The therapist’s own rating"), "supervisor": _("The supervisor’s rating")}
