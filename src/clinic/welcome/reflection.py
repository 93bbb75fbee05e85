"""The words of the self-reflection: its questions, and what each next step says."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ipt.therapy.reflection import Step

QUESTIONS: dict[str, str | Promise] = {
    "mood": _("Have you felt low, or lost interest in things, for two weeks or more?"),
    "change": _(
        "Did something change between you and others around the time it began? "
        "A death, a quarrel, a move, a new role, or being more alone?"
    ),
    "people": _("Is there someone in your life you would like things to be better with, or would like back?"),
    "time": _("Could you find an hour a week for three or four months?"),
    "other_help": _(
        "Does something else fill your days: drink or drugs, hearing or seeing things others do not, "
        "or not being safe at home?"
    ),
    "danger": _("Have you had thoughts of being better off dead, or of hurting yourself?"),
    "adult": _("Are you 18 or older?"),
}
ANSWERS = [
    ("yes", _("Yes")),
    ("partly", _("Partly, or not sure")),
    ("no", _("No")),
    ("unsaid", _("I would rather not say")),
]


def answers_to(question: str) -> list[tuple[str, str | Promise]]:
    """The answers that a question allows; nobody is partly 18."""
    return [one for one in ANSWERS if (question, one[0]) != ("adult", "partly")]


@dataclass(frozen=True)
class Words:
    """What a next step says, and where it leads."""

    title: str | Promise
    words: str | Promise
    to: str = ""
    button: str | Promise = ""


STEPS: dict[Step, Words] = {
    "urgent": Words(
        _("Talk to somebody today"),
        _("You do not have to be alone with these thoughts. You can ring or text somebody right now."),
        "/urgent-help/",
        _("See who is there now"),
    ),
    "young": Words(
        _("Help for young people"),
        _(
            "This service is for adults. Your doctor, your school or a help line for young people "
            "can tell you what there is near you."
        ),
        "/urgent-help/",
        _("Help lines"),
    ),
    "talk": Words(
        _("Ask for a first talk"),
        _("A first talk is just that. You and a therapist see whether this fits, or what would fit better."),
        "/enquire/",
        _("Ask for a first talk"),
    ),
    "other_help_first": Words(
        _("Other help may come first, or alongside"),
        _("Say so when you ask for a first talk. You will be told where to turn, not turned away."),
    ),
    "doctor": Words(
        _("See your doctor"),
        _(
            "Low mood can have causes in the body, and there are other treatments that help. "
            "Your doctor knows them."
        ),
    ),
    "wait": Words(
        _("Wait for a better moment"),
        _("If there is no hour to spare now, a shorter form or a later start may be possible. Ask about it."),
    ),
    "read_more": Words(
        _("Read what a course is like"),
        _("What happens in a meeting, how long it lasts, and what the research says."),
        "/",
        _("What to expect"),
    ),
}
