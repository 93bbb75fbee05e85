"""kith outcomes effect, gains and case: figures as one object, plain lines, refusals of one line."""

import gzip
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from clinic.command import kith
from ipt.outcomes.effect_size import pre_post
from ipt.outcomes.single_case import describe

ROOT = Path(__file__).parents[3]
FEW, BDI = ROOT / "tests" / "data" / "few_courses.csv", ROOT / "tests" / "data" / "sgdata.csv"
WIDE = ("--measure", "bdi", "--wide", "bdi_s{}")
HEADER = "course,session,measure,score"


def run(name, *arguments):
    return CliRunner().invoke(kith, ["outcomes", name, *map(str, arguments)])


def as_json(done):
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)["measures"]


def test_an_effect_is_that_of_the_library():
    told = as_json(run("effect", FEW, "--json"))["phq9"]
    wanted = pre_post([19, 15, 22], [6, 12, 21])
    assert (told["estimate"], told["low"], told["high"]) == (wanted.estimate, wanted.low, wanted.high)
    assert (told["n"], told["n_left_out"]) == (3, 1)


def test_a_bootstrap_is_the_same_for_the_same_seed():
    both = [
        as_json(run("effect", BDI, *WIDE, "--json", "--resamples", 200, "--seed", seed))["bdi"]["bootstrap"]
        for seed in (1, 1, 2)
    ]
    assert both[0] == both[1] != both[2]


def test_sudden_gains_of_the_package_example_are_told_by_course():
    told = as_json(run("gains", BDI, *WIDE, "--cut", 7, "--json"))["bdi"]
    assert (told["courses"], told["with_a_gain"], told["reversed"]) == (43, 17, 3)
    assert told["judged"] == 39  # with two scores of three on both sides of some step
    assert told["gains"]["1"] == {"after_sessions": [3, 7], "size": 11.0, "reversed": True}


def test_a_case_is_that_of_the_library():
    told = as_json(run("case", FEW, "--only", "a", "--changed-at", 5, "--json"))["phq9"]
    wanted = describe(range(1, 9), [19, 20, 18, 17, 9, 8, 7, 6], changed_at=5)
    assert (told["trend"]["slope"], told["phases"]["nap"]) == (wanted.trend.slope, wanted.phases.nap)
    assert told["limits"] == list(wanted.limits)


def test_a_bound_that_few_points_do_not_set_is_null(tmp_path):
    file = tmp_path / "s.csv"
    file.write_text(f"{HEADER}\na,1,phq9,19\na,2,phq9,15\na,3,phq9,12\n")
    assert as_json(run("case", file, "--json"))["phq9"]["trend"]["low"] is None
    assert "no bound" in run("case", file).stdout


def test_a_measure_can_be_picked_from_several(tmp_path):
    file = tmp_path / "s.csv"
    rows = [f"{c},{s},{m},{9 + i - s}" for i, c in enumerate("abc") for m in ("phq9", "gad7") for s in (1, 2)]
    file.write_text("\n".join([HEADER, *rows, ""]))
    assert set(as_json(run("effect", file, "--sd", 5, "--json"))) == {"gad7", "phq9"}
    assert set(as_json(run("effect", file, "--sd", 5, "--json", "--measure", "gad7"))) == {"gad7"}


REFUSED = [
    (
        "effect",
        "a,1,phq9,18\na,2,phq9,4\n",
        (),
        "kith: s.csv: phq9: people with both scores: 1, too few; 3 are needed",
    ),
    ("effect", "a,1,phq9,often\n", (), "row 2: score is often, not a number"),
    ("gains", "a,1,phq9,18\na,1,phq9,17\n", (), "row 3: phq9 of a at 1 is 17, but row 2 says 18"),
    ("gains", "a,1.5,phq9,18\n", (), "kith: s.csv: row 2: session is 1.5, not a whole session"),
    ("gains", "a,1,phq9,18\na,2,phq9,4\n", (), "kith: s.csv: phq9: needs four sessions or more, not 2"),
    ("gains", "a,1,who5,18\n", (), "who5: higher is better, and the criteria are for scores that fall"),
    ("gains", "a,1,k10,18\n", (), "k10: no reliable change has been published; say with --cut"),
    ("case", "a,1,phq9\n", (), "row 2: 3 cells where the header has 4"),
    ("case", "a,1,phq9,18\nb,1,phq9,4\n", (), "the files hold several courses; say with --only which"),
    ("case", "a,1,phq9,18\n", ("--only", "z"), "there is no course z"),
    ("case", "a,1,phq9,18\n", (), "kith: s.csv: phq9: needs 3 scores, not 1"),
    ("case", "a,1,phq9,18\n", ("--measure", "gad7"), "there are no scores of gad7; there are: phq9"),
    ("effect", "a,1,phq9,18\n", ("--sd", "5", "--kind", "change"), "--sd stands for the first scores' own"),
]


@pytest.mark.parametrize(("name", "rows", "options", "reason"), REFUSED)
def test_what_cannot_be_used_is_refused_with_its_reason(tmp_path, name, rows, options, reason):
    file = tmp_path / "s.csv"
    file.write_text(f"{HEADER}\n{rows}")
    done = run(name, file, *options)
    assert done.exit_code == 2
    assert reason in done.stderr


@pytest.mark.parametrize("name", ["effect", "gains", "case"])
def test_other_encodings_are_refused(tmp_path, name):
    file = tmp_path / "s.csv"
    file.write_bytes(f"{HEADER},therapist\na,1,phq9,18,Jos\xe9\n".encode("latin-1"))
    assert "is not UTF-8 text" in run(name, file).stderr


@pytest.mark.parametrize(("name", "options"), [("effect", ()), ("gains", ()), ("case", ("--only", "a"))])
def test_parquet_and_packed_files_say_what_csv_says(tmp_path, name, options):
    polars = pytest.importorskip("polars")
    polars.read_csv(FEW).with_columns(polars.col("score").cast(float)).write_parquet(tmp_path / "s.parquet")
    (tmp_path / "s.csv.gz").write_bytes(gzip.compress(FEW.read_bytes()))
    told = as_json(run(name, FEW, *options, "--json"))
    for file in ("s.parquet", "s.csv.gz"):
        assert as_json(run(name, tmp_path / file, *options, "--json")) == told


def test_a_row_of_a_parquet_file_is_named_as_it_is_counted_there(tmp_path):
    polars = pytest.importorskip("polars")
    polars.DataFrame(
        {"course": ["a", "a"], "session": [1, 2], "measure": ["phq9"] * 2, "score": [4, 99]}
    ).write_parquet(tmp_path / "s.parquet")
    assert "row 2: score is 99, not between 0 and 27" in run("effect", tmp_path / "s.parquet").stderr
    (tmp_path / "cut.parquet").write_text("PAR1")
    done = run("effect", tmp_path / "cut.parquet")
    said = "kith: cut.parquet cannot be read: it is Parquet, but cut short; copy it again\n"
    assert (done.exit_code, done.stderr) == (2, said)
