"""Tells what was done in an exercise, in a patient's words."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinic.courses.models import Participant
from clinic.techniques.models import TechniqueUse
from clinic.techniques.playing_words import NAMES
from ipt.therapy import exercises
from ipt.therapy.exercises import Exercise, Form, Moment, Pace, seconds_of


def with_last_use(offered: list[Exercise], participant: Participant) -> list[dict[str, Any]]:
    """Each exercise with how long it can be and when it was done last; one query."""
    uses = TechniqueUse.objects.filter(participant=participant).standing()
    last = {use.exercise: use for use in uses.order_by("began_at")}
    return [{"exercise": one, "lasts": lasts(one), "last": last.get(one.id)} for one in offered]


def lasts(exercise: Exercise) -> str:
    """How long an exercise is, from its shortest form to its longest; empty where it waits for the person."""
    minutes = sorted({round(seconds_of(form) / 60) for form in exercise.forms if seconds_of(form) >= 60})
    if not minutes:
        return _("in your own time")
    if len(minutes) == 1:
        return ngettext("%(n)s minute", "%(n)s minutes", minutes[0]) % {"n": minutes[0]}
    return _("%(least)s to %(most)s minutes") % {"least": minutes[0], "most": minutes[-1]}


def of(use: TechniqueUse) -> dict[str, Any]:
    """One use as its page tells it; what was not rated says so."""
    one = exercises.load(use.exercise)
    length = how_long(use.seconds)
    form = next((form.title for form in one.forms if form.id == use.form), "")
    rated = [rate for rate in one.rates if rate in use.before or rate in use.after]
    return {
        "use": use,
        "one": one,
        "participant": use.participant,
        "form": form if len(one.forms) > 1 and form != length else "",
        "how_long": length,
        "ratings": [(NAMES[rate], _number(use.before, rate), _number(use.after, rate)) for rate in rated],
        "answers": answers(one, use.details.get("answers")),
    }


def how_long(seconds: int) -> str:
    """Write a length in words: seconds below a minute, else whole minutes."""
    if seconds < 60:
        return ngettext("%(n)s second", "%(n)s seconds", seconds) % {"n": seconds}
    minutes = round(seconds / 60)
    return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}


def _number(ratings: dict[str, int], rate: str) -> str:
    return str(ratings[rate]) if rate in ratings else _("not rated")


def answers(exercise: Exercise, given: Any) -> list[tuple[str, str]]:
    """What was answered in a check-in, question by question; what was left blank is left out.

    Details are kept as a device sent them: what is no answer to a question tells nothing.
    """
    if not isinstance(given, dict):
        return []
    told = [(one.title, given.get(one.id)) for one in exercise.questions]
    return [
        (title, ", ".join(map(str, value)) if isinstance(value, list) else str(value))
        for title, value in told
        if value not in (None, "", [])
    ]


def outline(exercise: Exercise, offered: list[Form]) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """An exercise to read: each form with its steps, as title, words and time."""
    if exercise.pace:
        return [(_("How it goes"), _breaths(exercise.pace))]
    if exercise.sounds:
        steps = [
            (one.title, one.say.replace("{sound}", _("one of them")), how_long(one.seconds))
            for one in exercise.stretches
        ]
        return [(_("How it goes, with the sounds where you are"), steps)]
    return [(form.title, [_step(one, exercise) for one in form.moments]) for form in offered if form.moments]


def _step(moment: Moment, exercise: Exercise) -> tuple[str, str, str]:
    say = moment.say.replace("{anchor}", _("what you have chosen"))
    return moment.title, say, how_long(moment.seconds) if moment.seconds else _("in your own time")


def _breaths(pace: Pace) -> list[tuple[str, str, str]]:
    """In and out at the usual rate, and the steps down for whoever feels short of air."""
    into, out = pace.breath(pace.usual)
    steps = ", ".join(f"{rate:g}" for rate in pace.steps_down)
    return [
        (_("Breathe in"), _("Slowly, through the nose if that is easy."), how_long(round(into))),
        (_("Breathe out"), _("Longer than in. No holding."), how_long(round(out))),
        (
            _("If that feels like too little air"),
            _("Begin at your own rate and slow down: %s breaths a minute.") % steps,
            how_long(pace.seconds_a_step),
        ),
    ]
