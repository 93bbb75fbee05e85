"""What was published about a measure's scores: bands, cut-offs, change, samples, and what shows risk."""

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass

OPERATORS: Mapping[str, Callable[[float, float], bool]] = {
    ">=": operator.ge,
    ">": operator.gt,
    "<=": operator.le,
    "<": operator.lt,
}


@dataclass(frozen=True, slots=True)
class Band:
    """A named stretch of a score, both ends included."""

    low: float
    high: float
    label: str


@dataclass(frozen=True, slots=True)
class Bands:
    """The published bands of one score, lowest first."""

    score: str
    bands: tuple[Band, ...]
    source: str
    checked: bool
    note: str


@dataclass(frozen=True, slots=True)
class Caseness:
    """A cut-off: a score beyond it, or one of the named findings, makes a case."""

    meaning: str
    checked: bool
    note: str
    score: str = ""
    op: str = ""
    value: float = float("nan")
    findings: tuple[str, ...] = ()
    accuracy: str = ""

    def holds(self, value: float) -> bool:
        """Say whether a score is a case; false for nan, so ask for blanks first."""
        return OPERATORS[self.op](value, self.value)


@dataclass(frozen=True, slots=True)
class ChangeThreshold:
    """How far a score must move, or where it must end.

    `kind` is `reliable`, `minimal_important` or `clinically_significant` (points moved), `response` (percent
    of the first score, for the better) or `remission` (where the last score lies, of whoever began as a
    case).
    """

    kind: str
    score: str
    op: str
    value: float
    source: str
    checked: bool
    note: str
    upper: float | None = None
    unit: str = "points"


@dataclass(frozen=True, slots=True)
class Sample:
    """What was found in one published sample; spreads are standard deviations in score points."""

    sample: str
    source: str
    checked: bool
    note: str
    mean: float | Mapping[str, float] | None = None
    sd: float | Mapping[str, float] | None = None
    alpha: float | None = None
    alpha_range: tuple[float, ...] = ()
    retest: float | None = None
    retest_range: tuple[float, ...] = ()
    retest_interval: str = ""


@dataclass(frozen=True, slots=True)
class SafetyRule:
    """An answer (`item`) that shows risk, or a score (`score`) that wants attention."""

    op: str
    value: float
    action: str
    checked: bool
    note: str
    item: str = ""
    score: str = ""

    def holds(self, value: float) -> bool:
        """Say whether a value reaches the threshold; false for nan."""
        return OPERATORS[self.op](value, self.value)
