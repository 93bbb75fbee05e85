"""kith outcomes couples: figures as one object, plain lines, refusals of one line."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from clinic.command import kith

COUPLES = Path(__file__).parents[2] / "data" / "acipair.csv"
TOLD = {"couple": "CoupleID", "role": "Gender_A", "outcome": "Satisfaction_A"}
TOLD |= {"own": "Tension_A", "partner": "Tension_P"}
COLUMNS = [part for name, column in TOLD.items() for part in (f"--{name}", column)]


def run(file, *more):
    return CliRunner().invoke(kith, ["outcomes", "couples", str(file), *COLUMNS, *more])


def test_figures_come_as_one_object():
    told = json.loads(run(COUPLES, "--json").stdout)
    assert set(told["effects"]) == {"Husband", "Wife"}
    assert (told["n_couples"], told["n_left_out"], told["distinguishable"]) == (148, 0, True)
    assert told["distinguishability"]["df"] == 4


def test_the_same_is_told_to_read():
    told = run(COUPLES).stdout
    assert "148 couples" in told
    assert "Do the roles matter?" in told
    assert "need not be cause and effect" in told


def test_of_couples_with_one_role_twice_it_is_not_asked_whether_roles_matter(tmp_path):
    file = tmp_path / "couples.csv"
    first, rest = COUPLES.read_text().split("\n", 1)
    file.write_text(f"{first}\n{rest.replace('Husband', 'Wife', 9)}")
    told = json.loads(run(file, "--indistinguishable", "--json").stdout)
    assert told["distinguishability"] == {"chi2": None, "df": None, "p": None}
    assert "Do the roles matter?" not in run(file, "--indistinguishable").stdout


def test_roles_need_not_be_told_apart():
    told = json.loads(run(COUPLES, "--indistinguishable", "--json").stdout)
    assert list(told["effects"]) == ["both"]


@pytest.mark.parametrize(
    ("row", "column", "value", "reason"),
    [
        (0, "Tension_A", "Tense", "there is no column Tension_A"),
        (3, "Satisfaction_A", "good", "Satisfaction_A: row 3: 'good' is not a number"),
        (3, "Tension_A", "inf", "Tension_A: row 3 is infinite"),
        (3, "CoupleID", "3", "has 3 rows; a couple has two"),
        (3, "CoupleID", "", "CoupleID: row 3 names nobody"),
    ],
)
def test_a_bad_file_is_one_line_and_exit_code_2(row, column, value, reason, tmp_path):
    table = [line.replace('"', "").split(",") for line in COUPLES.read_text().splitlines()]
    table[row][table[0].index(column)] = value
    file = tmp_path / "couples.csv"
    file.write_text("\n".join(map(",".join, table)))
    done = run(file)
    assert done.exit_code == 2
    assert reason in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_one_couple_gets_no_model(tmp_path):
    file = tmp_path / "couples.csv"
    file.write_text("\n".join(COUPLES.read_text().splitlines()[:3]))
    assert "one couple gets a picture, not a model" in run(file).stderr


def test_an_outcome_that_is_the_couples_own_is_refused(tmp_path):
    table = [line.replace('"', "").split(",") for line in COUPLES.read_text().splitlines()]
    outcome, couple = (table[0].index(name) for name in ("Satisfaction_A", "CoupleID"))
    for row in table[1:]:
        row[outcome] = str(len(row[couple]) + int(row[couple]) % 7)
    file = tmp_path / "couples.csv"
    file.write_text("\n".join(map(",".join, table)))
    for more in ((), ("--indistinguishable",)):
        done = run(file, *more)
        assert (done.exit_code, len(done.stderr.splitlines())) == (2, 1)
        assert "nothing is left over" in done.stderr


def test_a_file_without_rows_is_refused(tmp_path):
    file = tmp_path / "couples.csv"
    file.write_text(COUPLES.read_text().splitlines()[0])
    done = run(file)
    assert (done.exit_code, "there are no rows" in done.stderr) == (2, True)
