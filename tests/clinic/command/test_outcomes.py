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


WRONG = [
    (("--leave-out", "x"), "--leave-out: 'x' must be NAME=VALUE"),
    (("--caseness", "phq99=3"), "there is no measure 'phq99'"),
    (("--caseness", "phq9=low"), "'low' is not a number"),
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
