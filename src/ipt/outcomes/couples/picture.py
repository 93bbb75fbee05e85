"""The picture of one couple: both partners' scores over time, and what can be said of two people.

That is how far each has moved, and how often both moved the same way, in counts. A correlation of two short
series is mostly what both do with time, so that none is given, and no test.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ipt.measures.measure import Measure
from ipt.outcomes.change import GRAIN, Change, compare
from ipt.outcomes.columns import BadScores, named, numbers

Floats = NDArray[np.float64]
FEWEST = 2  # scores of each partner: with one there is nothing to join


@dataclass(frozen=True, slots=True)
class Scored:
    """A score in points, and when it was given."""

    at: float
    score: float


@dataclass(frozen=True)
class Partner:
    """One of the two; ``scores`` (occasions,) in points, nan = none given.

    ``change`` compares the first with the last score by the measure's own thresholds (Jacobson & Truax
    1991); None where no measure was named.

    >>> rows = ["wife", "husband"] * 3, [1, 1, 2, 2, 4, 4], [18, 12, np.nan, 11, 13, 13]
    >>> wife, husband = picture(["7"] * 6, *rows).partners
    >>> wife.first.score, wife.last.score, wife.n_missing
    (18.0, 13.0, 1)
    """

    role: str
    scores: Floats
    first: Scored
    last: Scored
    change: Change | None

    @property
    def n_missing(self) -> int:
        """At how many of the occasions this person gave no score."""
        return int(np.isnan(self.scores).sum())


@dataclass(frozen=True, slots=True)
class Steps:
    """How often the two moved the same way, from one occasion to the next.

    Only where both have a score at both; any difference is a move.

    >>> picture(["7"] * 6, ["wife", "husband"] * 3, [1, 1, 2, 2, 4, 4], [18, 12, 16, 11, 13, 13]).steps
    Steps(same=1, opposite=1, one_alone=0, neither=0)
    """

    same: int
    opposite: int
    one_alone: int
    neither: int

    @property
    def compared(self) -> int:
        """How many steps there were to compare."""
        return self.same + self.opposite + self.one_alone + self.neither


@dataclass(frozen=True)
class Picture:
    """One couple's scores: ``occasions`` (n,) in order, in the units of the column that ``when`` names.

    ``low`` and ``high`` are the ends of the measure's scale; without a measure, of the scores there are.

    >>> drawn = picture(["7"] * 4, ["wife", "husband"] * 2, [1, 1, 4, 4], [18, 12, 13, 13], when="session")
    >>> drawn.when, drawn.occasions.tolist(), drawn.low, drawn.high
    ('session', [1.0, 4.0], 12.0, 18.0)
    """

    couple: str
    when: str
    occasions: Floats
    partners: tuple[Partner, Partner]
    steps: Steps
    measure: Measure | None
    low: float
    high: float


def written(value: float) -> str:
    """A number in full, without what tenths written in binary leave behind.

    >>> written(0.35 - 0.31), written(20260131.0)
    ('0.04', '20260131')
    """
    return f"{value:.10g}"


def picture(
    couple: Sequence[Any] | NDArray[Any],
    role: Sequence[str] | NDArray[Any],
    time: ArrayLike,
    score: ArrayLike,
    *,
    measure: Measure | None = None,
    only: str | None = None,
    when: str = "occasion",
) -> Picture:
    """Gather what is drawn and said of one couple.

    Parameters
    ----------
    couple, role : (n,)
        Which couple a row belongs to, and who of the two it is; spaces around a role are passed over.
    time, score : (n,) float
        When a score was given (a session, or days since the first), and the score; nan = no score.
    measure
        What was scored, on its main score: gives the scale and the reliable change.
    only
        The couple to take, where the rows are of several.
    when
        What ``time`` counts, as it is to be called.

    Raises
    ------
    BadScores
        If the rows are of several couples and none is chosen, or there is none of that name; there are not
        two people; somebody has two rows at one time or fewer than two scores in all; a couple, a role or a
        time is missing; a number is text or infinite, numbers lie too far apart to take one from another, or
        a score lies outside the measure's scale.

    Examples
    --------
    >>> from ipt.measures import library
    >>> rows = ["wife", "husband"] * 2, [1, 1, 2, 2], [18, 12, 9, 11]
    >>> wife, husband = picture(["7"] * 4, *rows, measure=library.load("phq9")).partners
    >>> wife.change.reliable, husband.change.reliable
    ('improvement', 'none')
    """
    whose, roles = _texts(couple, "couple"), np.char.strip(_texts(role, "role"))
    times, points = numbers(np.asarray(time), when), numbers(np.asarray(score), "score")
    rows = _of_one(whose, only)
    roles, times, points = roles[rows], times[rows], points[rows]
    _require_times(times, rows, when)
    for name, values in ((when, times), ("score", points)):
        _require_near(name, values)
    if measure is not None:
        _require_on_scale(measure, points, rows)
    occasions, place = np.unique(times, return_inverse=True)
    people = _two(roles)
    table = np.full((2, len(occasions)), np.nan)
    for who, one in enumerate(people):
        mine = np.flatnonzero(roles == one)
        _require_once(one, place[mine], rows[mine], occasions, when)
        table[who, place[mine]] = points[mine]
    partners = tuple(
        _partner(one, occasions, scores, measure) for one, scores in zip(people, table, strict=True)
    )
    low, high = _scale(measure, table)
    return Picture(
        str(whose[rows[0]]), when, occasions, (partners[0], partners[1]), _steps(table), measure, low, high
    )


def _texts(who: Any, name: str) -> NDArray[np.str_]:
    """Names as text; whole numbers have no point, also where a table keeps them as 7.0."""
    said = named(np.asarray(who), name)
    whole = said.dtype.kind == "f" and bool((said == np.rint(said)).all())
    return (said.astype(np.int64) if whole else said).astype(str)


def _of_one(whose: NDArray[np.str_], only: str | None) -> NDArray[np.intp]:
    """The rows of the couple to draw."""
    there = np.unique(whose)
    if not len(there):
        raise BadScores("there are no rows")
    if only is None and len(there) > 1:
        raise BadScores(
            f"{len(there)} couples get a model, one gets a picture: say which, such as {there[0]}"
        )
    rows = np.flatnonzero(whose == (there[0] if only is None else only))
    if not len(rows):
        raise BadScores(f"there is no couple {only}")
    return rows


def _two(roles: NDArray[np.str_]) -> tuple[str, str]:
    """Both people, in the order in which they first come."""
    people = list(dict.fromkeys(roles.tolist()))
    if len(people) != 2:
        raise BadScores(f"a couple is two people, not {len(people)} ({', '.join(people[:5])})")
    return people[0], people[1]


def _require_times(times: Floats, rows: NDArray[np.intp], when: str) -> None:
    blank = np.isnan(times)
    if blank.any():
        raise BadScores(f"{when}: row {rows[np.argmax(blank)] + 1} does not say when")


def _require_near(name: str, values: Floats) -> None:
    known = values[~np.isnan(values)]
    with np.errstate(over="ignore"):
        apart = np.ptp(known) if len(known) else 0.0
    if np.isinf(apart):
        raise BadScores(f"{name}: {known.min():g} and {known.max():g} are too far apart to be compared")


def _require_on_scale(measure: Measure, points: Floats, rows: NDArray[np.intp]) -> None:
    scale = measure.score(measure.main_score)
    out = (points < scale.low) | (points > scale.high)
    if out.any():
        at = int(np.argmax(out))
        raise BadScores(
            f"row {rows[at] + 1}: {points[at]:g} is no {measure.short_title}, "
            f"which goes from {scale.low:g} to {scale.high:g}"
        )


def _require_once(
    role: str, place: NDArray[np.intp], rows: NDArray[np.intp], occasions: Floats, when: str
) -> None:
    _, firsts = np.unique(place, return_index=True)
    again = np.setdiff1d(np.arange(len(place)), firsts)
    if len(again):
        at = again[0]
        raise BadScores(f"row {rows[at] + 1}: {role} has two rows at {when} {written(occasions[place[at]])}")


def _partner(role: str, occasions: Floats, scores: Floats, measure: Measure | None) -> Partner:
    given = np.flatnonzero(~np.isnan(scores))
    if len(given) < FEWEST:
        count = "one score" if len(given) else "no score"
        raise BadScores(f"{role} has {count}; a picture needs {FEWEST} of each partner")
    first, last = (Scored(float(occasions[at]), float(scores[at])) for at in given[[0, -1]])
    change = None if measure is None else compare(measure, first.score, last.score)
    return Partner(role, scores, first, last, change)


def _steps(table: Floats) -> Steps:
    moved = np.diff(table, axis=1)
    moved = moved[:, ~np.isnan(moved).any(axis=0)]
    way = np.where(np.abs(moved) > GRAIN, np.sign(moved), 0.0)
    product, moving = way.prod(axis=0), np.abs(way).sum(axis=0)
    return Steps(
        same=int((product > 0).sum()),
        opposite=int((product < 0).sum()),
        one_alone=int((moving == 1).sum()),
        neither=int((moving == 0).sum()),
    )


def _scale(measure: Measure | None, table: Floats) -> tuple[float, float]:
    if measure is None:
        return float(np.nanmin(table)), float(np.nanmax(table))
    scale = measure.score(measure.main_score)
    return float(scale.low), float(scale.high)
