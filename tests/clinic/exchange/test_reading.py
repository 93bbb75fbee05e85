"""A file of scores is read whole or refused whole, and every refusal says row and reason."""

import gzip
import math
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.exchange import mapping, reading
from clinic.exchange.mapping import Columns

DATA = Path(__file__).parents[2] / "data"
LONG = Columns("course", "session", "score")


@pytest.fixture
def file(tmp_path):
    def write(text, **how):
        made = tmp_path / "scores.csv"
        made.write_bytes(text.encode(**how) if isinstance(text, str) else text)
        return made

    return write


def refusal(file, columns=LONG):
    with pytest.raises(reading.Refused) as refused:
        reading.read(file, columns)
    return str(refused.value)


HEADER = "course,session,measure,score\n"


def test_rows_of_course_session_measure_and_score_are_read(file):
    table = reading.read(file(HEADER + "a,1,phq9,18\na,2,phq9,\nb,1,gad7,7\n"), LONG)
    assert [(row.course, row.session, row.measure) for row in table.rows] == [
        ("a", 1, "phq9"),
        ("a", 2, "phq9"),
        ("b", 1, "gad7"),
    ]
    assert table.rows[0].score == 18
    assert math.isnan(table.rows[1].score)
    assert table.missing == 1


def test_a_byte_order_mark_quoted_line_breaks_and_blank_lines_do_no_harm(file):
    text = (
        'course,session,measure,score,note\r\na,1,phq9,18,"two\r\nlines, and a comma"\r\n\r\na,2,phq9,12,\r\n'
    )
    table = reading.read(file(text, encoding="utf-8-sig"), LONG)
    assert [(row.line, row.score) for row in table.rows] == [(2, 18), (4, 12)]


FAULTS = {
    "a,1,phq9": "row 2: 3 cells where the header has 4",
    "a,1,phq9,18,9": "row 2: 5 cells where the header has 4",
    "a,1,phq10,18": "row 2: there is no measure 'phq10'",
    "a,1,phq9,28": "row 2: score is 28, not between 0 and 27 (PHQ-9) (--leave-out score=28 passes over it)",
    "a,1,phq9,-1": "row 2: score is -1, not between 0 and 27",
    "a,1,phq9,inf": "row 2: score is inf, not between 0 and 27",
    "a,1,phq9,high": "row 2: score is high, not a number",
    "a,1,phq9,1_0": "row 2: score is 1_0, not a number",
    "a,first,phq9,18": "row 2: session is 'first', not a number (--leave-out session=first passes over it)",
    "a,,phq9,18": "row 2: session is '', not a number",
    ",1,phq9,18": "row 2: course is empty",
    "a,1,phq9,18\na,1,phq9,17": "row 3: phq9 of a at 1 is 17, but row 2 says 18",
}


@pytest.mark.parametrize(("row", "reason"), FAULTS.items(), ids=FAULTS)
def test_a_wrong_row_is_named_with_its_reason(file, row, reason):
    said = refusal(file(HEADER + row + "\nb,1,phq9,3\n"))
    assert "nothing was taken from it" in said
    assert reason in said


def test_many_faults_are_counted(file):
    said = refusal(file(HEADER + "a,1,phq9,99\n" * 25))
    assert said.count("row ") == 20
    assert said.endswith("and 5 more")


WHOLE = {
    "": "the file is empty",
    "course;session;measure;score\na;1;phq9;18\n": "between semicolons; save it as CSV with commas",
    "course\tsession\tmeasure\tscore\n": "between tabs",
    "course,session,score\na,1,18\n": "no column measure. The file has: course, session, score. Say with",
    "course,measure,score\na,phq9,18\n": "there is no column session",
    "course,session,measure,score,score\na,1,phq9,18,17\n": "two columns are called score",
    HEADER: "has no scores",
    HEADER + 'a,1,phq9,"18\n': "is not CSV",
    b"course,session,measure,score\nJos\xe9,1,phq9,18\n": "is not UTF-8 text (byte 32)",
}


@pytest.mark.parametrize(("text", "reason"), WHOLE.items(), ids=repr)
def test_a_file_that_cannot_be_read_says_what_to_do(file, text, reason):
    assert reason in refusal(file(text))


def test_a_file_that_is_not_there_is_said(tmp_path):
    assert "No such file" in refusal(tmp_path / "none.csv")


def test_the_same_score_twice_is_kept_once_and_a_missing_one_yields(file):
    table = reading.read(file(HEADER + "a,1,phq9,\na,1,phq9,18\na,1,phq9,18\na,1,phq9,NA\n"), LONG)
    assert [row.score for row in table.rows] == [18]


def test_the_same_score_beside_other_words_stays(file):
    columns = Columns("course", "session", "score", others=("missed", "risk"))
    text = (
        HEADER.strip()
        + ",missed,risk\na,1,phq9,18,1,\na,1,phq9,18,,1\na,1,phq9,,,\na,2,phq9,,1,\na,2,phq9,9,,\n"
    )
    table = reading.read(file(text), columns)
    assert [
        (row.line, row.score, row.others.get("missed", "")) for row in table.rows if row.session == 1
    ] == [
        (2, 18, "1"),
        (3, 18, ""),
    ]
    assert [row.others.get("missed", "") for row in table.rows if row.session == 2] == ["1", ""]


def test_rows_are_passed_over_only_on_request(file):
    columns = Columns("course", "session", "score", leave_out=(("session", "end"), ("score", "99")))
    table = reading.read(file(HEADER + "a,end,phq9,18\na,2,phq9,99\na,3,phq9,9\n"), columns)
    assert (table.left_out, [row.score for row in table.rows]) == (2, [9])


def test_a_wide_file_has_one_row_a_course(file):
    columns = Columns("id", measure="phq9", wide="w{}_total")
    table = reading.read(file("id,w1_total,w2_total,w10_total\n7,18,NA,9\n"), columns)
    assert [(row.session, row.score) for row in table.rows if not math.isnan(row.score)] == [(1, 18), (10, 9)]
    assert "needs {}" in refusal(file("id,w1\n7,18\n"), Columns("id", measure="phq9", wide="w"))
    assert "say with --measure" in refusal(file("id,w1\n7,18\n"), Columns("id", wide="w{}"))
    assert "no column is named like" in refusal(
        file("id,w1\n7,18\n"), Columns("id", measure="phq9", wide="v{}")
    )


GUESSES = {
    "course,session,measure,score": Columns("course", "session", "score"),
    "patient,month,grp,phq9,hamd": Columns("patient", "month", "phq9", "phq9"),
    "Patient_ID,Week,GAD7": Columns("Patient_ID", "Week", "GAD7", "gad7"),
    "id,bdi_s0,bdi_s1,bdi_s2,rq_s0,rq_s1": Columns("id", "session", "", "bdi", "bdi_s{}"),
    "id,rq_s0,rq_s1,bdi_s0,bdi_s1": Columns("id", "session", "", "bdi", "bdi_s{}"),
    "id,t1,t2": Columns("id", "session", "", "", "t{}"),
    "name,points": Columns("course", "session", "score"),
}


@pytest.mark.parametrize(("names", "guessed"), GUESSES.items(), ids=GUESSES)
def test_the_columns_are_guessed_from_their_names(names, guessed):
    columns = mapping.complete(Columns(), names.split(","))
    assert (columns.course, columns.session) == (guessed.course, guessed.session)
    assert (columns.measure, columns.wide) == (guessed.measure, guessed.wide)
    assert columns.score == guessed.score


def test_what_was_told_is_never_guessed_over():
    names = ["PATIENT", "RELDAYS", "VISIT", "phq9", "HAMDTL17"]
    columns = mapping.complete(Columns("PATIENT", "RELDAYS", "HAMDTL17", "hamd17"), names)
    assert columns == Columns("PATIENT", "RELDAYS", "HAMDTL17", "hamd17")
    assert mapping.complete(Columns(measure="bdi"), ["id", "bdi_s0", "bdi_s1"]).wide == "bdi_s{}"
    assert mapping.complete(Columns(wide="bdi_s{}"), ["id", "bdi_s0", "bdi_s1"]).measure == "bdi"
    assert mapping.complete(Columns(measure="phq9", score="total"), ["id", "total"]).score == "total"


@pytest.mark.parametrize(("name", "unit"), [("month", "month"), ("RELDAYS", "day"), ("visit", "session")])
def test_the_unit_follows_from_the_name_of_the_column(name, unit):
    assert mapping.unit_of(Columns(session=name)) == unit


# Files that people have


def test_the_trial_with_months_names_what_must_be_passed_over():
    columns = mapping.complete(Columns(), reading.first_rows(DATA / "reframed.csv")[0])
    said = refusal(DATA / "reframed.csv", columns)
    assert "(--leave-out month=Post-Rx passes over it)" in said
    assert "(--leave-out phq9=-0.24854609370231628 passes over it)" in said
    told = Columns(leave_out=(("month", "Post-Rx"), ("phq9", "-0.24854609370231628")))
    table = reading.read(
        DATA / "reframed.csv", mapping.complete(told, reading.first_rows(DATA / "reframed.csv")[0])
    )
    assert (table.left_out, len({row.course for row in table.rows})) == (199, 250)
    assert len(table.rows) - table.missing == 2432


def test_weekly_ratings_are_read_by_the_names_of_their_columns():
    table = reading.read(
        DATA / "antidepressant_data.csv", Columns("PATIENT", "RELDAYS", "HAMDTL17", "hamd17")
    )
    assert (len(table.rows), len({row.course for row in table.rows}), table.missing) == (608, 172, 0)


def test_a_wide_file_of_sessions_is_read():
    names = reading.first_rows(DATA / "sgdata.csv")[0]
    table = reading.read(DATA / "sgdata.csv", mapping.complete(Columns(measure="bdi"), names))
    assert (len(table.rows), len({row.course for row in table.rows})) == (43 * 13, 43)
    assert table.missing > 0


texts = st.text(st.characters(codec="utf-8", exclude_characters="\x00\r\n"), max_size=12)


@given(st.lists(st.tuples(texts, texts, texts, texts), max_size=8))
def test_whatever_the_cells_hold_the_file_is_read_or_refused(tmp_path_factory, rows):
    made = tmp_path_factory.mktemp("any") / "any.csv"
    made.write_text("course,session,measure,score\n" + "\n".join(",".join(row) for row in rows), "utf-8")
    try:
        table = reading.read(made, LONG)
    except reading.Refused:
        return
    assert all(row.score >= 0 or math.isnan(row.score) for row in table.rows)


def test_a_packed_file_is_read_and_one_cut_short_is_refused(tmp_path):
    packed, cut = tmp_path / "scores.csv.gz", tmp_path / "cut.csv.gz"
    whole = gzip.compress((HEADER + "".join(f"a,{n},phq9,{n % 27}\n" for n in range(200))).encode())
    packed.write_bytes(whole)
    cut.write_bytes(whole[: len(whole) // 2])
    assert len(reading.read(packed, LONG).rows) == 200
    assert refusal(cut) == "cut.csv.gz: it is cut short or damaged, and cannot be unpacked."


def test_a_measure_that_is_told_does_not_rename_the_scores_of_another(file):
    written = file(HEADER + "a,1,phq9,18\na,1,gad7,7\na,2,Total,9\n")
    said = refusal(written, replace(LONG, measure="phq9"))
    assert said.splitlines()[1:] == ["row 3: measure is gad7, but --measure says phq9"]
