"""Response and remission, by the rules that stand in the measures' files."""

import math

import numpy as np
import pytest

from ipt.measures import library
from ipt.outcomes.response import remitted, responded, rule_of

PHQ9 = library.load("phq9")
NAN = math.nan


@pytest.mark.parametrize(
    ("before", "after", "response", "remission"),
    [
        (18, 9, 1, 0),  # half, exactly
        (18, 10, 0, 0),
        (18, 4, 1, 1),
        (18, 5, 1, 0),
        (10, 4, 1, 1),
        (9, 2, 1, NAN),  # began below caseness
        (0, 0, NAN, NAN),  # no share of nothing
        (12, 15, 0, 0),
        (NAN, 4, NAN, NAN),
        (18, NAN, NAN, NAN),
    ],
)
def test_by_hand(before, after, response, remission):
    assert responded(PHQ9, before, after) == pytest.approx(response, nan_ok=True)
    assert remitted(PHQ9, before, after) == pytest.approx(remission, nan_ok=True)


def test_many_at_once():
    found = responded(PHQ9, np.array([18, 18, np.nan]), np.array([9, 10, 3]))
    assert found == pytest.approx([1, 0, np.nan], nan_ok=True)


def test_the_rule_has_a_source():
    assert "201900295" in rule_of(PHQ9, "remission").source


def test_what_was_not_published_is_not_said():
    gad7 = library.load("gad7")
    assert rule_of(gad7, "response") is None
    for of in (responded, remitted):
        with pytest.raises(ValueError, match="has been published for GAD-7"):
            of(gad7, 12, 5)
