"""Scores of questionnaires, for one person or for millions at once.

A calculation is a function of arrays: the last axis is the items in the form's order, leading axes are free,
``nan`` (or None) is "not answered". Items that are not scored (PHQ-9 item 10) may be left out of every row.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ipt.measures import bands, findings
from ipt.measures.answers import Answers, Block, Floats, read_answers
from ipt.measures.measure import Item, Measure, Score
from ipt.measures.scored import Scored, ScoreResult
from ipt.measures.whole import Whole

LINEAR = frozenset({"sum", "mean"})
STANDS_IN = frozenset({"prorate", "mean_of_answered"})  # rules by which answered items speak for blank ones
BY_SUM = STANDS_IN | {"require_complete"}  # rules for which sum and number of what was answered are enough


def total(measure: Measure, answers: ArrayLike) -> Floats:
    """Compute the measure's main score (`Measure.main_score`).

    Parameters
    ----------
    measure
        Says how the items are added up and how many may be blank.
    answers : (..., n_items) float
        Answers in the measure's own units; ``nan`` = left blank. Unscored items may be left out.

    Returns
    -------
    (...) float
        Scores in scale points; ``nan`` where too much was left blank.

    Raises
    ------
    ValueError
        If there is not one answer an item, or an answer is not an option.

    Examples
    --------
    >>> from ipt.measures import library
    >>> total(library.load("phq9"), [[2, 2, 1, np.nan, 1, 0, 1, 1, 0], [3] * 9])
    array([ 9., 27.])
    """
    return score_all(measure, answers, only=(measure.main_score,))[measure.main_score]


def score_all(
    measure: Measure, answers: ArrayLike, *, only: tuple[str, ...] | None = None
) -> dict[str, Floats]:
    """Compute every score the measure declares, or `only` some, by score id.

    Shapes, missing answers and errors as in `total`. Walks through the rows in blocks, so that beside the
    answers and the results it needs memory for one block only.
    """
    given = read_answers(measure, answers)
    wanted = [one for one in measure.scores if only is None or one.id in only]
    results = {one.id: np.empty(len(given.rows)) for one in wanted}
    for where, block in given.blocks():
        for one in wanted:
            results[one.id][where] = _score_block(measure, one, given, block)
    return {name: values.reshape(given.shape)[()] for name, values in results.items()}


def score(measure: Measure, answers: ArrayLike) -> Scored:
    """Score one person's form, with bands, what was left blank and what was done about it.

    Parameters
    ----------
    answers : (n_items,) float
        As in `total`, for one person.

    Raises
    ------
    ValueError
        As in `total`, and if there is more than one row.

    Examples
    --------
    >>> from ipt.measures import library
    >>> scored = score(library.load("phq9"), [2, 2, 1, None, 1, 0, 1, 1, 0])
    >>> scored.scores, scored.bands, scored.missing
    ({'total': 9.0}, {'total': 'mild'}, 1)
    """
    given = read_answers(measure, answers)
    if given.shape != ():
        raise ValueError(f"{measure.short_title}: score takes one person's answers, score_all takes many")
    values = score_all(measure, answers)
    by_item = given.by_item()
    unanswered = [item for item in measure.scored_items if np.isnan(by_item[item.id])]
    blank = tuple(item for item in unanswered if not item.was_not_asked(by_item))
    return Scored(
        measure=measure,
        results=tuple(_result(measure, one, float(values[one.id]), by_item) for one in measure.scores),
        answered=len(measure.scored_items) - len(unanswered),
        missing=len(blank),
        blank=blank,
        findings={rule.id: findings.holds(rule, by_item) for rule in measure.findings},
    )


def missing_rule(one: Score) -> str:
    """Say in words what a score does about blanks.

    >>> from ipt.measures import library
    >>> missing_rule(library.load("phq9").score("total"))
    'up to 2 of 9 blank: the mean of the others stands in, rounded half up'
    """
    most, items = one.missing.max_missing, len(one.items)
    rounded = ", rounded half up" if one.missing.rounding == "half_up" else ""
    complete = "every item must be answered"
    return {
        "require_complete": complete,
        "prorate": f"up to {most} of {items} blank: the mean of the others stands in{rounded}",
        "mean_of_answered": f"the mean of the items answered, up to {most} of {items} blank"
        if most
        else complete,
        "refusal_is_positive": "a question that was not answered counts as yes",
        "zero": "a follow-up question that was skipped counts as no",
        "gate_zero": f"zero when the first question is answered no, otherwise {complete}",
        "leave_out": f"up to {most} of {items} blank: nothing stands in",
    }[one.missing.policy]


def _result(measure: Measure, one: Score, value: float, by_item: Mapping[str, float]) -> ScoreResult:
    answered = sum(not np.isnan(by_item[item]) for item in one.items)
    scored = not np.isnan(value)
    return ScoreResult(
        id=one.id,
        label=one.name,
        value=value if scored else None,
        band=bands.band(measure, one.id, value),
        answered=answered,
        items=len(one.items),
        prorated=scored and answered < len(one.items) and one.missing.policy in STANDS_IN,
        rule=missing_rule(one),
    )


def _score_block(measure: Measure, one: Score, given: Answers, block: Block) -> Floats:
    if one.method == "mean_of_scores":
        parts = [_score_block(measure, measure.score(part), given, block) for part in one.parts]
        return np.asarray(np.mean(parts, axis=0), dtype=np.float64)
    if block.whole is not None and one.method in LINEAR and one.missing.policy in BY_SUM:
        value = _from_bytes(measure, one, given, block.whole)
    else:
        value = _from_floats(measure, one, block.floats[:, given.columns(one.items)])
    if one.missing.gate in given.column:
        value[block.floats[:, given.column[one.missing.gate]] == 0] = 0
    return value


def _from_floats(measure: Measure, one: Score, answers: Floats) -> Floats:
    """Score rows of any answers: the complete ones at once, then those that have blanks."""
    value = (_linear if one.method in LINEAR else _combined)(measure, one, answers)
    blank = np.isnan(value)
    if blank.any() and one.missing.policy != "require_complete":
        value[blank] = _with_blanks(measure, one, answers[blank])
    return value


def _from_bytes(measure: Measure, one: Score, given: Answers, whole: Whole) -> Floats:
    """Score rows of small whole answers from sums and counts of bytes, which blanks do not disturb."""
    columns = given.columns(one.items)
    added, missing = _added(measure, one, given, whole), len(one.items) - whole.answered(columns)
    value = _whole(one, added)
    blank = np.flatnonzero(missing > 0)
    refused = missing[blank] > (0 if one.missing.policy == "require_complete" else one.missing.max_missing)
    value[blank] = np.where(refused, np.nan, _stood_in(one, added[blank], missing[blank]))
    for place in np.flatnonzero(_never(one)):
        value[~whole.given[given.column[one.items[place]]]] = np.nan
    return value


def _added(measure: Measure, one: Score, given: Answers, whole: Whole) -> Floats:
    """Add up what the answered items of each row add."""
    added = whole.added(given.columns(one.items))
    lowered = [item for item in one.items if item in one.reversed or item in one.minus]
    if lowered:
        added -= 2 * whole.added(given.columns(lowered))
    for item in one.reversed:
        added += _turned(measure.item(item)) * whole.given[given.column[item]]
    return added


def _linear(measure: Measure, one: Score, answers: Floats) -> Floats:
    """Add up complete rows: sums and means are one matrix product; a blank makes the row nan."""
    with np.errstate(invalid="ignore"):  # some platforms warn of nan in a product
        value = answers @ _signs(one)
    value += sum(_turned(measure.item(item)) for item in one.reversed)
    return _whole(one, value)


def _whole(one: Score, added: Floats) -> Floats:
    """Turn the sum of a row's points into the score."""
    added = added / len(one.items) if one.method == "mean" else added
    return np.asarray((added + one.constant) * one.multiplier, dtype=np.float64)


def _signs(one: Score) -> Floats:
    return np.array([-1.0 if item in one.reversed or item in one.minus else 1.0 for item in one.items])


def _turned(item: Item) -> float:
    """What a reversed answer is taken from: 5 - x on a scale of 0 to 5, 6 - x on one of 1 to 5."""
    return item.low + item.high


def _with_blanks(measure: Measure, one: Score, answers: Floats) -> Floats:
    """Score rows that have blanks by the score's rule; nan where too many or the wrong ones are blank."""
    points = _points(measure, one, answers)
    blank = np.isnan(points)
    missing = blank.sum(axis=1)
    if one.missing.policy in STANDS_IN:
        value = _stood_in(one, np.nansum(points, axis=1), missing)
    else:
        value = _combine(one, np.where(blank, _fill(measure, one), points))
    refused = (missing > one.missing.max_missing) | (blank & _never(one)).any(axis=1)
    value[refused] = np.nan
    return value


def _stood_in(one: Score, added: Floats, missing: NDArray[np.integer]) -> Floats:
    """Let the mean of the answered items stand for the blank ones.

    The sum is multiplied before it is divided, so that an exact half stays exact and rounds up.
    """
    answered = np.maximum(len(one.items) - missing, 1)
    value = _whole(one, added * len(one.items) / answered)
    return np.floor(value + 0.5) if one.missing.rounding == "half_up" else value


def _never(one: Score) -> NDArray[np.bool_]:
    """Which items must not be blank, whatever the limit."""
    allowed = one.missing.may_be_blank or one.items
    return np.array([item in one.missing.never_blank or item not in allowed for item in one.items])


def _fill(measure: Measure, one: Score) -> Floats:
    """What a blank adds: the highest points for a refusal, otherwise nothing."""
    if one.missing.policy == "refusal_is_positive":
        return np.array([measure.item(item).high for item in one.items])
    return np.full(len(one.items), np.nan if one.missing.policy == "gate_zero" else 0.0)


def _points(measure: Measure, one: Score, answers: Floats) -> Floats:
    """What each answer adds, nan where it is blank."""
    if one.count_values:
        hits = [np.isin(answers[:, place], one.count_values[item]) for place, item in enumerate(one.items)]
        return np.where(np.isnan(answers), np.nan, np.column_stack(hits))
    offsets = [_turned(measure.item(item)) if item in one.reversed else 0.0 for item in one.items]
    return np.asarray(answers * _signs(one) + offsets, dtype=np.float64)


def _combined(measure: Measure, one: Score, answers: Floats) -> Floats:
    return _combine(one, _points(measure, one, answers))


def _combine(one: Score, points: Floats) -> Floats:
    """Put the points of the items together; a blank makes the row nan."""
    if one.groups:
        places = [[one.items.index(item) for item in group] for group in one.groups]
        return np.asarray(sum(points[:, group].max(axis=1) for group in places), dtype=np.float64)
    return _whole(one, points.sum(axis=1))
