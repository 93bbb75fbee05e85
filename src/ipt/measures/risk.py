"""Answers that show risk, risk questions left blank, and scores that want attention.

Only an item-level rule of the measure raises risk. A score-level rule (a severe total) is attention: it is
shown to the clinician and pages nobody.
"""

from dataclasses import dataclass
from math import isnan

from numpy.typing import ArrayLike

from ipt.measures.answers import read_answers
from ipt.measures.measure import Item, Measure
from ipt.measures.norms import SafetyRule
from ipt.measures.scored import Scored


@dataclass(frozen=True, slots=True)
class RiskItem:
    """A safety item answered at or beyond its threshold; `label` is the answer in the form's words."""

    item: Item
    answer: float
    label: str
    rule: SafetyRule

    @property
    def action(self) -> str:
        """What a clinician is to do."""
        return self.rule.action

    @property
    def threshold(self) -> float:
        """The answer from which the rule holds."""
        return self.rule.value


@dataclass(frozen=True, slots=True)
class Attention:
    """A score at or beyond a level that a clinician should look at."""

    score: str
    value: float
    rule: SafetyRule


def risk_items(measure: Measure, answers: ArrayLike) -> tuple[RiskItem, ...]:
    """Find the safety items whose answers show risk, in the form's order.

    Parameters
    ----------
    answers : (n_items,) float
        One person's answers; ``nan`` = left blank, which is never risk and never its absence
        (`blank_risk_items`).

    Raises
    ------
    ValueError
        If there is not one answer an item, or an answer is not an option.

    Examples
    --------
    >>> from ipt.measures import library
    >>> [found] = risk_items(library.load("phq9"), [0] * 8 + [1])
    >>> found.item.id, found.label
    ('phq9-9', 'Several days')
    >>> found.rule.action
    'Same-session clinician review of suicide risk; never auto-close'
    """
    by_item = _one_person(measure, answers)
    rules = [rule for rule in measure.safety if rule.item and rule.holds(by_item[rule.item])]
    return tuple(_risk_item(measure.item(rule.item), by_item[rule.item], rule) for rule in rules)


def blank_risk_items(measure: Measure, answers: ArrayLike) -> tuple[Item, ...]:
    """Find the safety items left blank, to be asked once more; parameters and errors as in `risk_items`.

    An item that the form passes over, given the other answers, does not count.

    >>> from ipt.measures import library
    >>> [item.id for item in blank_risk_items(library.load("phq9"), [0] * 8 + [None])]
    ['phq9-9']
    """
    by_item = _one_person(measure, answers)
    items = dict.fromkeys(rule.item for rule in measure.safety if rule.item)
    blank = [measure.item(item) for item in items if isnan(by_item[item])]
    return tuple(item for item in blank if not item.was_not_asked(by_item))


def attention(scored: Scored) -> tuple[Attention, ...]:
    """Find the scores that a clinician should look at, by the measure's score-level rules.

    >>> from ipt.measures import library, scoring
    >>> [(one.score, one.value) for one in attention(scoring.score(library.load("phq9"), [3] * 8 + [0]))]
    [('total', 24.0)]
    """
    values = scored.scores
    return tuple(
        Attention(rule.score, value, rule)
        for rule in scored.measure.safety
        if rule.score and (value := values[rule.score]) is not None and rule.holds(value)
    )


def _one_person(measure: Measure, answers: ArrayLike) -> dict[str, float]:
    given = read_answers(measure, answers)
    if given.shape != ():
        raise ValueError(f"{measure.short_title}: risk is read from one person's answers at a time")
    for _ in given.blocks():  # walking through the answers checks them
        pass
    return given.by_item()


def _risk_item(item: Item, answer: float, rule: SafetyRule) -> RiskItem:
    option = item.option(answer)
    return RiskItem(item, answer, option.label if option else f"{answer:g}", rule)
