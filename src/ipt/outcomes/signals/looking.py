"""Which rules call for a look, in one course or a million: functions of arrays, sessions on the last axis."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ipt.measures import bands
from ipt.measures.measure import Measure
from ipt.measures.norms import OPERATORS
from ipt.outcomes.change import GRAIN, directions, reliable_rule
from ipt.outcomes.columns import finite
from ipt.outcomes.signals.rules import Rule, Rules, load

Floats = NDArray[np.float64]
Truths = NDArray[np.bool_]


@dataclass(frozen=True)
class Observed:
    """What is known of courses, session by session.

    The last axis is the session (the first stands at 0), leading axes are courses; ``nan`` is "not known",
    which raises nothing and is never read as zero. What is not given at all is known of no session.

    Parameters
    ----------
    measure
        The measure that ``scores`` are of.
    scores : (..., n_sessions) float
        Its main score in points.
    mid_point : (...) int
        The session, counted from 1, in which the manual looks back half-way.
    first : (...) float
        The score to compare with, in points; the first score of each course where it is not given.
    risk_item : (..., n_sessions) float
        The answer to the question about self-harm, in the form's own units.
    risk : (..., n_sessions) float
        1 where a clinician found risk, 0 where one looked and found none.
    missed : (..., n_sessions) float
        1 where the session was missed, 0 where it was held.
    alliance : (..., n_sessions) float
        What the person says of working together, as a share of its range, 0 to 1, higher is better.

    Raises
    ------
    ValueError
        If shapes differ, a number is infinite, or a score lies outside the measure's range.

    Examples
    --------
    >>> from ipt.measures import library
    >>> two = Observed(library.load("phq9"), scores=[[15, 16, 22], [18, 12, np.nan]], mid_point=6)
    >>> two.begun_at(), two.known("missed").shape  # nothing is known of missed sessions
    (array([15., 18.]), (2, 3))
    """

    measure: Measure
    scores: ArrayLike
    mid_point: ArrayLike
    first: ArrayLike | None = None
    risk_item: ArrayLike | None = None
    risk: ArrayLike | None = None
    missed: ArrayLike | None = None
    alliance: ArrayLike | None = None

    def __post_init__(self) -> None:
        score, shape = self.measure.score(self.measure.main_score), np.shape(self.scores)
        if not shape or not shape[-1]:
            raise ValueError("scores need an axis of sessions, one session at least")
        _within("scores", self.scores, score.low, score.high)
        for name, low, high in (
            ("risk_item", -np.inf, np.inf), ("risk", 0, 1), ("missed", 0, 1), ("alliance", 0, 1),
        ):  # fmt: skip
            if (given := getattr(self, name)) is not None:
                if np.shape(given) != shape:
                    raise ValueError(f"{name} has the shape {np.shape(given)} where scores have {shape}")
                _within(name, given, low, high)
        if self.first is not None:
            _within("first", self.first, score.low, score.high)
            np.broadcast_shapes(np.shape(self.first), shape[:-1])
        np.broadcast_shapes(np.shape(self.mid_point), shape[:-1])

    def known(self, name: str) -> Floats:
        """One of the arrays as float, (..., n_sessions); all nan where it was not given."""
        given = getattr(self, name)
        return np.full(np.shape(self.scores), np.nan) if given is None else np.asarray(given, np.float64)

    def begun_at(self) -> Floats:
        """The score each course is compared with, (...) float; nan where there is none."""
        if self.first is not None:
            return np.broadcast_to(np.asarray(self.first, np.float64), np.shape(self.scores)[:-1])
        scores = self.known("scores")
        place = np.argmax(~np.isnan(scores), axis=-1)
        return np.take_along_axis(scores, place[..., None], axis=-1)[..., 0]


def _within(name: str, given: ArrayLike, low: float, high: float) -> None:
    values = finite(given, f"{name}: a value")
    if np.any((values < low) | (values > high)):
        raise ValueError(f"{name}: a number is not between {low:g} and {high:g}")


def raised(observed: Observed, rules: Rules | None = None) -> dict[str, Truths]:
    """Say for each rule at which sessions it calls for a look.

    Returns
    -------
    dict of (..., n_sessions) bool
        By rule id, in the order of the rules. A rule calls at a session only by what is known of it.

    Examples
    --------
    >>> from ipt.measures import library
    >>> two = Observed(library.load("phq9"), scores=[[15, 16, 22], [18, 12, np.nan]], mid_point=6)
    >>> raised(two)["worse_than_start"]
    array([[False, False,  True],
           [False, False, False]])
    """
    found = {}
    for rule in (rules or load()).rules:
        called = LOOKS[rule.finding](observed, rule)
        found[rule.id] = called & _in_its_sessions(observed, rule)
    return found


def can_look(observed: Observed, rule: Rule) -> bool:
    """Whether a rule has anything to look at: what it reads is known somewhere, and the measure allows it.

    >>> from ipt.measures import library
    >>> one = Observed(library.load("phq9"), scores=[15, 16, 22], mid_point=6)
    >>> [rule.id for rule in load().rules if can_look(one, rule)]
    ['worse_than_start', 'little_change_early', 'little_change_by_mid_point']
    """
    score = observed.measure.score(observed.measure.main_score)
    if rule.finding == "reliable_worsening":
        allowed = reliable_rule(observed.measure) is not None and score.higher_is != "neither"
    else:
        allowed = rule.finding != "small_fall" or score.higher_is == "worse"
    return allowed and not bool(np.isnan(observed.known(READS[rule.finding])).all())


def prompts(found: Mapping[str, Truths], rules: Rules | None = None) -> Truths:
    """Where to ask whether to stop or step up, (..., n_sessions) bool.

    True from the session at which rules of the level ``review_now`` have called at as many sessions as
    ``step_up.times`` says, at each session at which one calls.

    >>> from ipt.measures import library
    >>> one = Observed(library.load("phq9"), scores=[15, 22, 16, 23, 24], mid_point=6)
    >>> prompts(raised(one))
    array([False, False, False,  True,  True])
    """
    chosen = rules or load()
    now = [found[rule.id] for rule in chosen.rules if rule.level == "review_now"]
    any_now = np.logical_or.reduce(now) if now else np.zeros_like(next(iter(found.values())))
    return np.asarray(any_now & (np.cumsum(any_now, axis=-1) >= chosen.step_up.times))


def _in_its_sessions(observed: Observed, rule: Rule) -> Truths:
    numbers = np.arange(1, np.shape(observed.scores)[-1] + 1)
    since = np.full(np.shape(observed.scores)[:-1], rule.first_session)
    if rule.from_mid_point:
        since = np.maximum(since, np.asarray(observed.mid_point))
    until = np.inf if rule.last_session is None else rule.last_session
    return np.asarray((numbers >= since[..., None]) & (numbers <= until))


def _reliable_worsening(observed: Observed, rule: Rule) -> Truths:
    if not can_look(observed, rule):
        return np.zeros(np.shape(observed.scores), dtype=bool)
    moved = directions(observed.measure, observed.begun_at()[..., None], observed.known("scores"))
    return np.asarray(moved == -1)


def _small_fall(observed: Observed, rule: Rule) -> Truths:
    """Less of a fall than a share of the way from the first score to the best one.

    (first - score) / (first - low) < share; the scale's floor is taken off, as 10 is the best K10.
    """
    score, first = observed.measure.score(observed.measure.main_score), observed.begun_at()
    if not can_look(observed, rule):
        return np.zeros(np.shape(observed.scores), dtype=bool)
    far = first - score.low
    wanted = rule.share * far
    fallen = first[..., None] - observed.known("scores")
    return np.asarray(
        (fallen < wanted[..., None] - GRAIN) & ((far > 0) & _began_as_a_case(observed))[..., None]
    )


def _began_as_a_case(observed: Observed) -> Truths:
    """Where the first score reaches the published cut-off; everywhere for a measure without one."""
    first, cut = observed.begun_at(), bands.caseness(observed.measure)
    if cut is None or not cut.op:
        return ~np.isnan(first)
    return np.asarray(OPERATORS[cut.op](first, cut.value))  # type: ignore[arg-type]


def _risk_item_rise(observed: Observed, rule: Rule) -> Truths:
    answers = observed.known("risk_item")
    return np.asarray(answers > last_before(answers))


def _risk_begins(observed: Observed, rule: Rule) -> Truths:
    risk = observed.known("risk")
    return np.asarray((risk == 1) & (last_before(risk) == 0))


def _missed(observed: Observed, rule: Rule) -> Truths:
    missed = observed.known("missed") == 1
    return np.asarray(missed & (np.cumsum(missed, axis=-1) >= rule.count))


def _alliance_fall(observed: Observed, rule: Rule) -> Truths:
    said = observed.known("alliance")
    return np.asarray(last_before(said) - said >= rule.share - 1e-12)  # a tenth, written in binary


def last_before(values: Floats) -> Floats:
    """The last known value before each session, (..., n_sessions); nan where there is none.

    >>> last_before(np.array([3.0, np.nan, 2.0, 1.0]))
    array([nan,  3.,  3.,  2.])
    """
    places = np.where(np.isnan(values), -1, np.arange(values.shape[-1]))
    newest = np.maximum.accumulate(places, axis=-1)
    before = np.concatenate([np.full((*values.shape[:-1], 1), -1), newest[..., :-1]], axis=-1)
    taken = np.take_along_axis(values, np.maximum(before, 0), axis=-1)
    return np.asarray(np.where(before < 0, np.nan, taken))


READS: Mapping[str, str] = {
    "reliable_worsening": "scores",
    "small_fall": "scores",
    "risk_item_rise": "risk_item",
    "risk_begins": "risk",
    "missed": "missed",
    "alliance_fall": "alliance",
}
LOOKS: Mapping[str, Callable[[Observed, Rule], Truths]] = {
    "reliable_worsening": _reliable_worsening,
    "risk_item_rise": _risk_item_rise,
    "risk_begins": _risk_begins,
    "small_fall": _small_fall,
    "missed": _missed,
    "alliance_fall": _alliance_fall,
}
