"""A forecast in words: what was expected, what came, and which answers moved. Never a verdict."""

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from ipt.measures.measure import Measure
from ipt.outcomes.columns import finite
from ipt.outcomes.forecast.model import Range
from ipt.outcomes.forecast.scale import Scale

Where = Literal["below", "within", "above"]
CAUTION = "This is a range seen in other courses. It is not a verdict on this one, and it does not say why."


@dataclass(frozen=True, slots=True)
class Moved:
    """One item whose answer changed, in the measure's own wording or topic."""

    item: str
    label: str
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """The parts of an explanation, each a sentence or, for ``moved``, a sentence an item.

    >>> from ipt.measures import library
    >>> found = explain(library.load("phq9"), Range(low=10.2, high=18.9, level=0.8), score=20)
    >>> found.where, found.this
    ('above', 'This one is 20, above that range.')
    """

    where: Where
    expected: str
    this: str
    items: tuple[Moved, ...]
    moved: tuple[str, ...]
    unknown: str
    caution: str = CAUTION


def explain(
    measure: Measure,
    expected: Range,
    score: float,
    *,
    before: ArrayLike | None = None,
    after: ArrayLike | None = None,
) -> Explanation:
    """Put a score beside its expected range, and say which answers moved.

    Parameters
    ----------
    score
        The new score in points.
    before, after : (n_items,) float
        Answers of the form before and of this one, in the measure's order; nan = left blank. Both or neither.

    Returns
    -------
    Explanation
        ``moved`` has the largest steps first. ``unknown`` names items left blank in either form.

    Raises
    ------
    ValueError
        If the score is missing, only one form is given, or there is not one answer an item.

    Examples
    --------
    >>> from ipt.measures import library
    >>> before, after = [2, 2, 3, 2, 2, 2, 1, 1, 0, 2], [2, 1, 0, 2, 2, 2, 1, 1, 0, 1]
    >>> found = explain(
    ...     library.load("phq9"), Range(10.2, 18.9, level=0.8), score=11, before=before, after=after
    ... )
    >>> found.expected
    'With scores like those so far, the next PHQ-9 was between 11 and 18 in 80% of courses.'
    >>> found.this
    'This one is 11, within that range.'
    >>> found.moved[0]
    'Trouble falling or staying asleep, or sleeping too much: 3, now 0.'
    """
    if score != score:
        raise ValueError("there is no score to explain")
    if (before is None) != (after is None):
        raise ValueError("which answers moved is told from two forms")
    items, blank = ((), ()) if before is None or after is None else _moved(measure, before, after)
    where: Where = "within" if score in expected else "above" if score > expected.high else "below"
    return Explanation(
        where=where,
        expected=(
            f"With scores like those so far, the next {measure.short_title} was "
            f"{between(expected, Scale.of(measure))} in {expected.level:.0%} of courses."
        ),
        this=f"This one is {score:g}, {where} that range.",
        items=items,
        moved=tuple(f"{one.label}: {one.before:g}, now {one.after:g}." for one in items),
        unknown=f"Left blank in one of the two forms: {', '.join(blank)}." if blank else "",
    )


def between(expected: Range, scale: Scale) -> str:
    """A range in words.

    >>> phq9 = Scale(low=0, high=27, step=1, worse=1)
    >>> between(Range(low=10.2, high=18.9, level=0.8), phq9)
    'between 11 and 18'
    """
    low, high = ends(expected, scale)
    return f"between {low} and {high}"


def ends(expected: Range, scale: Scale) -> tuple[str, str]:
    """Both ends of a range as written: in whole steps those inside it, else with one decimal.

    >>> ends(Range(low=10.2, high=18.9, level=0.8), Scale(low=0, high=27, step=1, worse=1))
    ('11', '18')
    """
    if scale.step == 1 and math.ceil(expected.low) <= math.floor(expected.high):
        return f"{math.ceil(expected.low)}", f"{math.floor(expected.high)}"
    return f"{expected.low:.1f}", f"{expected.high:.1f}"


def _moved(
    measure: Measure, before: ArrayLike, after: ArrayLike
) -> tuple[tuple[Moved, ...], tuple[str, ...]]:
    first, second = (finite(form, "an answer") for form in (before, after))
    expected = (len(measure.items),)
    if first.shape != expected or second.shape != expected:
        raise ValueError(f"{measure.short_title} has {expected[0]} items; a form has one answer for each")
    scored = {item.id for item in measure.scored_items}
    pairs = [
        (item, item.topic or item.label, float(one), float(two))
        for item, one, two in zip(measure.items, first, second, strict=True)
        if item.id in scored
    ]
    moved = [Moved(item.id, label, one, two) for item, label, one, two in pairs if abs(two - one) > 0]
    blank = [label for _, label, one, two in pairs if np.isnan(one) or np.isnan(two)]
    return tuple(sorted(moved, key=lambda one: -abs(one.after - one.before))), tuple(blank)
