"""A forecast in words: neutral, with the items that moved."""

import numpy as np
import pytest

from ipt.measures import library
from ipt.outcomes.forecast import Range, explain

PHQ9 = library.load("phq9")
EXPECTED = Range(8.4, 15.7, 0.8)
BEFORE = [1, 2, 1, 1, 0, 2, 1, 0, 0, 1]


@pytest.mark.parametrize(("score", "where"), [(8, "below"), (9, "within"), (15, "within"), (16, "above")])
def test_the_score_is_placed_beside_its_range(score, where):
    told = explain(PHQ9, EXPECTED, score)
    assert told.where == where
    assert told.this == f"This one is {score}, {where} that range."
    assert (
        told.expected
        == "With scores like those so far, the next PHQ-9 was between 9 and 15 in 80% of courses."
    )


def test_the_items_that_moved_come_largest_first_in_the_forms_words():
    after = [1, 0, 1, 2, 0, 2, 1, 0, 0, 3]
    told = explain(PHQ9, EXPECTED, 8, before=BEFORE, after=after)
    assert [one.item for one in told.items] == ["phq9-2", "phq9-4"]
    assert told.moved[0] == "Feeling down, depressed, or hopeless: 2, now 0."


def test_a_topic_stands_for_withheld_wording():
    wsas = library.load("wsas")
    told = explain(
        wsas, EXPECTED, 12, before=np.zeros(len(wsas.items)), after=[2] + [0] * (len(wsas.items) - 1)
    )
    assert told.moved == ("work: 0, now 2.",)


def test_a_blank_has_not_moved_and_is_named():
    after = [np.nan, *BEFORE[1:]]
    told = explain(PHQ9, EXPECTED, 8, before=BEFORE, after=after)
    assert told.moved == ()
    assert told.unknown == "Left blank in one of the two forms: Little interest or pleasure in doing things."


def test_it_says_that_it_is_no_verdict():
    assert "not a verdict" in explain(PHQ9, EXPECTED, 20).caution


def test_a_range_between_two_points_is_told_with_a_decimal():
    assert "between 8.2 and 8.7" in explain(PHQ9, Range(8.2, 8.7, 0.5), 8).expected


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"score": np.nan}, "no score"),
        ({"score": 5, "before": BEFORE}, "two forms"),
        ({"score": 5, "before": BEFORE, "after": [1, 2]}, "10 items"),
    ],
)
def test_what_cannot_be_explained_is_refused(given, reason):
    with pytest.raises(ValueError, match=reason):
        explain(PHQ9, EXPECTED, **given)
