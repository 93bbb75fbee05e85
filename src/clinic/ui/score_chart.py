"""What a score chart says: plain values, from which it is drawn."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from clinic.ui.lanes import Event, Mark


@dataclass(frozen=True)
class Point:
    """A score on its day; no value where none was given, which leaves a gap in the line."""

    on: dt.date
    value: float | None
    label: str = ""
    reliable: bool = False
    enquiry: bool = False
    worse: bool = False
    looked: str = ""  # what asked for a look at it, and how that stands


@dataclass(frozen=True)
class Expected:
    """The range of scores expected on a day for people who began as this one did."""

    on: dt.date
    low: float
    high: float
    where: str = ""
    words: str = ""  # the same as written in the table


@dataclass(frozen=True)
class ScoreChart:
    """All that a score chart says. ``bands`` are (lowest score, name), from the mildest up."""

    measure_title: str
    low: float
    high: float
    bands: Sequence[tuple[float, str]]
    points: Sequence[Point]
    sessions: Sequence[Mark] = ()
    events: Sequence[Event] = ()
    reliable_at: float | None = None
    cutoff: float | None = None
    today: dt.date | None = None
    finding: str = ""
    words: str = ""
    higher_is_better: bool = False
    expected: Sequence[Expected] = ()
    events_title: str = ""
    without_scores: bool = False  # the axis is drawn with what happened, also before the first score
    expected_words: Sequence[str] = ()  # what was expected, where this score lies, what stands behind it
    plain: bool = False  # for the patient: days and scores, nothing said about change
