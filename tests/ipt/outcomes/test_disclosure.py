"""Small groups and small counts are withheld, and cannot be worked out from the rest."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipt.outcomes import disclosure


def groups(*sizes: int) -> dict[str, np.ndarray]:
    of = np.repeat(np.arange(len(sizes)), sizes)
    return {f"g{number}": of == number for number in range(len(sizes))}


def together(*sizes: int) -> disclosure.Together | None:
    return disclosure.put_together(groups(*sizes), np.ones(sum(sizes), dtype=bool))


def test_large_groups_stand_alone():
    found = together(9, 5)
    assert found is not None
    assert (list(found.shown), found.others) == (["g0", "g1"], None)


def test_small_groups_stand_together():
    found = together(20, 3, 2, 8)
    assert found is not None
    assert (list(found.shown), found.names) == (["g0", "g3"], ("g1", "g2"))


def test_one_small_group_takes_the_next_larger_with_it():
    found = together(20, 3, 8)
    assert found is not None
    assert (list(found.shown), set(found.names)) == (["g0"], {"g1", "g2"})


def test_what_leaves_a_single_group_is_not_split():
    assert together(20) is None
    assert together(20, 2) is None
    assert together(3, 1) is None
    assert together() is None


@given(st.lists(st.integers(1, 12), max_size=8))
def test_no_group_shown_is_small_and_together_they_are_all(sizes):
    found = together(*sizes)
    if found is None:
        return
    shown = [*found.shown.values(), *([] if found.others is None else [found.others])]
    assert all(np.count_nonzero(group) >= disclosure.LEAST for group in shown)
    assert sum(np.count_nonzero(group) for group in shown) == sum(sizes)


@pytest.mark.parametrize(
    ("count", "leaves"), [(0, None), (4, None), (5, 5), (7, 5), (8, 10), (12, 10), (13, 15)]
)
def test_counts_that_leave_are_rounded_to_five(count, leaves):
    assert disclosure.rounded(count) == leaves
