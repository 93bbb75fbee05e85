"""Scores of many courses gathered into arrays: which course each belongs to, and what is known of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ipt.measures import library
from ipt.outcomes import rates
from ipt.outcomes.said import Said, contradictions, each_session

Truths = NDArray[np.bool_]


class Scored(Protocol):
    """One score: whose, when, of what; ``others`` is what the row says of the course besides.

    >>> from typing import NamedTuple
    >>> class Row(NamedTuple):
    ...     course: str
    ...     session: float
    ...     measure: str
    ...     score: float
    ...     others: dict[str, str]
    >>> gathered = Courses.of([Row("a", 1, "phq9", 19, {}), Row("a", 8, "phq9", 6, {"focus": "grief"})])
    >>> gathered.names, gathered.score.tolist(), gathered.known
    (['a'], [19.0, 6.0], [{'focus': 'grief'}])
    """

    @property
    def course(self) -> str: ...
    @property
    def session(self) -> float: ...
    @property
    def measure(self) -> str: ...
    @property
    def score(self) -> float: ...
    @property
    def others(self) -> Mapping[str, str]: ...


@dataclass(frozen=True)
class Courses:
    """Scores as arrays of one length, and the courses they belong to in the order in which they came.

    ``course`` (n,) int is a place in ``names``; ``session`` (n,) float in any unit of time; ``score`` (n,)
    float in the measure's points, nan = missing. ``known`` holds, for each course, what is said of it:
    ``ended_on``, ``attended`` (sessions), and anything to count by, as text.

    >>> courses = Courses(
    ...     names=["a", "b"],
    ...     course=np.array([0, 0, 1]),
    ...     session=np.array([1.0, 8.0, 1.0]),
    ...     score=np.array([19.0, 6.0, 15.0]),
    ...     measure=np.array(["phq9", "phq9", "phq9"]),
    ...     known=[{"focus": "grief"}, {"focus": "role_transition"}],
    ... )
    >>> courses.finished()  # b came once
    array([ True, False])
    >>> [phq9] = courses.first_and_last()
    >>> phq9.first, phq9.last
    (array([19., 15.]), array([ 6., nan]))
    >>> courses.groups("focus")
    {'grief': array([ True, False]), 'role_transition': array([False,  True])}
    """

    names: list[str]
    course: NDArray[np.intp]
    session: NDArray[np.float64]
    score: NDArray[np.float64]
    measure: NDArray[np.str_]
    known: list[dict[str, str]]
    contradictions: dict[str, str] = field(
        default_factory=dict
    )  # what a course may not be counted by, and why

    @classmethod
    def of(cls, rows: Iterable[Scored], known: Mapping[str, Mapping[str, str]] | None = None) -> "Courses":
        """Number the courses in the order in which they come; those in ``known`` count without scores too."""
        numbers = {name: number for number, name in enumerate(known or {})}
        said = [Said() for _ in numbers]
        course, session, score, measure = [], [], [], []
        for row in rows:
            number = numbers.setdefault(row.course, len(numbers))
            if number == len(said):
                said.append(Said())
            if row.others:
                said[number].hear(row.session, row.others)
            course.append(number)
            session.append(row.session)
            score.append(row.score)
            measure.append(row.measure)
        by_session = each_session(said)
        return cls(
            list(numbers),
            np.array(course, dtype=np.intp),
            np.array(session, dtype=np.float64),
            np.array(score, dtype=np.float64),
            np.array(measure, dtype=np.str_),
            [
                {**(known or {}).get(name, {}), **one.in_short(by_session=by_session)}
                for name, one in zip(numbers, said, strict=True)
            ],
            contradictions(list(numbers), said),
        )

    def first_and_last(self) -> list[rates.FirstAndLast]:
        """First and last score of each course, one entry a measure."""
        found = []
        for name in np.unique(self.measure):
            here, measure = self.measure == name, library.load(str(name))
            rows = (self.course[here], self.session[here], self.score[here])
            found.append(rates.first_and_last(measure, *rows, len(self.names)))
        return found

    def finished(self) -> Truths:
        """Ended, with two attended sessions or more, (courses,) bool.

        Where ``finished`` is known ("yes" or "no") it is taken. Where nothing is said of attendance, the
        sessions with a row are counted; where nothing is said of any course's end, all have ended.

        Raises
        ------
        ValueError
            If ``attended`` is not a whole number.
        """
        says_ended = any("ended_on" in known for known in self.known)
        ended = np.array([not says_ended or bool(known.get("ended_on")) for known in self.known], dtype=bool)
        done = ended & (self._attended() >= 2)
        said = np.array([known.get("finished", "") for known in self.known], dtype=np.str_)
        return np.asarray(np.where(said == "", done, said == "yes"))

    def _attended(self) -> NDArray[np.intp]:
        counted = self._sessions_with_a_row()
        for number, known in enumerate(self.known):
            if text := known.get("attended", ""):
                if not text.isdecimal():
                    raise ValueError(f"attended: {text!r} of {self.names[number]} is not a whole number")
                counted[number] = int(text)
        return counted

    def _sessions_with_a_row(self) -> NDArray[np.intp]:
        order = np.lexsort((self.session, self.course))
        who, when = self.course[order], self.session[order]
        fresh = np.ones(who.shape, dtype=bool)
        fresh[1:] = (who[1:] != who[:-1]) | (when[1:] != when[:-1])
        return np.bincount(who[fresh], minlength=len(self.names)).astype(np.intp)

    def groups(self, by: str) -> dict[str, Truths]:
        """The courses of each value of something known, (courses,) bool; nothing said stands under ''.

        Raises
        ------
        ValueError
            If a course stands in two groups.
        """
        if by in self.contradictions:
            raise ValueError(self.contradictions[by])
        values = np.array([known.get(by, "") for known in self.known], dtype=np.str_)
        return {str(value): values == value for value in np.unique(values)}
