"""kith circumplex: figures as one object, plain lines, refusals of one line."""

import json

import numpy as np
import pytest
from click.testing import CliRunner

from clinic.command import kith

OCTANTS = ["PA", "BC", "DE", "FG", "HI", "JK", "LM", "NO"]


@pytest.fixture
def file(tmp_path):
    rng = np.random.default_rng(3)
    theta = np.radians([90, 135, 180, 225, 270, 315, 360, 45])
    scores = 2 + np.cos(theta - np.radians(120)) + rng.normal(0, 0.4, (30, 8))
    rows = [
        ",".join([*(f"{score:.3f}" for score in one), "ab"[place % 2], f"{one[1] + rng.normal():.3f}"])
        for place, one in enumerate(scores)
    ]
    path = tmp_path / "people.csv"
    path.write_text("\n".join([",".join([*OCTANTS, "group", "drink"]), *rows]))
    return path


def run(file, *more, octants=OCTANTS):
    return CliRunner().invoke(kith, ["circumplex", str(file), "--octants", ",".join(octants), *more])


def test_figures_come_as_one_object(file):
    told = json.loads(run(file, "--by", "group", "--resamples", "200", "--json").stdout)
    assert set(told) == {"n", "n_left_out", "resamples", "level", "profiles", "contrasts", "seed"}
    assert [one["name"] for one in told["profiles"]] == ["a", "b"]
    assert [one["name"] for one in told["contrasts"]] == ["b minus a"]
    for one in told["profiles"]:
        assert one["angle"]["estimate"] == pytest.approx(120, abs=10)
        assert one["amplitude"]["low"] < one["amplitude"]["estimate"] < one["amplitude"]["high"]


def test_the_seed_decides_the_intervals(file):
    first, again, other = (run(file, "--seed", seed, "--json").stdout for seed in ("4", "4", "5"))
    assert first == again != other


def test_the_same_is_told_to_read(file):
    told = run(file, "--measure", "drink").stdout
    assert "30 people; 95 % intervals from 2000 resamples" in told
    assert "drink (30 people), fit" in told
    assert "°" in told


def cells(file):
    return [line.split(",") for line in file.read_text().splitlines()]


@pytest.mark.parametrize(
    ("row", "value", "reason"),
    [
        (0, "P", "there is no column PA"),
        (1, "much", "PA: row 1: 'much' is not a number"),
        (4, "inf", "PA: row 4 is infinite"),
    ],
)
def test_a_bad_file_is_one_line_and_exit_code_2(row, value, reason, file):
    table = cells(file)
    table[row][0] = value
    file.write_text("\n".join(map(",".join, table)))
    done = run(file)
    assert done.exit_code == 2
    assert reason in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_file_without_rows_and_a_measure_that_is_the_same_for_all_are_refused(file):
    table = cells(file)
    for row in table[1:]:
        row[9] = "3"
    file.write_text("\n".join(map(",".join, table)))
    assert "drink is the same for everybody" in run(file, "--measure", "drink").stderr
    file.write_text(",".join(table[0]))
    done = run(file)
    assert (done.exit_code, "there are no rows" in done.stderr) == (2, True)


def test_a_group_that_is_not_there_and_one_that_is_too_small_are_named(file):
    assert "there is no column who" in run(file, "--by", "who").stderr
    table = cells(file)
    table[1][8] = "c"
    file.write_text("\n".join(map(",".join, table)))
    assert "too few people of c: 1" in run(file, "--by", "group").stderr


def test_a_flat_profile_shows_no_minus_before_nought(file):
    table = cells(file)
    for at, row in enumerate(table[1:]):
        row[:8] = [f"{3 + (-1) ** at * (place in (1, 2)) * 1e-5:.5f}" for place in range(8)]
    file.write_text("\n".join(map(",".join, table)))
    said = run(file).stdout
    assert "0.000   0.000 to 0.000" in said
    assert "-0.0" not in said


def test_eight_octants_are_needed(file):
    done = run(file, octants=OCTANTS[:7])
    assert (done.exit_code, "needs eight different columns, not 7" in done.stderr) == (2, True)


def test_angles_that_are_no_octants_are_refused(file):
    done = run(file, "--angles", "0,10,20,30,40,50,60,70")
    assert (done.exit_code, "45 degrees apart" in done.stderr) == (2, True)
