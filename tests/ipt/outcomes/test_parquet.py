"""What is called Parquet and is none is refused in our words, wherever it is read."""

from pathlib import Path

import polars
import pytest

from ipt.outcomes import columns, counting, engines
from ipt.outcomes.long_rows import Names
from ipt.outcomes.parquet import fault, is_parquet

OTHER = "it is called Parquet and is something else; if it is CSV, call it .csv"
CUT = "it is Parquet, but cut short; copy it again"


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    file = tmp_path / "whole.parquet"
    polars.DataFrame({"course": ["a"], "session": [1], "measure": ["phq9"], "score": [9]}).write_parquet(file)
    return file


@pytest.fixture(params=["course,session,measure,score\na,1,phq9,9\n", "", "half"])
def wrong(request: pytest.FixtureRequest, whole: Path, tmp_path: Path) -> tuple[Path, str]:
    file = tmp_path / "wrong.pq"
    if request.param == "half":
        file.write_bytes(whole.read_bytes()[:-20])
        return file, CUT
    file.write_text(request.param)
    return file, OTHER


def test_a_file_of_parquet_has_no_fault(whole: Path, tmp_path: Path) -> None:
    assert fault(whole) == ""
    assert fault(tmp_path) == ""
    assert is_parquet(tmp_path / "Scores.PARQUET")


def test_columns_are_not_taken_from_what_is_none(wrong: tuple[Path, str]) -> None:
    with pytest.raises(columns.BadScores) as refused:
        columns.take(wrong[0], ["score"])
    assert str(refused.value) == f"wrong.pq: cannot be read: {wrong[1]}"


@pytest.mark.parametrize("engine", ["duckdb", "polars"])
def test_no_engine_is_given_what_is_none(wrong: tuple[Path, str], engine: str) -> None:
    with pytest.raises(engines.Unreadable) as refused:
        counting.count({wrong[0]: Names()}, engine=engine)
    assert str(refused.value) == f"wrong.pq cannot be read: {wrong[1]}"


def test_rows_are_not_read_from_what_is_none(wrong: tuple[Path, str], tmp_path: Path) -> None:
    with pytest.raises(engines.Unreadable) as refused:
        next(engines.text_rows(wrong[0]))
    assert str(refused.value) == f"wrong.pq cannot be read: {wrong[1]}"
    with pytest.raises(engines.Unreadable, match=r"none\.parquet cannot be read: No such file"):
        next(engines.text_rows(tmp_path / "none.parquet"))


def test_text_that_is_kept_as_bytes_is_text_in_every_way_in(tmp_path: Path) -> None:
    table = {"course": [b"a", b"b"], "session": [1, 1], "measure": [b"phq9"] * 2, "score": [9.0, 4.0]}
    path = tmp_path / "scores.parquet"
    polars.DataFrame(table).write_parquet(path)
    assert list(engines.text_rows(path))[1:] == [["a", "1", "phq9", "9"], ["b", "1", "phq9", "4"]]
    assert columns.take(path, ["course"])["course"].tolist() == ["a", "b"]
    assert counting.count({path: Names()}).cells.whole().courses == 2
