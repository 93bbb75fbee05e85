"""What the players say, in the language of the page; the exercises' own words come from their data."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

RATINGS = {  # what is asked before, what is asked after, and the words at 0 and at 10
    "distress": (
        gettext_lazy("How upset are you?"),
        gettext_lazy("How upset are you now?"),
        gettext_lazy("not at all"),
        gettext_lazy("as much as can be"),
    ),
    "tension": (
        gettext_lazy("How tense are you?"),
        gettext_lazy("How tense are you now?"),
        gettext_lazy("not at all"),
        gettext_lazy("as tense as can be"),
    ),
    "mood": (
        gettext_lazy("How is your mood?"),
        gettext_lazy("How is your mood now?"),
        gettext_lazy("very low"),
        gettext_lazy("very good"),
    ),
    "calm": (
        gettext_lazy("How calm are you?"),
        gettext_lazy("How calm are you now?"),
        gettext_lazy("not at all"),
        gettext_lazy("as calm as can be"),
    ),
    "wandering": (
        gettext_lazy("How much is your mind wandering?"),
        gettext_lazy("How much did your mind wander?"),
        gettext_lazy("not at all"),
        gettext_lazy("all the time"),
    ),
}
NAMES = {
    "distress": gettext_lazy("Upset"),
    "tension": gettext_lazy("Tense"),
    "mood": gettext_lazy("Mood"),
    "calm": gettext_lazy("Calm"),
    "wandering": gettext_lazy("Mind wandering"),
}


def ratings(rates: Iterable[str]) -> list[dict[str, str]]:
    """Each rating with its question before and after and the words at its ends."""
    keys = ("before", "after", "low", "high")
    return [{"id": one, **dict(zip(keys, map(str, RATINGS[one]), strict=True))} for one in rates]


def words(therapist: str, *, together: bool) -> dict[str, str]:
    """Every word of the players; ``{…}`` is filled in by the player."""
    return {**_setting_up(), **_running(), **_kinds(), **_afterwards(therapist, together=together)}


def _setting_up() -> dict[str, str]:
    return {
        "begin": _("Begin"),
        "stop": _("Stop"),
        "optional": _("(optional)"),
        "how_long": _("How long?"),
        "which": _("Which one?"),
        "another_length": _("Another length"),
        "minutes": _("Minutes"),
        "pace": _("How many breaths a minute?"),
        "steps_down": _("Begin at my own rate and slow down"),
        "steps_words": _(
            "If slow feels like too little air: {steps} breaths a minute, {seconds} seconds each."
        ),
        "rest_on": _("What will you rest your attention on?"),
        "eyes": _("Your eyes"),
        "eyes_open": _("Open"),
        "eyes_closed": _("Closed"),
        "leave_out": _("Leave out"),
        "leave_out_hint": _("Choose any part that hurts, or that you would rather not go to."),
        "gentle": _("Tense only lightly, and only for a moment."),
        "with_whom": _("With whom?"),
        "to_whom": _("To whom will you listen?"),
        "nobody": _("Nobody in particular"),
        "what_will_you_do": _("What will you do?"),
        "what_hint": _("A walk, the stairs, the garden."),
        "before_title": _("Before you begin"),
        "before_hint": _("Choose a number, or leave it."),
        "shown": _("How it is shown"),
        "shown_moving": _("A shape that moves"),
        "shown_still": _("Words and a bar"),
        "headphones": _("The sounds are made in your browser. Begin with a low volume."),
        "all_left_out": _("Everything is left out. Keep at least one part."),
        "too_long": _("Choose between 1 and {most} minutes."),
    }


def _running() -> dict[str, str]:
    return {
        "ready": _("Get ready"),
        "pause": _("Pause"),
        "go_on": _("Go on"),
        "paused": _("Paused"),
        "paused_line": _("Go on when you like, or stop here."),
        "voice": _("Voice"),
        "vibrate": _("Vibrate"),
        "pace_chip": _("Pace"),
        "volume": _("Volume"),
        "slower": _("Slower"),
        "faster": _("Faster"),
        "rate": _("{rate} breaths a minute"),
        "keys": _("Space pauses and goes on. Escape stops."),
        "keys_stop": _("Escape stops."),
        "keys_naming": _("Space counts one. Escape stops."),
        "time_left": _("{minutes} {seconds} left"),
        "time_left_last": _("{seconds} left"),
        "one_minute": _("1 minute"),
        "more_minutes": _("{n} minutes"),
        "one_second": _("1 second"),
        "more_seconds": _("{n} seconds"),
        "your_time": _("In your own time"),
        "broken": _("Something went wrong here, and the exercise has ended. You did nothing wrong."),
        "resume_title": _("You had begun this"),
        "resume_words": _("It was still open when the page went away. Go on where you were, or stop here."),
        "alone_with_sound": _("This browser cannot make the sounds. Listen to the real ones around you."),
    }


def _kinds() -> dict[str, str]:
    return {
        "breathe_in": _("Breathe in"),
        "breathe_out": _("Breathe out"),
        "in": _("In"),
        "out": _("Out"),
        "in_out": _("In for {in}, out for {out}. No holding."),
        "tense": _("Tense"),
        "release": _("Let go"),
        "rest": _("Rest"),
        "notice": _("Notice"),
        "named_one": _("I have one"),
        "named_hint": _("Tap for each one. Nobody counts with you."),
        "to_go": _("{n} more"),
        "another_way": _("Another way"),
        "leave_sense": _("Leave this one out"),
        "next": _("Next"),
        "time_over": _("Your time is over. Stop when you like."),
        "moving": _("Moving"),
        "finish": _("I am done"),
        "moved_lately": _("Lately"),
        "question": _("Question {n} of {all}"),
        "back": _("Back"),
        "leave_question": _("Leave this one blank"),
        "own_words": _("Or in your own words"),
        "in_own_words": _("In your own words"),
        "somebody": _("Somebody"),
        "something_else": _("Or something else"),
        "noticed": _("What you noticed"),
        "noticed_nothing": _("Nothing was written down."),
        "left_blank": _("left blank"),
        "not_there": _("not there"),
        "as_strong": _("as strong as can be"),
        "ahead": _("ahead"),
        "ahead_right": _("ahead, to the right"),
        "right": _("to the right"),
        "behind_right": _("behind, to the right"),
        "behind": _("behind you"),
        "behind_left": _("behind, to the left"),
        "left": _("to the left"),
        "ahead_left": _("ahead, to the left"),
        "near": _("near"),
        "middling": _("a little way off"),
        "far": _("far"),
        "where_sounds_are": _("Where the sounds are"),
        "you": _("you"),
        "all_sounds": _("All of them"),
    }


def _afterwards(therapist: str, *, together: bool) -> dict[str, str]:
    sees = (
        _("It is kept in the record of this session.")
        if together
        else _("%s sees what you keep here, but not at once.")
    )
    return {
        "stopped": _("Stopped."),
        "stopped_fine": _("Stopping is fine. Nothing more happens here."),
        "by_rule": _("That is long enough for one time."),
        "done": _("That was it."),
        "ground": _("Come back to where you are"),
        "ground_path": _("Go through it step by step"),
        "urgent": _("Urgent help"),
        "more": _("Say more about it"),
        "why": _("Why did you stop?"),
        "who_stopped": _("Who stopped it?"),
        "who_patient": _("The patient"),
        "who_clinician": _("The clinician"),
        "unwanted": _("Did anything unpleasant come with it?"),
        "unwanted_no": _("No"),
        "unwanted_yes": _("Yes"),
        "unwanted_what": _("What was it?"),
        "unwanted_hint": _("Dizziness, fear, pain, feeling far away, or anything else."),
        "lasted": _("Is it still there?"),
        "takeaway": _("What do you take with you?"),
        "how_was_it": _("What was it like?"),
        "keep": _("Keep it"),
        "leave": _("Leave it out"),
        "leave_page": _("Back to the session") if together else _("To the exercises"),
        "sees": sees if together else sees % therapist,
        "keeping": _("Keeping it …"),
        "no_signal": _("No signal. It is kept on this device and sent when the signal is back."),
        "signed_out": _(
            "You are signed out. What you did is kept on this device; sign in again, and it is sent."
        ),
        "sign_in": _("Sign in again in another window"),
        "try_again": _("Send it now"),
        "not_taken": _("This could not be kept as it is. Look at what you wrote, and press again."),
        "kept_before": _("This was kept before."),
        "waiting_head": _("Done, and not kept yet"),
        "waiting": _("{title}, {when}"),
    }
