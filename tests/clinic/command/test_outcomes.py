"""kith outcomes report counts files as NHS Talking Therapies would, and says what is missing."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from clinic.command import kith

DATA = Path(__file__).parents[2] / "data"
COUNTS = [
    "courses",
    "finished",
    "at_caseness",
    "recovered",
    "reliably_improved",
    "reliably_recovered",
    "reliably_deteriorated",
    "missing_outcome",
]


@pytest.fixture
def report(tmp_path):
    def run(*arguments, text=None):
        made = tmp_path / "scores.csv"
        if text is not None:
            made.write_text(text)
            arguments = (str(made), *arguments)
        return CliRunner().invoke(kith, ["outcomes", "report", *arguments])

    return run


def as_json(run):
    assert run.exit_code == 0, run.output
    return json.loads(run.output)


HEADER = "course,session,measure,score"
BOTH = f"{HEADER}\na,1,phq9,18\na,2,phq9,9\na,1,gad7,12\na,2,gad7,7\nb,1,phq9,12\nb,2,phq9,19\nc,1,phq9,8\n"


def test_two_measures_are_one_outcome(report):
    counted = as_json(report("--json", text=BOTH))
    assert list(counted)[: len(COUNTS)] == COUNTS
    assert [counted[name] for name in COUNTS] == [3, 2, 2, 1, 1, 1, 1, 0]
    assert {one["measure"]: one["courses"] for one in counted["measures"]} == {"gad7": 1, "phq9": 3}


SEVERAL = f"{HEADER}\n" + "".join(
    f"{course},{at},{measure},{score}\n"
    for course, pairs in {
        "a": {"phq9": (18, 5), "gad7": (12, 3), "k10": (20, 45)},
        "b": {"phq9": (18, 5), "gad7": (12, 12), "pcl5": (50, 20)},
        "c": {"phq9": (18, 5)},
    }.items()
    for measure, pair in pairs.items()
    for at, score in enumerate(pair)
)


@pytest.mark.parametrize("engine", [(), ("--engine", "duckdb")])
@pytest.mark.parametrize(
    ("chosen", "recovered"), [((), 2), (("phq9",), 3), (("phq9", "gad7"), 1), (("gad7",), 1), (("k10",), 0)]
)
def test_courses_are_judged_by_the_published_pair_or_by_measures_named(report, engine, chosen, recovered):
    options = [word for name in chosen for word in ("--measure", name)]
    counted = as_json(report("--json", *options, *engine, text=SEVERAL))
    assert (counted["courses"], counted["recovered"]) == (3, recovered)
    judged = {one["measure"] for one in counted["measures"] if one["counted"]}
    assert judged == set(chosen or ("phq9", "gad7", "pcl5"))


def test_what_courses_are_judged_by_is_said(report):
    said = report(text=SEVERAL).output
    assert "judged by phq9; and by pcl5, else gad7; recovery needs a last score of each" in said
    assert "k10: not counted; scores of 1 course\n" in said
    others = report(text=f"{HEADER}\na,1,k10,30\na,2,k10,12\nb,1,core10,20\n").output
    assert "judged by every measure that a course began with: core10; k10" in others


def test_groups_have_the_same_counts_and_add_up(report):
    rows = "course,session,measure,score,therapist,ended_on,attended"
    text = f"{rows}\na,1,phq9,18,Osei,2026-05-01,9\na,9,phq9,4,Osei,2026-05-01,9\n"
    text += "b,1,phq9,18,Lind,,4\nb,4,phq9,4,Lind,,4\nc,1,phq9,18,,2026-05-01,1\n"
    counted = as_json(report("--json", "--by", "therapist", text=text))
    groups = counted["by"]["therapist"]
    assert set(groups) == {"Osei", "Lind", ""}
    assert all(list(group) == COUNTS for group in groups.values())
    for name in COUNTS:
        assert sum(group[name] for group in groups.values()) == counted[name]
    assert (groups["Osei"]["recovered"], groups["Lind"]["finished"], groups[""]["finished"]) == (1, 0, 0)


@pytest.mark.parametrize("by", ["service", "focus", "manual"])
def test_any_of_the_four_groups_can_be_asked(report, by):
    text = f"{HEADER},{by}\na,1,phq9,18,x\na,2,phq9,4,x\nb,1,phq9,18,y\n"
    assert set(as_json(report("--json", "--by", by, text=text))["by"][by]) == {"x", "y"}


def test_a_missing_last_score_is_said_and_stays_in_the_denominators(report):
    text = f"{HEADER}\na,1,phq9,18\na,2,phq9,\nb,1,phq9,18\nb,2,phq9,4\n"
    counted = as_json(report("--json", text=text))
    assert (counted["finished"], counted["at_caseness"], counted["recovered"]) == (2, 2, 1)
    assert counted["missing_outcome"] == 1
    lines = report(text=text).output
    assert "without an outcome          1 of       2 finished  50.0 %" in lines
    assert "does not show what caused it" in lines


def test_thresholds_of_ones_own_are_used_and_named(report):
    wide = ("--measure", "bdi", "--json")
    counted = as_json(report(str(DATA / "sgdata.csv"), *wide))
    assert (counted["courses"], counted["at_caseness"], counted["missing_outcome"]) == (43, 0, 43)
    own = as_json(
        report(str(DATA / "sgdata.csv"), *wide, "--reliable-change", "bdi=9", "--caseness", "bdi=14")
    )
    assert own["measures"][0]["caseness"]["source"] == "given with the command"
    assert own["reliably_improved"] > 0
    assert own["at_caseness"] > own["recovered"] > 0


def test_the_trial_is_counted_with_what_was_left_out(report):
    counted = as_json(
        report(
            str(DATA / "reframed.csv"),
            "--leave-out",
            "month=Post-Rx",
            "--leave-out",
            "phq9=-0.24854609370231628",
            "--json",
        )
    )
    assert [counted[name] for name in COUNTS] == [250, 243, 229, 61, 88, 54, 5, 24]
    assert counted["left_out"] == 199


def test_two_files_are_one_service(report, tmp_path):
    other = tmp_path / "other.csv"
    other.write_text(f"{HEADER}\nz,1,phq9,18\nz,2,phq9,4\n")
    assert as_json(report(str(other), "--json", text=BOTH))["courses"] == 4


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("command", ["report", "effect"])
def test_two_scores_of_a_session_are_refused_also_from_two_files(tmp_path, command, turned):
    rows = "".join(f"{name},{session},phq9,{15 + session}\n" for name in "bcd" for session in (1, 2))
    files = tmp_path / "one.csv", tmp_path / "two.csv"
    files[0].write_text(f"{HEADER}\n{rows}a,1,phq9,19\n")
    files[1].write_text(f"{HEADER}\na,1,phq9,18\na,2,phq9,4\n")
    done = CliRunner().invoke(kith, ["outcomes", command, *map(str, files[::-1] if turned else files)])
    assert done.exit_code == 2
    first, second = ("one.csv row 8", "19"), ("two.csv row 2", "18")
    (before, there), (again, here) = (second, first) if turned else (first, second)
    assert f"{again}: phq9 of a at 1 is {here}, but {before} says {there}" in done.stderr


@pytest.mark.parametrize("turned", [False, True])
def test_a_score_that_another_file_misses_or_says_too_is_one(tmp_path, turned):
    files = [tmp_path / "one.csv", tmp_path / "two.csv"]
    files[0].write_text(f"{HEADER}\na,1,phq9,19\na,2,phq9,NA\na,3,phq9,9\na,4,phq9,8\na,5,phq9,9\n")
    files[1].write_text(f"{HEADER}\na,1,phq9,NA\na,2,phq9,18\na,3,phq9,9\n")
    done = CliRunner().invoke(
        kith, ["outcomes", "gains", "--json", *map(str, files[::-1] if turned else files)]
    )
    told = as_json(done)["measures"]["phq9"]
    assert told["gains"]["a"] == {"after_sessions": [2], "size": 9.0, "reversed": False}


WRONG = [
    (("--leave-out", "x"), "--leave-out: 'x' must be NAME=VALUE"),
    (("--caseness", "phq99=3"), "there is no measure 'phq99'"),
    (("--caseness", "phq9=low"), "'low' is not a number"),
    (("--measure", "pcl5"), "there are no scores of pcl5; there are: gad7, phq9"),
    (("--measure", "phq99"), "there is no measure 'phq99'; did you mean phq9?"),
    (("--leave-out", "colour=red"), "there is no column colour"),
]


@pytest.mark.parametrize(("arguments", "reason"), WRONG)
def test_what_cannot_be_used_is_refused_in_a_line(report, arguments, reason):
    run = report(*arguments, text=BOTH)
    assert run.exit_code == 2
    assert reason in run.output


def test_attendance_that_is_no_number_is_refused(report):
    run = report(text=f"{HEADER},attended\na,1,phq9,18,often\n")
    assert (run.exit_code, "'often' of a is not a whole number" in run.output) == (2, True)


@pytest.mark.parametrize("engine", ["duckdb", "polars"])
def test_an_engine_prints_the_same_object(report, engine):
    text = f"{HEADER},therapist,started_on\n" + "".join(
        f"c{n},{at},phq9,{score},{'Osei' if n % 2 else 'Lind'},2026-0{n % 6 + 1}-10\n"
        for n in range(24)
        for at, score in enumerate((18, 16, 3 + n % 14))
    )
    plain = as_json(report("--json", "--by", "therapist", "--by", "quarter", text=text))
    counted = as_json(report("--json", "--by", "therapist", "--by", "quarter", "--engine", engine, text=text))
    assert (plain.pop("engine"), counted.pop("engine")) == ("numpy", engine)
    assert counted == plain
    assert set(plain["by"]) == {"therapist", "quarter"}
    assert plain["recovered"] > 0


def test_parquet_is_counted_without_naming_an_engine(report, tmp_path):
    import polars

    file = tmp_path / "scores.parquet"
    polars.DataFrame(
        {"patient": ["a", "a"], "week": [1, 2], "measure": ["phq9"] * 2, "score": [18, 4]}
    ).write_parquet(file)
    counted = as_json(report(str(file), "--json"))
    assert (counted["recovered"], counted["engine"]) == (1, "duckdb")


def test_the_funnel_places_groups_and_never_therapists(report):
    text = f"{HEADER},service,therapist\n" + "".join(
        f"{group}{n},{at},phq9,{score},{group},{group} one\n"
        for group, recovered in (("North", 50), ("South", 5))
        for n in range(60)
        for at, score in enumerate((18, 3 if n < recovered else 17))
    )
    counted = as_json(report("--json", "--by", "service", "--by", "therapist", text=text))
    assert set(counted["funnel"]) == {"service"}
    recovery = counted["funnel"]["service"]["recovery"]
    assert {name: place["position"] for name, place in recovery.items()} == {
        "North": "above 99.8 %",
        "South": "below 99.8 %",
    }
    lines = report("--by", "service", "--by", "therapist", text=text).output
    assert "recovery lies above 99.8 % of what chance alone would show" in lines
    assert "This is no ranking" in lines
    assert lines.index("therapist: North one") < lines.index("therapist: South one")


def test_what_is_published_has_no_small_group_and_no_small_count(report):
    sizes = {"a": 40, "b": 3, "c": 8}
    text = f"{HEADER},focus\n" + "".join(
        f"{focus}{n},{at},phq9,{score},{focus}\n"
        for focus, size in sizes.items()
        for n in range(size)
        for at, score in enumerate((18, 3 if n else 17))
    )
    counted = as_json(report("--json", "--by", "focus", "--for-publication", text=text))
    assert counted["withheld"] == {"focus": ["b", "c"]}
    assert set(counted["by"]["focus"]) == {"a"}
    assert (counted["courses"], counted["recovered"], counted["missing_outcome"]) == (50, 50, None)
    assert "funnel" not in counted
    lines = report("--by", "focus", "--for-publication", text=text).output
    assert "focus: withheld, so that no small group can be worked out: b, c" in lines
    assert "< 5 of      50 finished" in lines


WRONG_ENGINE = [
    (("--engine", "duckdb"), "a,1,phq9,28\n", "row 2: score is 28, not between 0 and 27"),
    (
        ("--engine", "polars"),
        "a,1,phq9,18\na,1,phq9,17\n",
        "phq9 at 1: 17 (scores.csv row 3) and 18 (scores.csv row 2)",
    ),
    (("--engine", "duckdb"), "a,1,phq9\n", "scores.csv was not read; nothing was taken from it:\n"),
    (("--engine", "duckdb"), "a,1,phq9\n", "row 2: 3 cells where the header has 4"),
    (("--engine", "polars"), "a,1,phq9\n", "row 2: 3 cells where the header has 4"),
    (("--engine", "duckdb"), 'a,1,phq9,"1\n', "scores.csv is not CSV: unexpected end of data"),
    (("--engine", "polars"), 'a,1,phq9,"1\n', "scores.csv is not CSV: unexpected end of data"),
    (("--engine", "abacus"), "a,1,phq9,18\n", "'abacus' is not one of"),
    (("--engine", "duckdb", "--by", "focus"), "a,1,phq9,18\n", "no column focus to count by"),
]


@pytest.mark.parametrize(("arguments", "rows", "reason"), WRONG_ENGINE)
def test_what_an_engine_cannot_use_is_refused_in_a_line(report, arguments, rows, reason):
    run = report(*arguments, text=f"{HEADER}\n{rows}")
    assert run.exit_code == 2
    assert reason in run.output


def test_an_engine_without_files_is_refused():
    run = CliRunner().invoke(kith, ["outcomes", "report", "--engine", "duckdb"])
    assert (run.exit_code, "--engine counts files" in run.output) == (2, True)


def test_a_course_in_two_groups_is_refused(report):
    text = f"{HEADER},therapist\na,1,phq9,18,Osei\na,2,phq9,4,Lind\n"
    run = report("--by", "therapist", text=text)
    assert (run.exit_code, "scores.csv: a has two values of therapist: Lind" in run.output) == (2, True)
