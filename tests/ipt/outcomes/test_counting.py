"""Every engine counts what the NumPy definition counts, and refuses what cannot be used."""

import csv
import gzip
import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ipt.measures import library
from ipt.measures.norms import Caseness, ChangeThreshold
from ipt.outcomes import counting, engines, rates
from ipt.outcomes.courses import Courses
from ipt.outcomes.long_rows import BadRows, Names
from ipt.outcomes.said import GROUPS
from tests.ipt.outcomes.long_rows import Row, simulated

LOCAL = ("duckdb", "polars")
HEADER = [*Row.__dataclass_fields__]


def write_csv(file: Path, rows: list[Row]) -> Path:
    with file.open("w", newline="") as text:
        written = csv.writer(text)
        written.writerow(HEADER)
        written.writerows([getattr(row, name) for name in HEADER] for row in rows)
    return file


def write_parquet(file: Path, rows: list[Row]) -> Path:
    import polars

    table = {name: [getattr(row, name) for row in rows] for name in HEADER}
    types = {"session": polars.Float64, "score": polars.Float64}
    polars.DataFrame(table, schema={name: types.get(name, polars.String) for name in HEADER}).write_parquet(
        file
    )
    return file


def reference(rows: list[Row], by: str | None = None, **thresholds) -> dict[str, rates.Counts] | rates.Counts:
    found = Courses.of(rows)
    of = rates.outcomes(found.first_and_last(), finished=found.finished(), **thresholds)
    if by is None:
        return rates.count(of)
    return {name: rates.count(of, among) for name, among in found.groups(by).items()}


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    return simulated(400, np.random.default_rng(11))


@pytest.mark.parametrize("write", [write_csv, write_parquet])
@pytest.mark.parametrize("engine", LOCAL)
def test_an_engine_counts_what_the_reference_counts(tmp_path, rows, engine, write):
    file = write(tmp_path / f"scores.{write.__name__[6:]}", rows)
    done = counting.count({file: Names()}, engine=engine, by=GROUPS)
    whole = reference(rows)
    assert done.cells.whole() == whole
    assert min(whole.recovered, whole.reliably_deteriorated, whole.missing_outcome) > 0
    assert whole.finished < whole.courses
    for by in GROUPS:
        assert done.cells.groups(by) == reference(rows, by)


@pytest.mark.filterwarnings("ignore")  # Spark is not warned of what pandas will be
@pytest.mark.skipif(not shutil.which("java"), reason="Spark needs Java")
def test_spark_counts_what_the_reference_counts(tmp_path, rows):
    pytest.importorskip("pyspark", reason="Spark is not installed")
    file = write_parquet(tmp_path / "scores.parquet", rows)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        done = counting.count({file: Names()}, engine="spark", by=GROUPS)
    assert done.cells.whole() == reference(rows)
    for by in GROUPS:
        assert done.cells.groups(by) == reference(rows, by)


@pytest.mark.parametrize("engine", LOCAL)
def test_tenths_are_counted_alike(tmp_path, engine):
    """Of all ORS scores 5 points apart, which is just reliable, some differ by a little less in binary."""
    rows = [
        Row(f"{course}", float(session), "ors", tenths / 10)
        for course in range(351)
        for session, tenths in enumerate((course, course + 50), start=1)
    ]
    found = counting.count({write_csv(tmp_path / "ors.csv", rows): Names()}, engine=engine).cells.whole()
    assert found == reference(rows)
    assert found.reliably_improved == 351


@pytest.mark.parametrize("engine", LOCAL)
@pytest.mark.parametrize("chosen", [("phq9",), ("gad7", "k10"), ("pcl5", "phq9")])
def test_chosen_measures_are_counted_alike(tmp_path, rows, engine, chosen):
    file = write_parquet(tmp_path / "scores.parquet", rows)
    done = counting.count({file: Names()}, engine=engine, chosen=chosen)
    assert done.cells.whole() == reference(rows, chosen=chosen) != reference(rows)


@pytest.mark.parametrize("engine", LOCAL)
def test_measures_outside_the_published_pair_are_counted_alike(tmp_path, rows, engine):
    others = [row for row in rows if row.measure == "k10"]
    file = write_parquet(tmp_path / "scores.parquet", others)
    assert counting.count({file: Names()}, engine=engine).cells.whole() == reference(others)


@pytest.mark.parametrize("engine", LOCAL)
def test_thresholds_of_ones_own_are_used_alike(tmp_path, rows, engine):
    own = {
        "reliable": {"phq9": ChangeThreshold("reliable", "total", ">", 4.5, "own", False, "")},
        "caseness": {"gad7": Caseness("own", False, "", "total", ">", 9)},
    }
    file = write_parquet(tmp_path / "scores.parquet", rows)
    assert counting.count({file: Names()}, engine=engine, **own).cells.whole() == reference(rows, **own)
    assert reference(rows, **own) != reference(rows)


scores = st.one_of(st.none(), st.integers(0, 21))
cells = st.tuples(st.sampled_from("abc"), st.sampled_from(["phq9", "gad7"]), st.integers(0, 6))


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(cells, scores, min_size=1, max_size=40), st.randoms())
def test_the_order_of_rows_and_a_doubled_row_change_nothing(tmp_path, told, random):
    rows = [
        Row(c, float(s), m, float("nan") if score is None else score) for (c, m, s), score in told.items()
    ]
    doubled = [*rows, *random.sample(rows, len(rows) // 2)]
    random.shuffle(doubled)
    file = write_parquet(tmp_path / "scores.parquet", doubled)
    assert counting.count({file: Names()}).cells.whole() == reference(rows)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(1, 60), st.integers(0, 2**32 - 1))
def test_files_split_in_chunks_count_as_one(tmp_path, cut, seed):
    rows = simulated(20, np.random.default_rng(seed))
    parts = [write_parquet(tmp_path / "a.parquet", rows[:cut]), write_csv(tmp_path / "b.csv", rows[cut:])]
    assert counting.count(dict.fromkeys(parts, Names())).cells.whole() == reference(rows)


def test_sessions_in_days_are_counted_without_bits(tmp_path, rows):
    days = [Row(**{**{n: getattr(row, n) for n in HEADER}, "session": row.session * 7.5}) for row in rows]
    done = counting.count({write_parquet(tmp_path / "days.parquet", days): Names()}, by=("focus",))
    assert done.cells.groups("focus") == reference(rows, "focus")


@pytest.mark.parametrize("engine", LOCAL)
def test_attendance_said_of_each_session_is_counted(tmp_path, engine):
    flags = {"a": "yyn", "b": "ynn", "c": "nnn", "d": "   "}
    words = {"y": "yes", "n": "no", " ": ""}
    rows = [
        Row(course, float(at), "phq9", 18.0, attended=words[flag])
        for course, said in flags.items()
        for at, flag in enumerate(said)
    ]
    file = write_csv(tmp_path / "scores.csv", rows)
    assert counting.count({file: Names()}, engine=engine).cells.whole().finished == 2
    assert reference(rows).finished == 2


def text(tmp_path: Path, *lines: str, header: str = "course,session,measure,score") -> Path:
    file = tmp_path / "scores.csv"
    file.write_text("\n".join([header, *lines, ""]))
    return file


WRONG = [
    (["a,1,phq9,18", ",2,phq9,9"], "row 3: the course is empty"),
    (["a,one,phq9,18"], "row 2: session is 'one', not a number"),
    (["a,inf,phq9,18"], "row 2: session is 'inf', not a number"),
    (["a,1,phq9,1_0"], "row 2: score is 1_0, not a number"),
    (["a,1,phq9,18", "a,2,phq9,twelve"], "row 3: score is twelve, not a number"),
    (["a,1,phq9,28"], "row 2: score is 28, not between 0 and 27 (PHQ-9)"),
    (["a,1,phq9,inf"], "row 2: score is inf, not between 0 and 27 (PHQ-9)"),
    (["a,1,phq9,-1"], "row 2: score is -1, not between 0 and 27 (PHQ-9)"),
    (["a,1,phq99,3"], "row 2: there is no measure 'phq99'"),
    (
        ["a,1,phq9,18", "a,1,phq9,17"],
        "a has two scores of phq9 at 1: 17 (scores.csv row 3) and 18 (scores.csv row 2)",
    ),
    (
        ["b,1,phq9,8", " a,99.5,phq9,18", "a,99.5,phq9,17"],
        "at 99.5: 17 (scores.csv row 4) and 18 (scores.csv row 3)",
    ),
    ([], "scores.csv has no scores."),
]


@pytest.mark.parametrize("engine", LOCAL)
@pytest.mark.parametrize(("lines", "reason"), WRONG)
def test_rows_that_cannot_be_used_are_named_with_their_reason(tmp_path, engine, lines, reason):
    with pytest.raises(BadRows) as refused:
        counting.count({text(tmp_path, *lines): Names()}, engine=engine)
    assert reason in str(refused.value)


@pytest.mark.parametrize("engine", LOCAL)
@pytest.mark.parametrize("line", ["a,1,phq9", "a,1,phq9,18,19"])
def test_a_row_not_as_long_as_the_header_is_refused(tmp_path, engine, line):
    with pytest.raises(engines.Unreadable, match=r"cannot be read: .*(3|2, got 1|4 columns)"):
        counting.count({text(tmp_path, "a,0,phq9,3", line): Names()}, engine=engine)


@pytest.mark.parametrize("engine", LOCAL)
def test_a_quotation_mark_that_is_never_closed_is_refused(tmp_path, engine):
    with pytest.raises(engines.Unreadable, match="cannot be read"):
        counting.count({text(tmp_path, "a,0,phq9,3", 'a,1,phq9,"2'): Names()}, engine=engine)


@pytest.mark.parametrize("engine", LOCAL)
def test_a_packed_file_is_counted(tmp_path, engine, rows):
    plain = write_csv(tmp_path / "scores.csv", rows)
    packed = tmp_path / "scores.csv.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    one, other = (counting.count({file: Names()}, engine=engine).cells.whole() for file in (plain, packed))
    assert one == other


def test_faults_of_a_parquet_file_are_told_by_row(tmp_path):
    rows = [Row("a", 1.0, "phq9", 18.0), Row("a", 2.0, "phq9", 31.0), Row("", 1.0, "phq9", 3.0)]
    with pytest.raises(BadRows) as refused:
        counting.count({write_parquet(tmp_path / "s.parquet", rows): Names()}, engine="polars")
    assert str(refused.value).splitlines() == [
        "s.parquet was not read; nothing was taken from it:",
        "row 2: score is 31.0, not between 0 and 27 (PHQ-9)",
        "row 3: the course is empty",
    ]


def test_what_is_said_amiss_of_a_course_is_refused(tmp_path):
    header = "course,session,measure,score,attended,started_on"
    file = text(tmp_path, "a,1,phq9,18,often,2026-01-05", "b,1,phq9,18,3,spring", header=header)
    with pytest.raises(BadRows) as refused:
        counting.count({file: Names()})
    assert "row 2: attended of a is not a whole number, nor yes or no" in str(refused.value)
    assert "row 3: started_on is not a day such as 2026-08-31" in str(refused.value)


def test_a_course_in_two_groups_is_refused_only_where_they_are_counted(tmp_path):
    header = "course,session,measure,score,therapist"
    file = text(tmp_path, "a,1,phq9,18,Lind", "a,2,phq9,4,Osei", header=header)
    assert counting.count({file: Names()}).cells.whole().recovered == 1
    with pytest.raises(BadRows) as refused:
        counting.count({file: Names()}, by=("therapist",))
    said = "a has two values of therapist: Lind (scores.csv row 2) and Osei (scores.csv row 3)"
    assert said in str(refused.value)


@pytest.mark.parametrize("engine", LOCAL)
def test_scores_that_differ_between_two_files_are_named_with_both(tmp_path, engine):
    table = text(tmp_path, "b,1,phq9,3", "a,1,phq9,18")
    other = write_parquet(
        tmp_path / "later.parquet", [Row("a", 1.0, "phq9", 17.0), Row("c", 1.0, "phq9", 4.0)]
    )
    with pytest.raises(BadRows) as refused:
        counting.count({table: Names(), other: Names()}, engine=engine)
    assert str(refused.value).splitlines() == [
        "the files were not counted:",
        "a has two scores of phq9 at 1: 17 (later.parquet row 1) and 18 (scores.csv row 3)",
    ]


@pytest.mark.parametrize("engine", LOCAL)
def test_a_file_without_the_column_is_not_said_to_hold_a_group(tmp_path, engine):
    plain, told = tmp_path / "plain.csv", tmp_path / "told.csv"
    plain.write_text("course,session,measure,score\na,1,phq9,18\n")
    told.write_text("course,session,measure,score,focus\na,2,phq9,9,grief\na,3,phq9,8,dispute\n")
    with pytest.raises(BadRows) as refused:
        counting.count({plain: Names(), told: Names()}, engine=engine, by=("focus",))
    said = "a has two values of focus: dispute (told.csv row 3) and grief (told.csv row 2)"
    assert said in str(refused.value)


def test_a_column_that_is_not_there_is_named(tmp_path):
    file = text(tmp_path, "a,1,phq9,18")
    with pytest.raises(BadRows, match=r"there is no column when. The file has: course, session"):
        counting.count({file: Names(session="when")})
    with pytest.raises(BadRows, match="there is no column started_on to count by"):
        counting.count({file: Names()}, by=("quarter",))


def test_rows_are_left_out_as_asked_and_counted(tmp_path):
    file = text(tmp_path, "a,1,phq9,18", "a,2,phq9,400", "a,3,phq9,5")
    done = counting.count({file: Names(leave_out=(("score", "400"),))})
    assert (done.left_out, done.cells.whole().recovered) == (1, 1)


def test_an_engine_that_is_not_there_is_said():
    with pytest.raises(engines.EngineError, match="there is no engine 'abacus'"):
        engines.connect("abacus")


def test_a_measure_without_a_better_side_takes_no_reliable_change():
    from ipt.outcomes.service import Rule

    measure = next(
        one for one in map(library.load, library.ids()) if one.score(one.main_score).higher_is == "neither"
    )
    with pytest.raises(ValueError, match="no reliable change"):
        Rule.of(measure, ChangeThreshold("reliable", measure.main_score, ">=", 5, "own", False, ""))
