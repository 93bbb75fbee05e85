"""Small groups and small counts are withheld, and cannot be worked out from the rest."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipt.outcomes import disclosure


@pytest.mark.parametrize(
    ("count", "leaves"), [(0, None), (4, None), (5, 5), (7, 5), (8, 10), (12, 10), (13, 15)]
)
def test_counts_that_leave_are_rounded_to_five(count, leaves):
    assert disclosure.rounded(count) == leaves


def hidden(cells: dict[tuple[str, ...], int]) -> list[set[str]]:
    names = [list(column) for column in zip(*cells, strict=True)]
    return disclosure.withheld(np.array(list(cells.values())), names)


def test_nothing_is_withheld_where_no_group_is_small():
    assert hidden({("a",): 9, ("b",): 5}) == [set()]


def test_a_lone_small_group_takes_the_smallest_other_with_it():
    """Else it would be what the others leave of the whole."""
    assert hidden({("a",): 20, ("b",): 3, ("c",): 8}) == [{"b", "c"}]


def test_what_is_left_over_has_five_courses():
    assert hidden({("a",): 20, ("b",): 1, ("c",): 2, ("d",): 8}) == [{"b", "c", "d"}]


def test_a_group_of_one_grouping_cannot_be_worked_out_from_another():
    """The only therapists of the North are Lind and Osei: the North less Lind would be Osei."""
    cells = {("North", "Lind"): 12, ("North", "Osei"): 3, ("South", "Ruiz"): 30, ("South", "Wood"): 4}
    services, therapists = hidden(cells)
    shown = {"North", "South"} - services
    assert {"Osei", "Wood"} <= therapists
    assert not ("North" in shown and "Lind" not in therapists)
    assert not ("South" in shown and "Ruiz" not in therapists)


@given(
    st.dictionaries(
        st.tuples(st.sampled_from("ab"), st.sampled_from("pqr"), st.sampled_from("xyz")),
        st.integers(0, 12),
        min_size=1,
        max_size=12,
    )
)
def test_no_small_group_is_a_sum_or_difference_of_what_is_shown(cells):
    """Two sets of sizes that agree on all that is shown and differ on each small group that is not."""
    names = [list(column) for column in zip(*cells, strict=True)]
    sizes = np.array(list(cells.values()))
    withheld = disclosure.withheld(sizes, names)
    rows = [np.ones(len(sizes))]
    secret = []
    for grouping, gone in zip(names, withheld, strict=True):
        for name in set(grouping):
            member = np.array([one == name for one in grouping], dtype=float)
            if name in gone:
                secret.append(member)
            else:
                assert member @ sizes == 0 or member @ sizes >= disclosure.LEAST
                rows.append(member)
    there = sizes > 0
    shown = np.array(rows)[:, there]
    if sizes.sum() < disclosure.LEAST:
        return
    for member in secret:
        both = np.vstack([shown, member[there]])
        assert np.linalg.matrix_rank(both) == np.linalg.matrix_rank(shown) + 1
