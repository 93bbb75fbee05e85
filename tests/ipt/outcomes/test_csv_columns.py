"""Columns of a CSV file: what is read, by either reader, and what is refused with its row."""

import csv
import gzip

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ipt.outcomes import csv_columns
from ipt.outcomes.csv_columns import Unreadable, read

MISSING = ("", "NA", ".")
ROWS = "patient,session,score\n007,1,12\n 7 ,2,NA\n3.10,3,11.5\n"
cells = st.one_of(
    st.sampled_from(
        ["", "NA", ".", "0", "-0", "007", "1", "12", " 12 ", "3.10", "1e3", "inf", "nan", "1_0", "+5", "0x1F"]
    ),
    st.integers(-(2**70), 2**70).map(str),
    st.floats(allow_nan=False).map(str),
    st.text("ab,\"\n é'", max_size=4),
)


@pytest.fixture
def file(tmp_path):
    return tmp_path / "scores.csv"


def both(monkeypatch, file, *arguments, **named):
    """What the plain reader gives and what PyArrow gives; a refusal as its words."""
    found = []
    for many in (1 << 60, 0):
        monkeypatch.setattr(csv_columns, "MANY", many)
        try:
            found.append(read(file, *arguments, **named))
        except Unreadable as error:
            found.append(str(error))
    return found


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(rows=st.lists(st.tuples(cells, cells, cells), max_size=6), end=st.sampled_from(["\n", "\r\n"]))
def test_both_readers_give_the_same_columns(monkeypatch, file, rows, end):
    with file.open("w", newline="", encoding="utf-8") as text:
        csv.writer(text, lineterminator=end).writerows([("who", "when", "what"), *rows])
    plain, arrow = both(monkeypatch, file, ["who", "what"], whose=("who",), missing=MISSING)
    assert plain.keys() == arrow.keys()
    for name in plain:
        assert plain[name].dtype == arrow[name].dtype
        np.testing.assert_array_equal(plain[name], arrow[name])


def test_a_name_stays_as_it_is_written_and_a_number_is_a_number(monkeypatch, file):
    file.write_text(ROWS)
    for found in both(monkeypatch, file, ["patient", "score"], whose=("patient",), missing=MISSING):
        assert found["patient"].tolist() == ["007", "7", "3.10"]
        np.testing.assert_array_equal(found["score"], [12, np.nan, 11.5])


def test_names_that_are_whole_numbers_are_kept_small(file):
    file.write_text("patient\n7\n12\n")
    assert read(file, ["patient"], whose=("patient",))["patient"].dtype == np.int64


@pytest.mark.parametrize("write", [str.encode, lambda text: b"\xef\xbb\xbf" + text.encode()])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_marks_and_ends_of_lines_make_no_difference(monkeypatch, file, write, end):
    file.write_bytes(write((ROWS + "\n,,\n  \n").replace("\n", end)))
    for found in both(monkeypatch, file, ["patient", "score"], whose=("patient",), missing=MISSING):
        assert found["patient"].tolist() == ["007", "7", "3.10"]


def test_packed_files_are_read_and_those_cut_short_are_not(tmp_path):
    packed = gzip.compress(ROWS.encode() * 50, mtime=0)
    whole, half = tmp_path / "whole.csv.gz", tmp_path / "half.csv.gz"
    whole.write_bytes(gzip.compress(ROWS.encode(), mtime=0))
    half.write_bytes(packed[:-20])
    assert len(read(whole, ["score"])["score"]) == 3
    with pytest.raises(Unreadable, match="cut short or damaged"):
        read(half, ["score"])


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "the file is empty"),
        (b"patient;score\n1;2\n", "between semicolons"),
        (b"patient\tscore\n1\t2\n", "between tabs"),
        (b"patient,score,score\n1,2,3\n", "two columns are called score"),
        (b"patient,score\n1,2\n3\n", "row 2: 1 cells where the header has 2"),
        (b"patient,score\n1,12,5\n", "row 1: 3 cells where the header has 2"),
        (b'patient,score\n1,"2\n', "it is not CSV"),
        ("patient,score\nMöller,2\n".encode("latin-1"), "not UTF-8 text"),
        ("patient,score\n1,2\n".encode("utf-16"), "not UTF-8 text"),
    ],
)
def test_what_cannot_be_read_is_refused_by_both(monkeypatch, file, content, reason):
    file.write_bytes(content)
    for refused in both(monkeypatch, file, ["patient", "score"]):
        assert reason in refused


def test_a_column_that_is_not_there_leaves_the_names_of_those_that_are(file):
    file.write_text(ROWS)
    assert list(read(file, ["points"])) == ["patient", "session", "score"]
