"""Blocks that tables and filters share: nothing shown as whole blocks gives a small group away."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipt.outcomes.blocks import Level, divide, whole_blocks
from ipt.outcomes.disclosure import LEAST

QUARTERS = ["2025 Q3", "2025 Q4", "2026 Q1", "2026 Q2"]


@st.composite
def services(draw):
    """The cells of a service: manual, focus and quarter of each, and the finished courses in it."""
    every = [(m, f, q) for m in ("dep12", "dep16") for f in ("", "grief", "role_dispute") for q in QUARTERS]
    cells = draw(st.lists(st.sampled_from(every), min_size=1, max_size=16, unique=True))
    sizes = draw(st.lists(st.integers(0, 9), min_size=len(cells), max_size=len(cells)))
    return cells, np.array(sizes)


def levels_of(cells):
    manual, focus, quarter = zip(*cells, strict=True)
    return [Level(manual), Level(focus), Level([q[:4] for q in quarter], ordered=True), Level(quarter, True)]


def looks(cells, blocks):
    """Every table that a reader can have: each choice of manual, focus and span of quarters."""
    for manual in ("", "dep12", "dep16"):
        for focus in (None, "", "grief", "role_dispute"):
            for begin in range(len(QUARTERS)):
                for end in range(begin, len(QUARTERS)):
                    span = QUARTERS[begin : end + 1]
                    among = np.array(
                        [
                            (not manual or m == manual) and focus in (None, f) and q in span
                            for m, f, q in cells
                        ]
                    )
                    yield whole_blocks(blocks, among)


@given(services())
def test_every_block_is_large_enough_and_no_cell_is_left_over(service):
    cells, sizes = service
    blocks = divide(levels_of(cells), sizes)
    if sizes.sum() < LEAST:
        assert set(blocks) == {-1}
        return
    assert min(sizes[blocks == block].sum() for block in set(blocks)) >= LEAST
    assert set(blocks) == set(range(blocks.max() + 1))


@given(services())
def test_no_small_group_can_be_worked_out_from_all_looks_together(service):
    """Adding and subtracting looks in any way never yields the indicator of one to four courses."""
    cells, sizes = service
    blocks = divide(levels_of(cells), sizes)
    shown = np.array([look for look in looks(cells, blocks) if look.any()], dtype=np.float64)
    if not len(shown):
        return
    counted = np.flatnonzero(sizes)
    for number in range(1, min(2 ** len(counted), 2**10)):  # every group of cells that hold somebody
        group = np.zeros(len(cells))
        group[[cell for place, cell in enumerate(counted) if number >> place & 1]] = 1
        if 0 < sizes @ group < LEAST:
            basis = shown[:, counted].T
            weights, *_ = np.linalg.lstsq(basis, group[counted], rcond=None)
            assert not np.allclose(basis @ weights, group[counted], atol=1e-8)


@given(services(), st.sampled_from([0, 1, 2]))
def test_what_a_comparison_leaves_over_is_large_enough_to_be_shown_together(service, by):
    cells, sizes = service
    blocks = divide(levels_of(cells), sizes)
    names = np.array([cell[by] for cell in cells])
    alone = np.logical_or.reduce([whole_blocks(blocks, names == name) for name in set(names)])
    rest = sizes[~alone].sum()
    assert rest == 0 or rest >= LEAST or sizes.sum() < LEAST


@given(services(), st.randoms())
def test_the_order_of_the_cells_does_not_matter(service, random):
    cells, sizes = service
    order = list(range(len(cells)))
    random.shuffle(order)
    shuffled = divide(levels_of([cells[at] for at in order]), sizes[order])
    as_before = divide(levels_of(cells), sizes)[order]
    together = np.equal.outer(shuffled, shuffled) == np.equal.outer(as_before, as_before)
    assert together.all()


def test_quarters_too_small_are_put_together_with_their_neighbours():
    quarters = ["2025 Q4", "2026 Q1", "2026 Q2", "2026 Q3"]
    assert divide([Level(quarters, ordered=True)], [6, 2, 3, 1]).tolist() == [0, 1, 1, 1]


def test_small_values_take_the_smallest_large_one_with_them():
    assert divide([Level(["a", "b", "c", "d"])], [9, 5, 2, 7]).tolist() == [0, 2, 2, 1]


@pytest.mark.parametrize("sizes", [[], [4], [2, 2]])
def test_too_few_make_no_block(sizes):
    assert divide([Level(["a", "b"][: len(sizes)])], sizes).tolist() == [-1] * len(sizes)


def test_two_looks_that_are_harmless_alone_are_not_both_given():
    """All six of a manual and the five of them in one quarter would give the sixth away."""
    quarter = np.array(["2026 Q1", "2026 Q2"])
    blocks = divide([Level(["dep16", "dep16"]), Level(quarter, ordered=True)], [5, 1])
    assert whole_blocks(blocks, np.array([True, True])).all()
    assert not whole_blocks(blocks, quarter == "2026 Q1").any()
