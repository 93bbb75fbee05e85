"""kith score --file: a file in, a file out, all of it or nothing."""

import csv
import json

import pytest
from click.testing import CliRunner

from clinic.command import score_file
from clinic.command.score import score

HEADER = "id,q1,q2\n"


@pytest.fixture
def bulk(tmp_path):
    def run(content, *options, measure="phq2"):
        source, out = tmp_path / "in.csv", tmp_path / "out.csv"
        source.write_bytes(content if isinstance(content, bytes) else content.encode())
        result = CliRunner().invoke(score, [measure, "--file", str(source), "--out", str(out), *options])
        rows = list(csv.DictReader(out.read_text("utf-8").splitlines())) if out.exists() else None
        assert {path.name for path in tmp_path.iterdir()} <= {"in.csv", "out.csv"}
        return result, rows

    return run


def test_every_column_is_kept_and_scores_are_added(bulk):
    result, rows = bulk(HEADER + "a,1,2\nb,0,0\nc,,3\n")
    assert result.exit_code == 0, result.stderr
    assert rows[0] == {
        "id": "a", "q1": "1", "q2": "2", "total": "3", "total_band": "screen positive",
        "answered": "2", "missing": "0", "prorated": "no", "attention": "",
    }  # fmt: skip
    assert [row["total"] for row in rows] == ["3", "0", ""]
    assert "3 forms of PHQ-2; 1 without a score" in result.output


def test_the_summary_as_json(bulk):
    result, _ = bulk(HEADER + "a,1,2\n", "--json")
    assert json.loads(result.stdout)["rows"] == 1


def test_risk_is_marked_in_its_row(bulk):
    names = ",".join(f"phq9_{n}" for n in range(1, 10))
    result, rows = bulk(f"{names}\n0,0,0,0,0,0,0,0,1\n3,3,3,3,3,3,3,3,0\n", measure="phq9")
    assert [row["attention"] for row in rows] == ["item 9", "total"]
    assert "1 with an answer that shows risk" in result.output


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_spreadsheets_use_different_separators(bulk, separator):
    _, rows = bulk((HEADER + "a,1,2\n").replace(",", separator))
    assert rows[0]["total"] == "3"


def test_a_byte_order_mark_and_quotes_are_ordinary(bulk):
    _, rows = bulk(b'\xef\xbb\xbfq1,q2,note\r\n1,2,"a, b"\r\n')
    assert rows[0]["total"] == "3"
    assert rows[0]["note"] == "a, b"


def test_columns_can_be_named(bulk):
    _, rows = bulk("low,interest\n1,2\n", "--columns", "interest,low")
    assert rows[0]["total"] == "3"


def test_a_name_that_is_taken_gets_the_measures_name_before_it(bulk):
    _, rows = bulk("q1,q2,total\n1,2,99\n")
    assert (rows[0]["total"], rows[0]["phq2_total"]) == ("99", "3")


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (HEADER + "a,1,4\n", "in.csv: row 2: item 2: 4 is not an answer (0, 1, 2, 3); nothing was written"),
        (HEADER + "a,1,1.5\n", "in.csv: row 2: item 2: 1.5 is not an answer"),
        (HEADER + "a,1,often\n", "in.csv: row 2: q2: 'often' is not a number; nothing was written"),
        (HEADER + "a,1,2\nb,1\n", "in.csv: row 3: has 2 of 3 columns; nothing was written"),
        (HEADER + 'a,1,"2\n', "in.csv: is not a CSV file"),
        (HEADER.encode() + b"\xe9,1,2\n", "in.csv: is not UTF-8 text; save it as CSV UTF-8"),
        ("", "in.csv: is empty"),
        (HEADER, "in.csv: has no rows below its header"),
        ("id,q1\na,1\n", "in.csv: has no column for phq2-2; name the columns with --columns"),
        ("q1,item1,q2\n1,1,1\n", "in.csv: has 2 columns for phq2-1; name the columns with --columns"),
    ],
)
def test_a_wrong_file_is_refused_with_row_and_reason(bulk, content, complaint):
    result, rows = bulk(content)
    assert result.exit_code == 2
    assert result.stderr.startswith("kith: " + complaint)
    assert rows is None


def test_every_wrong_row_is_named(bulk):
    result, _ = bulk(HEADER + "a,1,9\nb,1\nc,1,1\nd,x,1\n")
    assert [line.split(": ")[2] for line in result.stderr.splitlines()] == ["row 2", "row 3", "row 5"]


def test_a_file_of_nothing_but_mistakes_is_not_read_to_its_end(bulk):
    result, _ = bulk(HEADER + "a,9,9\n" * 1000)
    assert len(result.stderr.splitlines()) == 20
    assert "stopped looking after 20 wrong rows; nothing was written" in result.stderr


@pytest.mark.parametrize(
    ("names", "complaint"),
    [
        ("q1", "--columns names 1 columns"),
        ("q1,q9", "needs one column 'q9'"),
        ("q1,q1", "needs one column 'q1'"),
    ],
)
def test_named_columns_must_be_there(bulk, names, complaint):
    result, _ = bulk(HEADER + "a,1,2\n", "--columns", names)
    assert result.exit_code == 2
    assert complaint in result.stderr


def test_an_earlier_result_survives_a_file_that_is_refused(bulk):
    bulk(HEADER + "a,1,2\n")
    result, rows = bulk(HEADER + "a,1,9\n")
    assert result.exit_code == 2
    assert rows[0]["total"] == "3"


def test_files_are_scored_in_steps(bulk, monkeypatch):
    monkeypatch.setattr(score_file, "STEP", 2)
    _, rows = bulk(HEADER + "".join(f"a,{n % 4},0\n" for n in range(7)))
    assert [row["total"] for row in rows] == ["0", "1", "2", "3", "0", "1", "2"]


def test_the_file_is_not_written_over_itself(tmp_path):
    file = tmp_path / "a.csv"
    file.write_text(HEADER)
    result = CliRunner().invoke(score, ["phq2", "--file", str(file), "--out", str(file)])
    assert result.exit_code == 2
    assert "another file" in result.stderr


def test_missing_files_and_folders_are_said(tmp_path):
    there = tmp_path / "a.csv"
    there.write_text(HEADER + "a,1,2\n")
    gone = CliRunner().invoke(score, ["phq2", "--file", str(tmp_path / "b.csv"), "--out", str(there)])
    assert "No such file" in gone.stderr
    nowhere = CliRunner().invoke(
        score, ["phq2", "--file", str(there), "--out", str(tmp_path / "x" / "b.csv")]
    )
    assert "is not a folder" in nowhere.stderr
    assert (gone.exit_code, nowhere.exit_code) == (2, 2)
