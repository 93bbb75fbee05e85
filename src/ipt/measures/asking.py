"""Which questions of a form are asked, given the answers so far, and how long the rest takes."""

from collections.abc import Mapping
from math import ceil

from ipt.measures.measure import Item, Measure

SECONDS_AN_ITEM = 12  # not published: a round figure for one short question on a phone

Given = Mapping[str, float | None]


def asked(measure: Measure, given: Given) -> tuple[Item, ...]:
    """Find the items that are asked, in the form's order.

    Parameters
    ----------
    given
        Answers so far by item id; None = left blank. Items not in it are not answered yet.
    """
    answers = {item: value for item, value in given.items() if value is not None}
    return tuple(item for item in measure.items if _is_asked(item, answers))


def follow_ups(measure: Measure) -> tuple[Item, ...]:
    """Find the items that are only asked after certain answers and count towards no score."""
    return tuple(item for item in measure.items if not item.scored and is_conditional(item))


def is_conditional(item: Item) -> bool:
    """Say whether an item is only asked after certain answers."""
    return item.enable_when is not None or item.required_if is not None


def as_row(measure: Measure, given: Given) -> list[float | None]:
    """Put answers into the form's order, one an item; None for blank and for what was not asked."""
    wanted = {item.id for item in asked(measure, given)}
    return [given.get(item.id) if item.id in wanted else None for item in measure.items]


def blank(measure: Measure, given: Given) -> tuple[Item, ...]:
    """Find the items that are asked and have no answer, in the form's order."""
    return tuple(item for item in asked(measure, given) if given.get(item.id) is None)


def minutes(items: int) -> int:
    """Estimate how many minutes a number of questions takes, at least one."""
    return max(1, ceil(items * SECONDS_AN_ITEM / 60))


def _is_asked(item: Item, answers: Mapping[str, float]) -> bool:
    conditions = (item.enable_when, item.required_if)
    return all(condition is None or condition.met(answers) for condition in conditions)
