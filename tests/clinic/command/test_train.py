"""kith outcomes train: a model file and its report, from a clinic's own archive."""

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from clinic.command import kith
from ipt.outcomes.forecast import read
from ipt.outcomes.forecast.simulated import draw

COLUMNS = ("--patient", "patient", "--time", "session", "--score", "score", "--measure", "phq9")


def run(*arguments):
    return CliRunner().invoke(kith, ["outcomes", "train", *map(str, arguments)])


def archive(folder: Path, n: int) -> Path:
    table = draw(n, np.random.default_rng(12))
    rows = zip(table["patient"], table["session"], table["score"], strict=True)
    path = folder / "archive.csv"
    path.write_text("patient,session,score\n" + "".join(f"{p},{s},{v:g}\n" for p, s, v in rows))
    return path


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    return archive(tmp_path_factory.mktemp("archive"), 1500)


def test_a_model_is_written_and_the_report_is_one_object(large, tmp_path):
    done = run(
        large, *COLUMNS, "--out", tmp_path / "m.json", "--date", "2025-06-01", "--version", "2", "--json"
    )
    told, model = json.loads(done.stdout), read(tmp_path / "m.json")
    assert told["passed"] is model.calibration.passed is True
    assert (told["measure"], told["set"], told["made_on"]) == ("phq9", "archive", "2025-06-01")
    assert (model.calibration.made_on, model.data) == ("2025-06-01", told["data"])
    assert model.calibration.version == told["version"] == "2"
    assert [one["holds"] for one in told["checks"]] == [True] * 8
    assert told["report"]["tested"] == 375
    assert told["report"]["foretold"][0]["auc"]["low"] > 0.6


def test_the_same_seed_writes_the_same_file(large, tmp_path):
    for name in ("a", "b"):
        run(large, *COLUMNS, "--out", tmp_path / name, "--date", "2025-06-01", "--seed", "3")
    assert (tmp_path / "a").read_text() == (tmp_path / "b").read_text()


def test_the_report_to_read_has_intervals_and_a_plot(large, tmp_path):
    told = run(large, *COLUMNS, "--out", tmp_path / "m.json").stdout
    assert "fitted on 750 courses, calibrated on 375, tried on 375 others" in told
    assert "AUC of the first score alone" in told
    assert "Every criterion holds" in told
    assert any("|" in line and "o" in line and "n " in line for line in told.splitlines())


def test_a_small_archive_is_told_that_rules_stay(tmp_path):
    done = run(archive(tmp_path, 120), *COLUMNS, "--out", tmp_path / "m.json")
    assert done.exit_code == 0
    assert "FAILS  at least 200 courses in each third" in done.stdout
    assert "signals stay with the labelled rules" in done.stdout
    assert not read(tmp_path / "m.json").calibration.passed


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (("--holdout", "0.8"), "leave some courses to learn from"),
        (("--after", "0"), "a forecast begins with the first score"),
        (("--specificity", "1"), "a specificity lies between 0 and 1"),
        (("--measure", "unheard"), "unheard"),
        (("--score", "points"), "there is no column points"),
        (("--out", "/none/m.json"), "--out: /none/m.json: No such file"),
    ],
)
def test_what_cannot_be_is_one_line_and_exit_code_2(large, tmp_path, options, reason):
    done = run(large, *COLUMNS, "--out", tmp_path / "m.json", *options)
    assert done.exit_code == 2
    assert reason in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_rows_are_passed_over_as_asked_and_the_others_keep_their_numbers(tmp_path):
    file = archive(tmp_path, 120)
    text = file.read_text().replace("patient,session,score\n", "patient,session,score\nx,post,4\n")
    file.write_text(text)
    done = run(file, *COLUMNS, "--out", tmp_path / "m.json")
    assert "session: row 1: 'post' is not a number" in done.stderr
    done = run(file, *COLUMNS, "--out", tmp_path / "m.json", "--leave-out", "session=post")
    assert "; 1 row without a score left out" in done.stdout
    file.write_text(text + "119,16,99\n")
    done = run(file, *COLUMNS, "--out", tmp_path / "m.json", "--leave-out", "session=post")
    assert f"row {len(text.splitlines())}: patient 119 has 99" in done.stderr


def test_the_archive_is_never_written_over(large, tmp_path):
    before = large.read_bytes()
    done = run(large, *COLUMNS, "--out", large)
    assert (done.exit_code, large.read_bytes()) == (2, before)
    assert "is the archive itself" in done.stderr


def test_the_unit_of_time_is_kept(tmp_path):
    file = archive(tmp_path, 120)
    run(file, *COLUMNS, "--out", tmp_path / "m.json")
    assert read(tmp_path / "m.json").unit == "session"
    run(file, *COLUMNS, "--unit", "week", "--out", tmp_path / "m.json")
    assert read(tmp_path / "m.json").unit == "week"


def test_a_score_off_the_scale_is_named(tmp_path):
    path = tmp_path / "scores.csv"
    path.write_text("patient,session,score\na,1,12\na,2,31\nb,1,4\n")
    done = run(path, *COLUMNS, "--out", tmp_path / "m.json")
    assert done.exit_code == 2
    assert "scores.csv: score: row 2: patient a has 31 at time 2; the scale goes from 0 to 27" in done.stderr
