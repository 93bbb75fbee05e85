"""kith outcomes fit: figures of the model, plain words, and refusals of one line."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from clinic.command import kith

DATA = Path(__file__).parents[2] / "data"
HAMD = DATA / "antidepressant_data.csv"
COLUMNS = ("--patient", "PATIENT", "--time", "RELDAYS", "--score", "HAMDTL17")


def run(*arguments):
    return CliRunner().invoke(kith, ["outcomes", "fit", *map(str, arguments)])


def test_the_figures_come_as_one_object_with_the_promised_keys():
    told = json.loads(run(HAMD, *COLUMNS, "--json").stdout)
    promised = "n_patients n_scores method loglik fixed random residual_sd therapist_sd converged"
    assert set(told) >= set(promised.split())
    assert told["loglik"] == pytest.approx(-1814.73854790221, abs=1e-6)
    assert set(told["random"]) == {"sd_intercept", "sd_time", "corr"}
    assert (told["n_patients"], told["n_scores"], told["therapist_sd"]) == (172, 608, None)


def test_the_same_is_told_to_read():
    done = run(HAMD, *COLUMNS, "--covariate", "THERAPY", "--covariate", "BASVAL", "--method", "ml")
    assert done.exit_code == 0
    assert "608 scores of 172 patients" in done.stdout
    assert "THERAPYPLACEBO" in done.stdout
    assert "a unit of RELDAYS" in done.stdout


def test_rows_without_a_score_are_counted(tmp_path):
    lines = HAMD.read_text().splitlines()
    at = lines[0].replace('"', "").split(",").index("HAMDTL17")
    cells = lines[1].split(",")
    cells[at] = "NA"
    file = tmp_path / "scores.csv"
    file.write_text("\n".join([lines[0], ",".join(cells), *lines[2:]]))
    assert "607 scores of 172 patients; 1 row without a score" in run(file, *COLUMNS).stdout


def test_rows_are_passed_over_as_asked():
    columns = ("--patient", "patient", "--time", "month", "--score", "phq9")
    assert "month: row 2: 'Post-Rx' is not a number" in run(DATA / "reframed.csv", *columns).stderr
    told = json.loads(run(DATA / "reframed.csv", *columns, "--leave-out", "month=Post-Rx", "--json").stdout)
    assert (told["n_patients"], told["n_scores"]) == (246, 2433)
    assert told["loglik"] == pytest.approx(-7015.1527015, abs=1e-5)  # R: lme4 without those rows


def test_a_singular_fit_says_so(tmp_path):
    rows = (DATA / "growth" / "simulated.csv").read_text().splitlines()
    file = tmp_path / "scores.csv"
    file.write_text("\n".join([rows[0], *(row for row in rows if row.startswith("no_slopes"))]))
    told = run(file, "--patient", "patient", "--time", "time", "--score", "score").stdout
    assert "The fit is singular" in told


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("patient,time,score\na,1,5\na,1,6\na,2,6\n", "patient a has two scores at time 1"),
        ("patient,time,score\na,1,5\na,2,high\n", "score: row 2: 'high' is not a number"),
        ("patient,time,score\na,1,5\na,2,inf\n", "score: row 2 is infinite"),
        ("patient,time\na,1\n", "there is no column score; there are: patient, time"),
        ("patient,time,score\n", "there are no rows"),
        ("", "scores.csv: "),
    ],
)
def test_a_bad_file_is_one_line_and_exit_code_2(text, reason, tmp_path):
    file = tmp_path / "scores.csv"
    file.write_text(text)
    done = run(file, "--patient", "patient", "--time", "time", "--score", "score")
    assert done.exit_code == 2
    assert reason in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_file_that_is_not_there_is_named(tmp_path):
    done = run(tmp_path / "none.csv", *COLUMNS)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "there is no such file" in done.stderr


def test_one_line_is_drawn_through_one_measure(tmp_path):
    file = tmp_path / "scores.csv"
    one = [
        f"p{who},{at},phq9,{20 - 2 * at + who % 3 + (who * at) % 2}" for who in range(9) for at in range(4)
    ]
    other = [f"p{who},{at},gad7,{9 - at + who % 2}" for who in range(9) for at in range(4)]
    names = ("--patient", "course", "--time", "session", "--score", "score", "--json")
    file.write_text("\n".join(["course,session,measure,score", *one]))
    alone = json.loads(run(file, *names).stdout)
    file.write_text("\n".join(["course,session,measure,score", *one, *other, "p1,1,,3"]))
    refused = run(file, *names)
    assert refused.exit_code == 2
    assert "measure: the rows are of gad7, phq9; choose one with --measure" in refused.stderr
    assert json.loads(run(file, *names, "--measure", "phq9").stdout)["fixed"] == alone["fixed"]
    assert "no row is of bdi; there are: gad7, phq9" in run(file, *names, "--measure", "bdi").stderr
    asked = run(file, *names, "--covariate", "measure")  # whoever names it means it
    assert "p0 has two scores at time 0" in asked.stderr


def test_a_measure_is_chosen_only_where_the_file_names_measures():
    assert "measure" in run(HAMD, *COLUMNS, "--measure", "hamd").stderr
