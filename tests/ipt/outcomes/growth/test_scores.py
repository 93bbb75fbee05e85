"""Patients are numbered without loss, whatever names them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from ipt.outcomes.growth.scores import number, read

INTEGERS = ["i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8"]
IDS = st.sampled_from(INTEGERS).flatmap(
    lambda kind: arrays.arrays(kind, st.integers(1, 300), elements=arrays.from_dtype(np.dtype(kind)))
)


def holds(who, found):
    patients, whose = found
    code = whose.code
    assert (patients[code] == who).all()
    assert len(set(patients.tolist())) == len(patients) == code.max() + 1
    if whose.starts is not None:
        assert (np.diff(code) >= 0).all()
    else:
        assert (patients[1:] > patients[:-1]).all()


@given(who=IDS)
def test_whole_numbers_of_any_width_are_told_apart(who):
    holds(who, number(who, "patient"))


@pytest.mark.parametrize("kind", INTEGERS)
def test_the_lowest_and_the_highest_of_a_kind_do_not_overflow(kind):
    ends = np.iinfo(kind)
    who = np.tile(np.array([ends.max, ends.min, ends.max - 1, ends.min + 1], dtype=kind), 3)
    holds(who, number(who, "patient"))
    assert number(who, "patient")[0].dtype == np.dtype(kind)


@pytest.mark.parametrize("kind", ["i1", "u1"])
def test_all_of_a_narrow_kind_in_any_order(kind):
    ends = np.iinfo(kind)
    who = np.random.default_rng(1).permutation(np.tile(np.arange(ends.min, ends.max + 1), 3)).astype(kind)
    patients, whose = number(who, "patient")
    assert patients.tolist() == list(range(ends.min, ends.max + 1))
    assert (patients[whose.code] == who).all()
    assert whose.starts is None


def test_close_numbers_far_from_zero():
    who = np.array([2**64 - 1, 2**64 - 3, 2**64 - 1, 2**64 - 2], dtype="u8")
    holds(who, number(who, "patient"))
    holds(-(who.astype("i8")), number(-(who.astype("i8")), "patient"))


TEXTS = st.lists(st.text("ab1é ", min_size=1).filter(str.strip), min_size=1, max_size=40)


@given(who=TEXTS, kind=st.sampled_from([object, str]))
def test_texts_are_told_apart(who, kind):
    holds(np.array(who, dtype=str), number(np.array(who, dtype=kind), "patient"))


@pytest.mark.parametrize("who", [["b", "b", "a"], [7, 7, 3], [2.5, 2.5, 1.5]])
def test_patients_who_stand_together_stay_in_the_order_of_their_rows(who):
    patients, whose = number(np.array(who), "patient")
    assert (patients.tolist(), whose.code.tolist()) == ([who[0], who[2]], [0, 0, 1])
    assert whose.starts is not None
    assert whose.starts.tolist() == [0, 2]


def test_covariates_of_text_become_contrasts_with_blanks_left_out():
    columns = {
        "patient": np.array([1, 1, 2, 2]),
        "time": np.arange(4.0),
        "score": np.array([3.0, 4, 9, 7]),
        "place": np.array(["town", "", "land", "town"], dtype=object),
    }
    names = {"patient": "patient", "time": "time", "score": "score"}
    found = read(columns, **names, covariates=["place"], therapist=None, time_scale="linear")
    assert found.names == ("placetown",)
    assert found.covariates.tolist() == [[1.0], [0.0], [1.0]]
    assert found.left_out == 1
