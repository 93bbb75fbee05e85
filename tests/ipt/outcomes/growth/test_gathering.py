"""Sums do not depend on the order of rows, units are those of all rows, and no double score slips in."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipt.outcomes.growth import BadScores, GrowthModel, gathering, scores, simulate, sums
from ipt.outcomes.growth.gathering import gather, usual_units

SEEDS = st.integers(0, 2**32 - 1)


def gathered(table):
    rows = GrowthModel().read(table)
    return gather(rows, usual_units(rows))


def alike(one, other):
    mine, theirs = one.blocks(), other.blocks()
    assert theirs.w0 == pytest.approx(mine.w0)
    assert theirs.w1 == pytest.approx(mine.w1)


def refused(patient, time):
    table = {"patient": np.array(patient), "time": np.array(time), "score": np.arange(len(time)) % 7.0}
    with pytest.raises(BadScores) as problem:
        gathered(table)
    return str(problem.value)


@pytest.mark.parametrize(
    ("patient", "time", "said"),
    [
        ([3, 4, 3, 4], [1, 1, 1, 2], "row 3: patient 3 has two scores at time 1; row 1 is the other"),
        ([3, 4, 3, 4], [1.5, 1.5, 1.5, 2], "row 3: patient 3 has two scores at time 1.5; row 1 is the other"),
        ([3, 4, 3, 4], [0.0, 0.5, -0.0, 2], "row 3: patient 3 has two scores at time 0; row 1 is the other"),
        ([3, 3, 3, 4], [1.5, 2.5, 1.5, 2], "row 3: patient 3 has two scores at time 1.5; row 1 is the other"),
        ([3, 3, 4], [60, 60, 1], "row 2: patient 3 has two scores at time 60; row 1 is the other"),
        ([3, 3, 4, 4], [1, 1, 2, 2], "row 2: patient 3 has two scores at time 1; row 1 is the other"),
    ],
)
def test_a_double_score_is_refused_in_any_order(patient, time, said):
    assert refused(patient, time) == said


def test_one_patient_with_very_many_scores_is_refused_and_not_counted_out():
    """Their powers of two add up to numbers that no table of patterns could hold."""
    patient, time = np.zeros(2_000_000, dtype=np.intp), np.tile(np.arange(1, 21), 100_000)
    patient[-1] = 1
    assert refused(patient, time) == "row 21: patient 0 has two scores at time 1; row 1 is the other"


@given(seed=SEEDS, whole=st.booleans())
def test_a_double_score_anywhere_is_found(seed, whole):
    rng = np.random.default_rng(seed)
    drawn = simulate.courses(rng, 20, sessions=9, whole=whole)
    at, order = rng.integers(len(drawn.score)), rng.permutation(len(drawn.score) + 1)
    patient, time = (np.append(column, column[at])[order] for column in (drawn.patient, drawn.time))
    first, second = (place + 1 for place in np.flatnonzero((order == at) | (order == len(drawn.score))))
    assert refused(patient, time) == (
        f"row {second}: patient {drawn.patient[at]} has two scores at time {drawn.time[at]:g}; "
        f"row {first} is the other"
    )


def test_a_double_score_is_found_in_its_row_where_others_were_left_out():
    table = {"patient": [1, 1, 1, 2], "time": [1, 2, 2, 1], "score": [np.nan, 4, 5, 6]}
    with pytest.raises(BadScores, match="row 3: patient 1 has two scores at time 2; row 2 is the other"):
        gathered({name: np.array(column) for name, column in table.items()})


@given(seed=SEEDS, whole=st.booleans())
def test_sums_are_the_same_in_any_order(seed, whole):
    drawn = simulate.courses(np.random.default_rng(seed), 40, sessions=6, whole=whole)
    order = np.random.default_rng(seed).permutation(len(drawn.score))
    rows = GrowthModel().read(drawn.columns())
    units = usual_units(rows)
    mixed = GrowthModel().read({name: column[order] for name, column in drawn.columns().items()})
    (one, each), (other, same) = gather(rows, units), gather(mixed, units)
    assert other.total == pytest.approx(one.total)
    assert (other.n_patients, other.n_scores) == (one.n_patients, one.n_scores) == (40, len(order))
    alike(each, same)


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize("block", [1, 7, 50])
def test_sums_are_the_same_however_many_rows_are_taken_at_a_time(monkeypatch, block, whole):
    """Also where the last patient has more rows than are taken at a time."""
    drawn = simulate.courses(np.random.default_rng(1), 40, sessions=30, missed=0.3, leaving=0, whole=whole)
    rows = GrowthModel().read(drawn.columns())
    units = usual_units(rows)
    one, each = gather(rows, units)
    for module, name in ((gathering, "BLOCK"), (scores, "BLOCK"), (gathering, "PIECE"), (sums, "PIECE")):
        monkeypatch.setattr(module, name, block)
    other, same = gather(GrowthModel().read(drawn.columns()), units)
    assert other.total == pytest.approx(one.total)
    alike(each, same)
    pieces = [blocks.w1 for _some, blocks in same.pieces()]
    assert np.concatenate(pieces, axis=1) == pytest.approx(each.blocks().w1)


def test_a_patterns_scatter_is_the_same_however_many_patients_are_taken_at_a_time(monkeypatch):
    drawn = simulate.courses(np.random.default_rng(2), 300, sessions=4)
    one, _each = gathered(drawn.columns())
    monkeypatch.setattr(sums, "PIECE", 16)
    other, _each = gathered(drawn.columns())
    assert len(other.blocks.n) < 60
    assert other.blocks.w0 == pytest.approx(one.blocks.w0)
    assert other.blocks.w1 == pytest.approx(one.blocks.w1)


@pytest.mark.parametrize("by", ["patient", "time", "score"])
def test_units_are_those_of_all_rows_whatever_they_are_sorted_by(by):
    drawn = simulate.courses(np.random.default_rng(1), 12_000, missed=0, leaving=0)
    order = np.argsort(drawn.columns()[by], kind="stable")
    units = usual_units(GrowthModel().read({name: c[order] for name, c in drawn.columns().items()}))
    for (middle, spread), column in ((units.time, drawn.time), (units.score, drawn.score)):
        assert middle == pytest.approx(column.mean(), abs=0.2 * column.std())
        assert spread == pytest.approx(column.std(), rel=0.1)
