"""How many courses of a service changed reliably and recovered, with what each share is a share of.

The definitions are those of NHS Talking Therapies (NHS England, annual report 2024-25 and its metadata;
thresholds in the measures' own files): a finished course has at least two attended sessions; *recovery* is
among finished courses at caseness at the start; *reliable improvement* and *deterioration* are among all
finished courses. The mirror rule for deterioration is not spelled out in the report: it is our reading. Which
measures count says `ipt.outcomes.which_measures`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ipt.measures.measure import Measure
from ipt.measures.norms import OPERATORS, Caseness, ChangeThreshold
from ipt.outcomes.change import directions, reliable_rule
from ipt.outcomes.columns import finite
from ipt.outcomes.which_measures import judged_by

Floats = NDArray[np.float64]
Truths = NDArray[np.bool_]
NATIONAL = "NHS Talking Therapies"  # as the measures' files name it beside its cut-offs


@dataclass(frozen=True, slots=True)
class FirstAndLast:
    """One measure's first and last score of each course; nan where there is none, or only one.

    >>> from ipt.measures import library
    >>> scores = FirstAndLast(library.load("phq9"), np.array([19.0, 15.0]), np.array([6.0, np.nan]))
    >>> outcomes([scores], finished=[True, True]).missing_outcome
    array([False,  True])
    """

    measure: Measure
    first: Floats
    last: Floats


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What became of each course; every array has one entry a course.

    ``missing_outcome`` marks finished courses without two scores of any measure that counts and has
    thresholds; such a course is in the denominators and in no numerator, and says so.

    >>> from ipt.measures import library
    >>> scores = FirstAndLast(library.load("phq9"), np.array([19.0, 15.0, 8.0]), np.array([6.0, 12.0, 14.0]))
    >>> found = outcomes([scores], finished=[True, True, True])
    >>> found.at_caseness, found.recovered, found.reliably_deteriorated
    (array([ True,  True, False]), array([ True, False, False]), array([False, False,  True]))
    """

    finished: Truths
    at_caseness: Truths
    recovered: Truths
    reliably_improved: Truths
    reliably_recovered: Truths
    reliably_deteriorated: Truths
    missing_outcome: Truths


@dataclass(frozen=True, slots=True)
class Counts:
    """Courses counted; the shares follow from them.

    >>> counted = Counts(
    ...     courses=100,
    ...     finished=80,
    ...     at_caseness=75,
    ...     recovered=36,
    ...     reliably_improved=54,
    ...     reliably_recovered=33,
    ...     reliably_deteriorated=4,
    ...     missing_outcome=2,
    ... )
    >>> counted.recovery, counted.reliable_recovery  # of 75
    (0.48, 0.44)
    >>> counted.reliable_improvement, counted.reliable_deterioration  # of 80
    (0.675, 0.05)
    """

    courses: int
    finished: int
    at_caseness: int
    recovered: int
    reliably_improved: int
    reliably_recovered: int
    reliably_deteriorated: int
    missing_outcome: int

    @property
    def recovery(self) -> float | None:
        """Recovered among finished courses at caseness; None when there are none."""
        return self.recovered / self.at_caseness if self.at_caseness else None

    @property
    def reliable_recovery(self) -> float | None:
        """Reliably recovered among finished courses at caseness; None when there are none."""
        return self.reliably_recovered / self.at_caseness if self.at_caseness else None

    @property
    def reliable_improvement(self) -> float | None:
        """Reliably improved among all finished courses; None when there are none."""
        return self.reliably_improved / self.finished if self.finished else None

    @property
    def reliable_deterioration(self) -> float | None:
        """Reliably deteriorated among all finished courses; None when there are none."""
        return self.reliably_deteriorated / self.finished if self.finished else None


def first_and_last(
    measure: Measure, course: ArrayLike, session: ArrayLike, score: ArrayLike, n_courses: int
) -> FirstAndLast:
    """Find the first and last score of each course in one pass.

    Parameters
    ----------
    course : (n,) int
        Which course a score belongs to, 0 to ``n_courses - 1``.
    session : (n,) float
        When it was given, in sessions or any unit of time; ties keep the order of the rows.
    score : (n,) float
        In the measure's points; nan = missing, which is never taken as first or last.

    Returns
    -------
    FirstAndLast
        ``last`` is nan where a course has one score only: nothing can be said of its change.

    Raises
    ------
    ValueError
        If the arrays differ in length, a course is none of them, a session or score is text or infinite, or a
        score lies outside the measure's range.

    Examples
    --------
    >>> from ipt.measures import library
    >>> found = first_and_last(
    ...     library.load("phq9"), [0, 0, 0, 1], [1, 5, 8, 1], [19, np.nan, 6, 15], n_courses=3
    ... )
    >>> found.first, found.last
    (array([19., 15., nan]), array([ 6., nan, nan]))
    """
    who, when, points = np.asarray(course), finite(session, "a session"), finite(score, "a score")
    if not who.shape == when.shape == points.shape or who.ndim != 1:
        raise ValueError("course, session and score must be lists of the same length")
    if who.size and (who.dtype.kind not in "iu" or who.min() < 0 or who.max() >= n_courses):
        raise ValueError(f"a course is a whole number from 0 to {n_courses - 1}")
    allowed = measure.score(measure.main_score)
    if np.any((points < allowed.low) | (points > allowed.high)):
        raise ValueError(f"{measure.short_title} lies between {allowed.low:g} and {allowed.high:g}")
    known = ~np.isnan(points) & ~np.isnan(when)
    who, when, points = who[known].astype(np.intp), when[known], points[known]
    order = np.lexsort((when, who))
    who, points = who[order], points[order]
    starts = np.flatnonzero(np.r_[True, who[1:] != who[:-1]]) if who.size else np.array([], dtype=np.intp)
    ends = np.r_[starts[1:], who.size] - 1 if who.size else starts
    first, last = np.full(n_courses, np.nan), np.full(n_courses, np.nan)
    first[who[starts]] = points[starts]
    several = ends > starts
    last[who[starts[several]]] = points[ends[several]]
    return FirstAndLast(measure, first, last)


def outcomes(
    measures: Sequence[FirstAndLast],
    *,
    finished: ArrayLike,
    chosen: Sequence[str] = (),
    reliable: Mapping[str, ChangeThreshold] | None = None,
    caseness: Mapping[str, Caseness] | None = None,
) -> Outcomes:
    """Say of each course whether it recovered and reliably changed.

    A course is at caseness when any measure that counts is at the start; it recovered when it was, and none
    is at the end, with a last score of each. It improved when a measure moved reliably for the better and
    none for the worse; deterioration is the mirror; one of each counts as no change.

    Parameters
    ----------
    measures
        First and last scores, one for each measure, over the same courses.
    finished : (n_courses,) bool
    chosen
        Measures to count in place of those of `which_measures.judged_by`.
    reliable, caseness
        Thresholds by measure id in place of those in the measures' files (a service's own, say).

    Raises
    ------
    ValueError
        If a chosen measure is not among the measures.

    Examples
    --------
    >>> from ipt.measures import library
    >>> phq9 = FirstAndLast(library.load("phq9"), np.array([19.0, 15.0]), np.array([6.0, 6.0]))
    >>> gad7 = FirstAndLast(library.load("gad7"), np.array([9.0, 6.0]), np.array([4.0, 11.0]))
    >>> found = outcomes([phq9, gad7], finished=[True, True])
    >>> found.recovered, found.reliably_improved  # the second is worse by the GAD-7, so neither
    (array([ True, False]), array([ True, False]))
    """
    done = np.asarray(finished, dtype=bool)
    before, after, unknown, better, worse, paired = (np.zeros(done.shape, dtype=bool) for _ in range(6))
    by_id = {scores.measure.id: scores for scores in measures}
    judged = judged_by(by_id, chosen)
    for group in judged.groups:
        ended, has_cut = np.zeros(done.shape, dtype=bool), False
        standing = [by_id[id] for id in group]
        for scores, here in zip(standing, _judged_here(standing), strict=True):
            cut = (caseness or {}).get(scores.measure.id) or cut_off(scores.measure)
            rule = (reliable or {}).get(scores.measure.id) or reliable_rule(scores.measure)
            begun, both = here & ~np.isnan(scores.first), here & ~np.isnan(scores.last)
            if cut is not None:
                beyond = OPERATORS[cut.op]
                before |= begun & np.asarray(beyond(scores.first, cut.value))  # type: ignore[arg-type]
                after |= both & np.asarray(beyond(scores.last, cut.value))  # type: ignore[arg-type]
                unknown |= begun & ~both
                ended, has_cut = ended | both, True
            if rule is not None:
                way = directions(scores.measure, scores.first, scores.last, rule=rule)
                better, worse = better | (here & (way == 1)), worse | (here & (way == -1))
            if cut is not None or rule is not None:
                paired |= both
        if judged.every and has_cut:
            unknown |= ~ended
    recovered = done & before & ~after & ~unknown
    improved, deteriorated = done & better & ~worse, done & worse & ~better
    return Outcomes(
        finished=done,
        at_caseness=done & before,
        recovered=recovered,
        reliably_improved=improved,
        reliably_recovered=recovered & improved,
        reliably_deteriorated=deteriorated,
        missing_outcome=done & ~paired,
    )


def _judged_here(standing: Sequence[FirstAndLast]) -> list[Truths]:
    """For each of some measures, the courses judged by it: the first with two scores, else with any."""
    free = np.ones(standing[0].first.shape, dtype=bool)
    found = []
    for known in (~np.isnan(scores.last) for scores in standing):
        found.append(known & free)
        free &= ~known
    for place, known in enumerate(~np.isnan(scores.first) for scores in standing):
        found[place] |= known & free
        free &= ~known
    return found


def cut_off(measure: Measure) -> Caseness | None:
    """The caseness cut-off of a measure's main score: NHS Talking Therapies', else the first in its file.

    >>> from ipt.measures import library
    >>> cut = cut_off(library.load("gad7"))
    >>> cut.op, cut.value
    ('>=', 8.0)
    """
    cuts = [cut for cut in measure.caseness if cut.score == measure.main_score and cut.op]
    return next((cut for cut in cuts if NATIONAL in cut.meaning), next(iter(cuts), None))


def count(of: Outcomes, among: ArrayLike | None = None) -> Counts:
    """Count courses, all of them or those where ``among`` (n_courses,) is true.

    >>> from ipt.measures import library
    >>> scores = FirstAndLast(library.load("phq9"), np.array([19.0, 15.0, 8.0]), np.array([6.0, 12.0, 14.0]))
    >>> found = outcomes([scores], finished=[True, True, True])
    >>> count(found).recovered, count(found, among=[False, True, True]).recovered
    (1, 0)
    """
    here = np.ones(of.finished.shape, dtype=bool) if among is None else np.asarray(among, dtype=bool)

    def how_many(which: Truths) -> int:
        return int(np.count_nonzero(which & here))

    return Counts(
        courses=int(np.count_nonzero(here)),
        finished=how_many(of.finished),
        at_caseness=how_many(of.at_caseness),
        recovered=how_many(of.recovered),
        reliably_improved=how_many(of.reliably_improved),
        reliably_recovered=how_many(of.reliably_recovered),
        reliably_deteriorated=how_many(of.reliably_deteriorated),
        missing_outcome=how_many(of.missing_outcome),
    )
