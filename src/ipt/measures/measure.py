"""What a published questionnaire is: its wording, scores and licence, and how sure we are of each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ipt.measures.norms import Bands, Caseness, ChangeThreshold, SafetyRule, Sample


class MeasureError(Exception):
    """A measure's file is wrong, or there is no such measure."""


@dataclass(frozen=True, slots=True)
class Option:
    """One answer a person can choose; `value` is what it scores."""

    value: float
    label: str
    loinc: str = ""


@dataclass(frozen=True, slots=True)
class Condition:
    """When an item is asked: enough of the named items were answered `at_least` so high."""

    at_least: float
    any_of: tuple[str, ...] = ()
    all_of: tuple[str, ...] = ()

    def met(self, answers: Mapping[str, ArrayLike]) -> NDArray[np.bool_]:
        """Say whether it holds, for one person or arrays of them; a blank (nan or absent) is not high."""
        given = [answers.get(item, np.nan) for item in (self.any_of or self.all_of)]
        high = [np.greater_equal(answer, self.at_least) for answer in given]
        return np.asarray(np.any(high, axis=0) if self.any_of else np.all(high, axis=0))

    def ruled_out(self, answers: Mapping[str, ArrayLike]) -> NDArray[np.bool_]:
        """Say whether it fails whatever the blanks would have been: the item was rightly not asked."""
        asked = self.any_of or self.all_of
        return ~self.met({item: np.nan_to_num(answers.get(item, np.nan), nan=np.inf) for item in asked})


@dataclass(frozen=True, slots=True)
class Item:
    """One question. `text` is the published wording, or empty while that is withheld."""

    id: str
    text: str
    topic: str
    options: tuple[Option, ...]
    low: float
    high: float
    whole: bool
    scored: bool = True
    stem: str = ""
    loinc: str = ""
    follow_up: str = ""
    gate: bool = False
    acuity: bool = False
    enable_when: Condition | None = None
    required_if: Condition | None = None

    @property
    def number(self) -> str:
        """The number printed on the form: `9` for `phq9-9`, `6a` for `phqed-6a`."""
        return self.id.rpartition("-")[2]

    def was_not_asked(self, answers: Mapping[str, ArrayLike]) -> NDArray[np.bool_]:
        """Say whether the form passes over this item, given answers by item id (nan = blank)."""
        never = np.zeros(np.shape(answers[self.id]), dtype=bool)
        return never if self.enable_when is None else self.enable_when.ruled_out(answers)

    @property
    def label(self) -> str:
        """The wording, or the topic where wording is withheld."""
        return self.text or self.topic or f"item {self.number}"

    def option(self, value: float) -> Option | None:
        """Find the option that scores `value`; None for an item answered with any number."""
        return next((option for option in self.options if option.value == value), None)


@dataclass(frozen=True, slots=True)
class Missing:
    """What a score does about blanks. `checked` says whether anybody saw the rule in a source."""

    policy: str
    max_missing: int
    rounding: str
    checked: bool
    note: str
    never_blank: tuple[str, ...] = ()
    may_be_blank: tuple[str, ...] = ()
    gate: str = ""


@dataclass(frozen=True, slots=True)
class Score:
    """One number a form gives. `higher_is` is `worse`, `better` or `neither`."""

    id: str
    label: str
    method: str
    items: tuple[str, ...]
    low: float
    high: float
    higher_is: str
    missing: Missing
    higher_means: str = ""
    note: str = ""
    reversed: tuple[str, ...] = ()
    minus: tuple[str, ...] = ()
    constant: float = 0
    multiplier: float = 1
    angle: float | None = None
    groups: tuple[tuple[str, ...], ...] = ()
    count_values: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    parts: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What people call it: its label, or its id in words."""
        words = self.label or self.id.replace("_", " ")
        return words[:1].upper() + words[1:]


@dataclass(frozen=True, slots=True)
class Clause:
    """How many items must reach their own threshold; a blank may count as `yes`, `no` or `unknown`."""

    answers: Mapping[str, float]
    at_least: int
    at_most: int
    blank_counts: str = "unknown"


@dataclass(frozen=True, slots=True)
class Finding:
    """A published yes/no rule over answers: it holds when all its clauses do."""

    id: str
    label: str
    clauses: tuple[Clause, ...]
    checked: bool
    note: str


@dataclass(frozen=True, slots=True)
class Licence:
    """What the rights holder allows, in their words."""

    kind: str
    words: str
    attribution: str
    conditions: tuple[str, ...]
    checked: bool
    note: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Wording:
    """Whether the wording is here (`verbatim`) or the clinic must bring it (`withheld`)."""

    kind: str
    checked: bool
    note: str


@dataclass(frozen=True, slots=True)
class Loinc:
    """LOINC codes of the form and its total."""

    panel: str
    total: str
    checked: bool
    note: str


@dataclass(frozen=True)
class Measure:
    """A questionnaire, whole: everything the program knows of it, and from where."""

    id: str
    title: str
    short_title: str
    version: str
    language: str
    construct: str
    items: tuple[Item, ...]
    scores: tuple[Score, ...]
    licence: Licence
    wording: Wording
    main_score: str
    serves: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    recall_period: str = ""
    about_person: bool = False  # may be asked about one person, or about people in general
    instructions: str = ""
    stem: str = ""
    notes: tuple[str, ...] = ()
    loinc: Loinc | None = None
    bands: tuple[Bands, ...] = ()
    caseness: tuple[Caseness, ...] = ()
    change: tuple[ChangeThreshold, ...] = ()
    psychometrics: tuple[Sample, ...] = ()
    safety: tuple[SafetyRule, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def has_total(self) -> bool:
        """Say whether its main score stands for the whole form; an octant, or one of two lines, does not."""
        return not self.about_person and self.score(self.main_score).angle is None

    @property
    def can_be_asked(self) -> bool:
        """Say whether the wording is here."""
        return self.wording.kind == "verbatim"

    @cached_property
    def scored_items(self) -> tuple[Item, ...]:
        """The items that count towards a score, in the form's order."""
        return tuple(item for item in self.items if item.scored)

    def item(self, item_id: str) -> Item:
        """Find an item by id; KeyError if there is none."""
        return self._item_by_id[item_id]

    def score(self, score_id: str) -> Score:
        """Find a score by id; KeyError if there is none."""
        return self._score_by_id[score_id]

    @cached_property
    def _item_by_id(self) -> dict[str, Item]:
        return {item.id: item for item in self.items}

    @cached_property
    def _score_by_id(self) -> dict[str, Score]:
        return {score.id: score for score in self.scores}
