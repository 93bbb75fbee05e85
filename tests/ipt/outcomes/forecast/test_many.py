"""Many courses at once are the same as one by one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from ipt.outcomes.forecast import State, many
from tests.ipt.outcomes.forecast.test_trajectory import LINES

scores = arrays(np.float64, (4, 6), elements=st.one_of(st.integers(0, 27).map(float), st.just(np.nan)))
TIMES = np.arange(1.0, 7)


def one_by_one(line, row, end):
    state, coming, ending = State(line), [], []
    for time, score in zip(TIMES, row, strict=True):
        coming.append(state.moments(time))
        state = state.update(time, score)
        ending.append(state.moments(end))
    return np.array(coming), np.array(ending)


@given(st.sampled_from(LINES), scores)
def test_many_at_once_equal_one_by_one(line, rows):
    end = np.array([6.0, 10, 16, 20])
    coming, ending = many.next_scores(line, TIMES, rows), many.ends(line, TIMES, rows, end)
    for at, row in enumerate(rows):
        a, b = one_by_one(line, row, end[at])
        assert np.column_stack([coming.mean[at], coming.sd[at]]) == pytest.approx(a, rel=1e-9, abs=1e-9)
        assert np.column_stack([ending.mean[at], ending.sd[at]]) == pytest.approx(b, rel=1e-9, abs=1e-9)


def test_pieces_make_no_difference(monkeypatch):
    rows = np.random.default_rng(2).integers(0, 28, (50, 6)).astype(float)
    whole = many.next_scores(LINES[0], TIMES, rows)
    monkeypatch.setattr(many, "PIECE", 30)
    assert (many.next_scores(LINES[0], TIMES, rows).mean == whole.mean).all()


def test_nothing_is_said_where_there_is_no_time():
    times, rows = np.array([[1.0, 2, np.nan]]), np.array([[9.0, np.nan, np.nan]])
    coming = many.next_scores(LINES[0], times, rows)
    assert np.isnan(coming.mean).tolist() == [[False, False, True]]
    assert not np.isnan(many.ends(LINES[0], times, rows, [16]).mean).any()


def test_one_course_may_come_without_a_first_axis():
    found = many.next_scores(LINES[0], TIMES, [9, 8, 7, 6, 5, 4])
    assert found.mean.shape == (6,)


def test_a_score_without_a_time_is_refused():
    with pytest.raises(ValueError, match="a score has no time"):
        many.next_scores(LINES[0], [[1, np.nan]], [[3, 4]])
