"""kith outcomes forecast: ranges and chances of each course, with what stands behind them."""

import json
from dataclasses import replace

import pytest
from click.testing import CliRunner

from clinic.command import kith
from ipt.outcomes.forecast import demo_model, write
from ipt.outcomes.forecast.conformal import Check
from ipt.outcomes.forecast.judging import CRITERIA
from ipt.outcomes.forecast.simulated import FILE

COLUMNS = ("--patient", "who", "--time", "session", "--score", "score")
MODEL = demo_model(demo=True)
ROWS = "who,session,score\nann,1,18\nann,2,17\nann,4,27\nben,1,9\ncy,16,4\ncy,2,\n"


@pytest.fixture
def scores(tmp_path):
    path = tmp_path / "scores.csv"
    path.write_text(ROWS)
    return path


def run(scores, *options, model=FILE):
    arguments = [scores, "--model", model, *COLUMNS, *options]
    return CliRunner().invoke(kith, ["outcomes", "forecast", *map(str, arguments)])


def told(*arguments, **named):
    return json.loads(run(*arguments, "--json", **named).stdout)


def test_each_course_comes_with_ranges_and_chances(scores):
    ann = told(scores)["courses"][0]
    state = MODEL.start().update(1, 18).update(2, 17)
    expected = MODEL.expected(state, 4)
    assert ann["expected"] == {"low": expected.low, "high": expected.high, "level": 0.8}
    assert (ann["known"], ann["last"], ann["off_track"]) == (3, {"time": 4, "score": 27}, True)
    state = state.update(4, 27)
    assert ann["end"]["range"]["high"] == MODEL.ending(state).high
    assert ann["chances"]["case"] == MODEL.chances(state).case


def test_the_next_score_comes_after_the_files_usual_step(scores):
    assert told(scores)["courses"][0]["next"]["time"] == 5.5
    assert told(scores, "--next", "2")["courses"][0]["next"]["time"] == 6


def test_the_distribution_of_what_comes_is_told(scores):
    ann = told(scores, "--next", "1")["courses"][0]
    state = MODEL.start().update(1, 18).update(2, 17).update(4, 27)
    assert (ann["next"]["mean"], ann["next"]["sd"]) == pytest.approx(state.moments(5))
    assert (ann["end"]["mean"], ann["end"]["sd"]) == pytest.approx(state.moments(16))


@pytest.mark.parametrize(("score", "said"), [(17, "it was in that range"), (3, "it was better")])
def test_a_score_is_placed_beside_its_range(tmp_path, score, said):
    path = tmp_path / "scores.csv"
    path.write_text(f"who,session,score\nann,1,18\nann,2,{score}\n")
    assert said in run(path).stdout


def test_a_first_score_has_no_expected_range_and_is_not_off_track(scores):
    ben = told(scores, "--only", "ben")["courses"][0]
    assert (ben["expected"], ben["off_track"]) == (None, None)
    assert ben["next"]["range"] is not None


def test_past_the_end_nothing_is_foretold_of_it(scores):
    cy = told(scores, "--only", "cy")["courses"][0]
    assert (cy["known"], cy["end"]["range"], cy["chances"]) == (1, None, None)
    assert "the course is past it" in run(scores, "--only", "cy").stdout
    assert told(scores, "--only", "cy", "--end", "20")["courses"][0]["chances"] is None


def test_a_simulated_model_says_so(scores):
    assert "SIMULATED: no patient stands behind this model" in run(scores).stdout
    assert told(scores)["model"]["simulated"] is True


def test_a_model_that_did_not_pass_points_to_the_rules(scores, tmp_path):
    checks = tuple(Check(what, False, "seen") for what in CRITERIA)
    own = replace(MODEL, calibration=replace(MODEL.calibration, simulated=False, checks=checks))
    write(own, tmp_path / "own.json")
    assert "has not passed its report" in run(scores, model=tmp_path / "own.json").stdout


def test_it_is_told_to_read_and_is_no_verdict(scores):
    said = run(scores).stdout
    assert "ann: 3 scores, the last PHQ-9 27 at 4" in said
    assert "it was worse: worth a look" in said
    assert "not verdicts" in said


def test_beyond_the_calibration_no_range_is_promised(tmp_path):
    path = tmp_path / "long.csv"
    path.write_text("who,session,score\n" + "".join(f"ann,{n},12\n" for n in range(1, 19)))
    assert "too few courses were seen that far" in run(path, "--end", "30").stdout


def test_bad_input_is_one_line_and_exit_code_2(scores, tmp_path):
    broken = tmp_path / "broken.json"
    broken.write_text(FILE.read_text().replace("15.5", "12.5", 1))
    for done, reason in (
        (run(scores, "--only", "dee"), "scores.csv: there is no patient dee"),
        (run(scores, model=broken), "broken.json: checksum: differs"),
        (run(scores, model=tmp_path / "none.json"), "none.json: cannot be read"),
        (run(scores, "--end", "nan"), "--end: nan is no time"),
        (run(scores, "--next", "0"), "--next: 0 is no time from one score to the next"),
        (run(tmp_path / "none.csv"), "there is no such file"),
    ):
        assert done.exit_code == 2
        assert reason in done.stderr
        assert len(done.stderr.splitlines()) == 1
