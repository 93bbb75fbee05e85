"""Service rates as one Ibis expression: the counts of `ipt.outcomes.rates`, on the engine with the rows.

The definitions are those of `ipt.outcomes.rates`, which stays the reference: the tests hold every engine to
its integers. Needs the packages of ``kith-ipt[outcomes]``; nothing here is imported before it is asked for.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import reduce
from operator import and_, or_
from typing import Any

import ibis
import numpy as np
from numpy.typing import NDArray

from ipt.measures.measure import Measure
from ipt.measures.norms import OPERATORS, Caseness, ChangeThreshold
from ipt.outcomes import rates
from ipt.outcomes.change import is_far, reliable_rule
from ipt.outcomes.said import THERE
from ipt.outcomes.which_measures import Judged

Table = Any  # ibis.Table; Ibis makes its methods at run time, so its types say little
COUNTS = tuple(field.name for field in fields(rates.Counts))
SMALL_SESSIONS = 40  # whole sessions below this are told apart by one bit each


@dataclass(frozen=True, slots=True)
class Rule:
    """How the scores of one measure are judged; None where no threshold was published or given."""

    measure: Measure
    reliable: ChangeThreshold | None
    cut: Caseness | None

    @classmethod
    def of(
        cls, measure: Measure, reliable: ChangeThreshold | None = None, cut: Caseness | None = None
    ) -> "Rule":
        """The thresholds given, else the first in the measure's file.

        Raises
        ------
        ValueError
            If a reliable change is given for a measure on which neither direction is better.
        """
        rule = reliable or reliable_rule(measure)
        if rule is not None and measure.score(measure.main_score).higher_is == "neither":
            raise ValueError(f"no reliable change has been published for {measure.short_title}")
        return cls(measure, rule, cut or rates.cut_off(measure))

    @property
    def sign(self) -> int:
        """1 where a higher score is better, -1 where it is worse."""
        return 1 if self.measure.score(self.measure.main_score).higher_is == "better" else -1


@dataclass(frozen=True, slots=True)
class Told:
    """What the rows say of the courses as a whole, which decides what counts as finished.

    ``ends``: whether any row names the day a course ended. ``attended``: "course" where a number of sessions
    is given, "session" where yes or no is said of each, "" where neither. ``by``: what to count by.
    """

    ends: bool = False
    attended: str = ""
    by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Cells:
    """Counts of every combination of the groups, from which those of each grouping add up.

    ``counts`` (cells, 8) int in the order of `COUNTS`; ``names`` has one name a grouping for each cell, ''
    where nothing is said; ``begun`` and ``paired`` (measures,) int: courses with a first score, and with two.
    """

    by: tuple[str, ...]
    names: list[tuple[str, ...]]
    counts: NDArray[np.int64]
    begun: NDArray[np.int64]
    paired: NDArray[np.int64]
    repeated: int  # courses in which a session of a measure may stand twice
    divided: int  # courses that stand in two groups
    nameless: int  # courses that are called nothing: rows that name no course

    def whole(self) -> rates.Counts:
        """All courses."""
        return _counts(self.counts.sum(axis=0))

    def groups(self, by: str) -> dict[str, rates.Counts]:
        """The courses of each group of one grouping, in the order of their names."""
        place = self.by.index(by)
        found, which = np.unique([name[place] for name in self.names], return_inverse=True)
        sums = np.zeros((len(found), len(COUNTS)), dtype=np.int64)
        np.add.at(sums, which, self.counts)
        return {str(name): _counts(row) for name, row in zip(found, sums, strict=True)}

    def finished(self) -> NDArray[np.int64]:
        """Finished courses of each cell, (cells,)."""
        return self.counts[:, COUNTS.index("finished")]

    def groupings(self) -> list[list[str]]:
        """The group of each cell, a list of names a grouping."""
        return [[name[place] for name in self.names] for place in range(len(self.by))]


def _counts(row: NDArray[np.int64]) -> rates.Counts:
    return rates.Counts(**{name: int(n) for name, n in zip(COUNTS, row, strict=True)})


def counted(rows: Table, rules: Sequence[Rule], told: Told, judged: Judged, *, bits: bool = False) -> Table:
    """The expression: one row for each combination of groups, with the counts of its courses.

    Parameters
    ----------
    rows
        Long rows as `ipt.outcomes.long_rows.canonical` gives them: course, session, measure, score (null =
        missing) and what is said of the course.
    rules
        One for each measure in the rows.
    judged
        Which of the measures count, as `ipt.outcomes.rates` has it.
    bits
        Whether sessions are whole and below `SMALL_SESSIONS`, and the engine can join bits; then
        ``repeated`` counts the courses in which a session of a measure stands more than once.
    """
    courses = _judged(_courses(rows, rules, told, bits=bits), rules, told, judged)
    sums = {name: courses[name].cast("int64").sum() for name in COUNTS if name != "courses"}
    for place in range(len(rules)):
        sums[f"begun_{place}"] = courses[f"first_{place}"].notnull().cast("int64").sum()
        sums[f"paired_{place}"] = courses[f"last_{place}"].notnull().cast("int64").sum()
    sums["repeated"] = courses.repeated.cast("int64").sum()
    sums["divided"] = courses.divided.cast("int64").sum()
    sums["nameless"] = (courses.course.fill_null("") == "").cast("int64").sum()
    grouped = courses.group_by(list(told.by)) if told.by else courses
    return grouped.aggregate(courses=courses.count(), **sums)


def cells(found: Mapping[str, Sequence[Any]], rules: Sequence[Rule], told: Told) -> Cells:
    """The expression's answer, column by column, as arrays."""
    length = len(found["courses"])
    names = [tuple(found[name][cell] for name in told.by) for cell in range(length)]
    table = np.array([found[name] for name in COUNTS], dtype=np.int64).T.reshape(length, len(COUNTS))

    def total(what: str) -> NDArray[np.int64]:
        each = [sum(found[f"{what}_{place}"]) for place in range(len(rules))]
        return np.array(each, dtype=np.int64)

    doubts = (int(sum(found[name])) for name in ("repeated", "divided", "nameless"))
    return Cells(told.by, names, table, total("begun"), total("paired"), *doubts)


def _courses(rows: Table, rules: Sequence[Rule], told: Told, *, bits: bool) -> Table:
    """One row a course: first and last score of each measure, and what is said of the course."""
    found = {"first_session": rows.session.min(), "last_session": rows.session.max()}
    for place, rule in enumerate(rules):
        given = rows.score.notnull()
        if len(rules) > 1:
            given = given & (rows.measure == rule.measure.id)
        found[f"first_{place}"] = rows.score.argmin(rows.session, where=given)
        found[f"final_{place}"] = rows.score.argmax(rows.session, where=given)
        found |= _sessions(rows.session, place, given, bits=bits)
    courses = rows.group_by("course").aggregate(**found, **_said(rows, told))
    twice, last = [], {}
    for place in range(len(rules)):
        if bits:
            once, each = courses[f"bits_{place}"], courses[f"sum_{place}"]
            twice.append(once.cast("float64") != each)
            two = (once & (once - 1)) != 0
        else:
            two = courses[f"to_{place}"] > courses[f"from_{place}"]
        last[f"last_{place}"] = two.ifelse(courses[f"final_{place}"], ibis.null("float64"))
    apart = [courses[name] != courses[f"least_{name}"] for name in told.by if name != "quarter"]
    return courses.mutate(repeated=_any(twice), divided=_any(apart), **last)


def _sessions(session: Any, place: int, given: Any, *, bits: bool) -> dict[str, Any]:
    """What tells whether a measure was given in two sessions; the sum of bits is exact as a float."""
    if not bits:
        return {f"from_{place}": session.min(where=given), f"to_{place}": session.max(where=given)}
    bit = ibis.literal(1, "int64") << session.cast("int64")
    return {f"bits_{place}": bit.bit_or(where=given), f"sum_{place}": bit.cast("float64").sum(where=given)}


def _said(rows: Table, told: Told) -> dict[str, Any]:
    """What is said of each course besides scores; the same in all of its rows, or blank."""
    said: dict[str, Any] = {}
    for name in told.by:
        if name != "quarter":
            said |= {name: rows[name].max().fill_null(""), f"least_{name}": rows[name].min().fill_null("")}
    if "quarter" in told.by:
        said["quarter"] = _quarter(rows.started_on.min())
    if told.ends:
        said["ended"] = rows.ended_on.notnull().any()
    if told.attended == "course":
        said["attended"] = rows.attended.cast("int64").max()
    if told.attended == "session":
        there = rows.attended.lower().isin(THERE).fill_null(False)
        said["attended_said"] = rows.attended.notnull().any()
        said["attended_from"], said["attended_to"] = (
            rows.session.min(where=there),
            rows.session.max(where=there),
        )
    return said


def _quarter(day: Any) -> Any:
    """2026 Q3 of 2026-08-01, as `ipt.outcomes.courses.quarter` has it; '' of nothing."""
    number = (day.substr(5, 2).cast("int64") + 2) // 3
    return (day.substr(0, 4) + " Q" + number.cast("int64").cast("string")).fill_null("")


def _judged(courses: Table, rules: Sequence[Rule], told: Told, judged: Judged) -> Table:
    """What became of each course, by the definitions of `ipt.outcomes.rates.outcomes`."""
    places = {rule.measure.id: place for place, rule in enumerate(rules)}
    before, after, unknown, better, worse, paired = (list[Any]() for _ in range(6))
    for group in judged.groups:
        ended = []
        standing = [places[id] for id in group]
        for place, here in zip(standing, _judged_here(courses, standing), strict=True):
            rule, first, last = rules[place], courses[f"first_{place}"], courses[f"last_{place}"]
            if rule.cut is not None:
                beyond = OPERATORS[rule.cut.op]
                before.append(here & beyond(first, rule.cut.value))
                after.append(here & beyond(last, rule.cut.value))
                unknown.append(here & first.notnull() & last.isnull())
                ended.append(here & last.notnull())
            if rule.reliable is not None:
                moved = (last - first) * rule.sign
                far = here & is_far(moved.abs(), rule.reliable)
                better.append(far & (moved > 0))
                worse.append(far & (moved < 0))
            if rule.cut is not None or rule.reliable is not None:
                paired.append(here & last.notnull())
        if judged.every and ended:
            unknown.append(~_any(ended))
    done = _finished(courses, told)
    case, up, down = done & _any(before), _any(better), _any(worse)
    recovered = case & ~_any(after) & ~_any(unknown)
    return courses.mutate(
        finished=done,
        at_caseness=case,
        recovered=recovered,
        reliably_improved=done & up & ~down,
        reliably_recovered=recovered & up & ~down,
        reliably_deteriorated=done & down & ~up,
        missing_outcome=done & ~_any(paired),
    )


def _judged_here(courses: Table, standing: Sequence[int]) -> list[Any]:
    """For each of some measures, whether a course is judged by it, as `rates` has it."""
    begun, paired = ([courses[f"{end}_{place}"].notnull() for place in standing] for end in ("first", "last"))
    found = []
    for place in range(len(standing)):
        alone = begun[place] & ~_any([*paired, *begun[:place]])
        found.append((paired[place] & ~_any(paired[:place])) | alone)
    return found


def _finished(courses: Table, told: Told) -> Any:
    """Ended, with two attended sessions or more; where nothing is said of it, sessions with a row."""
    two = courses.last_session > courses.first_session
    if told.attended == "course":
        two = courses.attended.isnull().ifelse(two, courses.attended >= 2)
    if told.attended == "session":
        attended = (courses.attended_to > courses.attended_from).fill_null(False)
        two = courses.attended_said.ifelse(attended, two)
    return reduce(and_, [two.fill_null(False), *([courses.ended] if told.ends else [])])


def _any(truths: Sequence[Any]) -> Any:
    """Whether one of them holds; what is not known does not."""
    return reduce(or_, (one.fill_null(False) for one in truths), ibis.literal(False))


def two_values(rows: Table) -> Table:
    """Sessions of a measure with two different scores: nobody here can say which is right."""
    given = rows.filter(rows.score.notnull())
    once = given.group_by(["course", "measure", "session"]).aggregate(
        low=given.score.min(), high=given.score.max(), n=given.count()
    )
    return once.filter((once.n > 1) & (once.low != once.high)).drop("n")


def two_groups(rows: Table, name: str) -> Table:
    """Courses that stand in two groups; a course is counted once."""
    said = rows.filter(rows[name].notnull())
    each = said.group_by("course").aggregate(low=said[name].min(), high=said[name].max())
    return each.filter(each.low != each.high)
