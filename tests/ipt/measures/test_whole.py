"""Answers as single bytes are the answers that were given, or they are not taken as bytes at all."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from ipt.measures import whole

ODD = [0.0, -0.0, 1.0, 3.0, math.nan, math.inf, -math.inf, 2.5, 300.0, 256.0, 127.0, 128.0, -1.0, -128.0]
ODD += [1e300, -1e300, 5e-324, float(np.nextafter(3, 4)), 2.0**31, 2.0**32, 2.0**63]
KINDS = ["i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8", "f2", "f4", "f8", ">f8", ">i4"]
RANGE = (slice(None), 0, 3)

odd_rows = arrays.arrays("f8", st.tuples(st.integers(1, 6), st.integers(1, 5)), elements=st.sampled_from(ODD))


def ranged(low, high):
    return [(slice(None), low, high)]


def plainly(value, low, high):
    """Whether one answer is blank or a whole number of its range, without any array."""
    return math.isnan(value) or (low <= value <= high and value == math.floor(value))


@given(odd_rows, st.sampled_from([(0, 3), (1, 5), (0, 127)]), st.sampled_from("CF"))
def test_odd_answers_are_read_exactly_or_not_at_all(rows, ends, order):
    found = whole.read(np.array(rows, order=order), ranged(*ends))
    if not all(plainly(value, *ends) for value in rows.flat):
        assert found is None
    else:
        assert np.array_equal(found.given, ~np.isnan(rows.T))
        assert np.array_equal(found.values, np.nan_to_num(rows.T))


@pytest.mark.parametrize("kind", KINDS)
@given(st.data())
def test_numbers_of_every_kind_are_read_exactly_or_not_at_all(kind, data):
    rows = data.draw(arrays.arrays(kind, (3, 4), elements=arrays.from_dtype(np.dtype(kind)), fill=st.just(1)))
    found = whole.read(rows, [RANGE])
    if not all(plainly(float(value), 0, 3) for value in rows.flat):
        assert found is None
    else:
        assert np.array_equal(np.where(found.given, found.values, np.nan), rows.T, equal_nan=True)


@pytest.mark.parametrize("value", [200, 253, 255])
def test_a_byte_without_a_sign_is_not_taken_for_a_number_below_zero(value):
    assert whole.read(np.array([[value]], dtype=np.uint8), [RANGE]) is None


def test_yes_and_no_are_one_and_nothing():
    found = whole.read(np.array([[True, False]]), ranged(0, 1))
    assert found.values.tolist() == [[1], [0]]


@given(arrays.arrays("f8", (4, 40), elements=st.sampled_from([0.0, 1.0, 126.0, 127.0, math.nan])))
def test_sums_and_counts_are_exact_however_large(rows):
    found = whole.read(rows, ranged(0, 127))
    assert np.array_equal(found.added(slice(None)), np.nansum(rows, axis=1))
    assert np.array_equal(found.answered([0, 39]), (~np.isnan(rows[:, [0, 39]])).sum(axis=1))


def test_a_blank_on_a_scale_from_one_is_no_answer_below_it():
    found = whole.read(np.array([[1.0, math.nan, 5.0]]), ranged(1, 5))
    assert found.added(slice(None)).tolist() == [6]
    assert whole.read(np.array([[0.0, math.nan, 5.0]]), ranged(1, 5)) is None
