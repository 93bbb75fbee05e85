"""What several uses say together; what was not rated is missing and never no change."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipt.therapy.uses import ENOUGH, summarise

rating = st.none() | st.integers(0, 10)
pairs = st.lists(st.tuples(rating, rating), max_size=20)


def test_a_worked_example() -> None:
    found = summarise([(7, 4), (6, 6), (5, 6), (8, None), (None, 2)])
    assert (found.paired, found.missing) == (3, 2)
    assert (found.lower, found.same, found.higher, found.middle) == (1, 1, 1, 0.0)
    assert not found.enough


def test_nothing_rated_has_no_middle() -> None:
    assert summarise([(None, None)]).middle is None
    assert summarise([]).missing == 0


def test_five_pairs_are_enough() -> None:
    assert summarise([(5, 3)] * ENOUGH).enough
    assert not summarise([(5, 3)] * (ENOUGH - 1)).enough


def test_a_rating_outside_is_an_error() -> None:
    with pytest.raises(ValueError, match="no rating 11"):
        summarise([(11, 2)])


@given(pairs, st.randoms())
def test_their_order_does_not_matter(given_pairs: list, random: object) -> None:
    turned = list(given_pairs)
    random.shuffle(turned)  # type: ignore[attr-defined]
    assert summarise(turned) == summarise(given_pairs)


@given(pairs)
def test_everything_is_counted_once(given_pairs: list) -> None:
    found = summarise(given_pairs)
    assert found.lower + found.same + found.higher == found.paired
    assert found.paired + found.missing == len(given_pairs)
