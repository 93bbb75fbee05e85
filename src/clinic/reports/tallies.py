"""What a course adds to the sums of its cell, place by place, and where each figure stands in them."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from clinic.courses.models import NOT_RECORDED
from clinic.reports.models import CourseOutcome
from ipt.measures import library
from ipt.measures.measure import Measure
from ipt.outcomes import rates
from ipt.outcomes.change import reliable_rule
from ipt.outcomes.which_measures import ANXIETY, DEPRESSION

Counts = NDArray[np.int64]
Key = tuple[bool, str, str, str]  # finished, quarter, manual, focus
Added = tuple[str, int, int]  # what, place, how much

LAYOUT = 4  # raise it when a place below comes to mean something else: everything is then counted anew
RATES = (
    "courses", "finished", "at_caseness", "recovered", "reliably_improved", "reliably_recovered",
    "reliably_deteriorated", "missing_outcome", "open",
)  # fmt: skip
SESSIONS = (
    "attended", "missed", "cancelled_by_patient", "cancelled_by_therapist",
    "planned_in_ended", "attended_in_ended", "recorded_and_ended",
)  # fmt: skip
ENDINGS = ("completed", "agreed early", "stopped coming", "referred on", NOT_RECORDED, "other")
AIMS = ("confidants", "gaps", "focus", "goals")
CHANGE = ("known", "first", "last", "up", "same", "down")  # of each aim, over finished courses
MEASURE = ("begun", "paired", "known", "first", "last", "better", "same", "worse")  # from known on: finished
LONGEST_WAIT = 53  # weeks: this place and beyond it hold all that is longer than a year
UNKNOWN_WAIT = LONGEST_WAIT + 1
LAST_SESSION = 60  # as many as can be agreed
SCORE = ("n", "sum", "squares")
HUNDREDTHS = 100


def key_of(outcome: CourseOutcome) -> Key:
    """The cell in which a course is counted."""
    return outcome.finished, outcome.quarter, outcome.manual, outcome.focus


def added_by(outcome: CourseOutcome) -> Iterator[Added]:
    """All that a course adds; taken away again when it has changed."""
    for what, place, how_much in _figures(outcome):
        if how_much:
            kept, start = kept_in(what)
            yield kept, start + place, how_much


def _figures(outcome: CourseOutcome) -> Iterator[Added]:
    yield "rates", 0, 1
    for place, name in enumerate(RATES[1:], start=1):
        yield "rates", place, int(getattr(outcome, name))
    yield "waits", _weeks(outcome.waited_days), 1
    for place, name in enumerate(SESSIONS[:4]):
        yield "sessions", place, getattr(outcome, name)
    if not outcome.open and outcome.ended_how != NOT_RECORDED:
        yield "sessions", 4, outcome.planned
        yield "sessions", 5, outcome.attended
        yield "sessions", 6, 1
    if not outcome.open:
        how = outcome.ended_how if outcome.ended_how in ENDINGS else "other"
        yield "endings", ENDINGS.index(how), 1
    if outcome.finished:
        for place, aim in enumerate(AIMS):
            if pair := outcome.aims.get(aim):
                yield from _moved("aims", place * len(CHANGE), *pair)
    for measure, kept in outcome.scores.items():
        yield from _measured(measure, kept, finished=outcome.finished)


def _weeks(days: int | None) -> int:
    """Begun weeks: the first is that of days 1 to 7, and whoever came on the day itself waited none."""
    return UNKNOWN_WAIT if days is None else min(-(-days // 7), LONGEST_WAIT)


def _moved(what: str, start: int, first: int, last: int) -> Iterator[Added]:
    yield what, start, 1
    yield what, start + 1, first
    yield what, start + 2, last
    yield what, start + (3 if last > first else 5 if last < first else 4), 1


def _measured(id: str, kept: dict, *, finished: bool) -> Iterator[Added]:  # type: ignore[type-arg]
    what, first, last = f"measure:{id}", kept["first"], kept["last"]
    yield what, 0, 1
    if last is not None:
        yield what, 1, 1
    if last is not None and finished:
        yield what, 2, 1
        yield what, 3, first
        yield what, 4, last
        yield what, {1: 5, 0: 6, -1: 7}[kept["way"]], 1
    bands = bands_of(library.load(id))
    what, band = f"scores:{id}", band_of(bands, first)
    for session, score in [(0, first), *kept["by_session"]]:
        if session <= LAST_SESSION:
            place = (session * len(bands) + band) * len(SCORE)
            yield what, place, 1
            yield what, place + 1, score
            yield what, place + 2, score * score


def bands_of(measure: Measure) -> list[tuple[float, str]]:
    """From which score on each band of the main score holds, and its label; one without where none is."""
    published = next((bands.bands for bands in measure.bands if bands.score == measure.main_score), ())
    return [(band.low, band.label) for band in published] or [(float("-inf"), "")]


def band_of(bands: Sequence[tuple[float, str]], score: int) -> int:
    """The place of the band in which a score, in hundredths, lies."""
    return max(sum(low * HUNDREDTHS <= score for low, _label in bands) - 1, 0)


@cache
def rules() -> str:
    """A mark of all by which courses are counted: another mark, and every course is counted anew."""
    used = [
        (one.id, one.version, bands_of(one), rates.cut_off(one), reliable_rule(one), one.main_score)
        for one in (library.load(id) for id in library.ids())
    ]
    return hashlib.sha256(repr((LAYOUT, DEPRESSION, ANXIETY, used)).encode()).hexdigest()


def packed(counts: Counts) -> bytes:
    """The sums as they are kept: little-endian, zeros at the end left out."""
    return np.trim_zeros(counts, "b").astype("<i8").tobytes()


def unpacked(kept: bytes, places: int) -> Counts:
    """The sums of ``places`` figures, (places,)."""
    counts = np.zeros(places, dtype=np.int64)
    found = np.frombuffer(kept, dtype="<i8")
    counts[: len(found)] = found
    return counts


KEPT_TOGETHER = {
    "rates": ("rates",),
    "rest": ("waits", "sessions", "endings", "aims"),
    "of": ("measure", "scores"),
}


@cache
def kept_in(what: str) -> tuple[str, int]:
    """In which sums a thing is kept, and from which place on: what is read together is kept together."""
    kind, _colon, measure = what.partition(":")
    kept, kinds = next((kept, kinds) for kept, kinds in KEPT_TOGETHER.items() if kind in kinds)
    before = kinds[: kinds.index(kind)]
    return f"{kept}:{measure}" if measure else kept, sum(_places(one, measure) for one in before)


def places(kept: str) -> int:
    """How many figures stand in sums that are kept together."""
    kind, _colon, measure = kept.partition(":")
    return sum(_places(one, measure) for one in KEPT_TOGETHER[kind])


def parted(sums: Mapping[str, Counts]) -> dict[str, Counts]:
    """What was kept together, each thing by itself."""
    found = {}
    for kept, counts in sums.items():
        kind, _colon, measure = kept.partition(":")
        for one in KEPT_TOGETHER[kind]:
            what = f"{one}:{measure}" if measure else one
            start = kept_in(what)[1]
            found[what] = counts[start : start + _places(one, measure)]
    return found


def _places(kind: str, measure: str) -> int:
    if kind == "scores":
        return (LAST_SESSION + 1) * len(bands_of(library.load(measure))) * len(SCORE)
    return {
        "rates": len(RATES),
        "waits": UNKNOWN_WAIT + 1,
        "sessions": len(SESSIONS),
        "endings": len(ENDINGS),
        "aims": len(AIMS) * len(CHANGE),
        "measure": len(MEASURE),
    }[kind]
