"""Looks at what needs no score: sessions missed, risk found, and what a patient said of working together."""

from collections.abc import Sequence
from typing import Any

from clinic.courses.models import Course
from ipt.measures import library
from ipt.outcomes.signals import Observed, Signal, look

ANY = "phq9"  # the rules here read no score; a measure has to stand behind the empty ones


def at_missed(course: Course) -> tuple[Signal, ...]:
    """What the sessions missed so far call for, whether they used one up or not."""
    used = course.sessions.filter(attendance="missed").count()
    number = used + course.absences.filter(kind="missed").count()
    return _last(missed=[1.0] * number)


def at_risk(levels: Sequence[int]) -> tuple[Signal, ...]:
    """What the newest level calls for, after the one found before it."""
    return _last(risk=[float(level > 0) for level in levels])


def at_alliance(said: Sequence[float]) -> tuple[Signal, ...]:
    """What the newest answer calls for, after the one before it."""
    return _last(alliance=list(said))


def _last(**known: Any) -> tuple[Signal, ...]:
    """What is called for at the last of the places known of."""
    [values] = known.values()
    if not values:
        return ()
    empty = [float("nan")] * len(values)
    seen = look(Observed(library.load(ANY), empty, mid_point=len(values), **known))
    return seen.at(len(values))
