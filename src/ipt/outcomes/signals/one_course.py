"""The same look at one course, with what each signal rests on, in numbers and in a sentence."""

from dataclasses import dataclass

import numpy as np

from ipt.outcomes.change import reliable_rule
from ipt.outcomes.signals.looking import Observed, last_before, prompts, raised
from ipt.outcomes.signals.rules import Rule, Rules, load


@dataclass(frozen=True, slots=True)
class Signal:
    """A rule that calls for a look at one session; ``basis`` holds the numbers it rests on, by name.

    >>> from ipt.measures import library
    >>> [signal] = look(Observed(library.load("phq9"), scores=[15, 16, 22], mid_point=6)).signals
    >>> signal.rule.level, signal.session, signal.basis
    ('review_now', 3, {'first': 15.0, 'score': 22.0})
    """

    rule: Rule
    session: int
    basis: dict[str, float]
    because: str


@dataclass(frozen=True, slots=True)
class Look:
    """All signals of one course, in the order of its sessions; and where stopping or stepping up is asked.

    >>> from ipt.measures import library
    >>> seen = look(Observed(library.load("phq9"), scores=[15, 22, 16, 23, 24], mid_point=6))
    >>> [signal.session for signal in seen.signals], seen.step_up_at
    ([2, 4, 4, 5, 5], (4, 5))
    >>> len(seen.at(2)), seen.at(3)
    (1, ())
    """

    signals: tuple[Signal, ...]
    step_up_at: tuple[int, ...]
    rules: Rules

    def at(self, session: int) -> tuple[Signal, ...]:
        """Those of one session."""
        return tuple(one for one in self.signals if one.session == session)


def look(observed: Observed, rules: Rules | None = None) -> Look:
    """Look at one course; the arrays of ``observed`` have the axis of sessions alone.

    Raises
    ------
    ValueError
        If there is more than one course.

    Examples
    --------
    >>> from ipt.measures import library
    >>> [signal] = look(Observed(library.load("phq9"), scores=[15, 16, 22], mid_point=6)).signals
    >>> signal.because
    'PHQ-9 is 22 and was 15 at first, 7 points worse; 6 or more is a reliable change.'
    """
    if np.ndim(observed.scores) != 1:
        raise ValueError("one course at a time; `raised` looks at many")
    chosen = rules or load()
    found = raised(observed, chosen)
    signals = [
        _signal(observed, chosen.rule(id), int(place))
        for id, called in found.items()
        for place in np.flatnonzero(called)
    ]
    order = sorted(signals, key=lambda one: one.session)
    asked = np.flatnonzero(prompts(found, chosen)) + 1
    return Look(tuple(order), tuple(int(number) for number in asked), chosen)


def _signal(observed: Observed, rule: Rule, place: int) -> Signal:
    basis = _basis(observed, rule, place)
    return Signal(rule, place + 1, basis, _because(observed, rule, place + 1, basis))


def _basis(observed: Observed, rule: Rule, place: int) -> dict[str, float]:
    """The numbers that a signal rests on, unrounded."""
    if rule.finding in ("reliable_worsening", "small_fall"):
        return {"first": float(observed.begun_at()), "score": float(observed.known("scores")[place])}
    if rule.finding == "missed":
        return {"missed": float(np.sum(observed.known("missed")[: place + 1] == 1))}
    name = {"risk_item_rise": "risk_item", "risk_begins": "risk", "alliance_fall": "alliance"}[rule.finding]
    values = observed.known(name)
    return {"before": float(last_before(values)[place]), "now": float(values[place])}


def _because(observed: Observed, rule: Rule, session: int, basis: dict[str, float]) -> str:
    """One sentence: what was seen, beside what was asked of it."""
    measure, said = observed.measure, {name: f"{round(value, 2):g}" for name, value in basis.items()}
    if rule.finding == "reliable_worsening":
        return (
            f"{measure.short_title} is {said['score']} and was {said['first']} at first, "
            f"{abs(basis['score'] - basis['first']):g} points worse; {_far(observed)}."
        )
    if rule.finding == "small_fall":
        return (
            f"{measure.short_title} is {said['score']} in session {session} and was {said['first']} at "
            f"first; the rule looks for a fall of {rule.share:.0%} or more."
        )
    if rule.finding == "missed":
        return f"{said['missed']} sessions were missed."
    if rule.finding == "risk_begins":
        return "A clinician found risk; at the review before there was none to find."
    if rule.finding == "alliance_fall":
        return (
            f"What was said of working together lies at {basis['now']:.0%} of its scale, "
            f"and lay at {basis['before']:.0%} before."
        )
    return f"The answer is {said['now']}, and was {said['before']} before."


def _far(observed: Observed) -> str:
    change = reliable_rule(observed.measure)
    if change is None:
        return ""
    points = f"{change.value:g} or more" if change.op == ">=" else f"more than {change.value:g}"
    return f"{points} is a reliable change"
