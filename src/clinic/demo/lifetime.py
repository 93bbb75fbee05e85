"""The years before a course: what happened then, and how the mood was, as the patient remembers it."""

from datetime import date, timedelta

from clinic.demo.depth import Earlier, Remembered
from clinic.demo.tale import Tale
from clinic.inventory.timeline import actions as timeline

A_YEAR = 365.25  # days


def tell(tale: Tale) -> None:
    """Put it on the timeline in the session that is for it."""
    meaning = tale.story.meaning
    for earlier in meaning.life:
        _event(tale, earlier)
    for mood in meaning.mood:
        _mood(tale, mood)


def _event(tale: Tale, earlier: Earlier) -> None:
    on = _ago(tale, earlier.years)
    until = _ago(tale, earlier.years - earlier.lasted) if earlier.lasted else None
    timeline.add_event(
        participant=tale.participant,
        what=earlier.what,
        on=on,
        precision=earlier.exact,
        about=earlier.about,
        until=until,
        until_precision="month" if until else "",
        kind=earlier.kind,
        people=[tale.people[name] for name in earlier.who if name in tale.people],
        by=tale.therapist,
    )


def _mood(tale: Tale, mood: Remembered) -> None:
    timeline.remember_mood(
        participant=tale.participant,
        on=_ago(tale, mood.years),
        precision="month" if mood.years < 1 else "year",
        level=mood.level,
        about=mood.about,
        word=mood.word,
        by=tale.therapist,
    )


def _ago(tale: Tale, years: float) -> date:
    return tale.days[1] - timedelta(days=round(years * A_YEAR))
