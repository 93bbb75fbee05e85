"""kith change, as typed."""

import json

import pytest
from click.testing import CliRunner

from clinic.command.change import change


def run(*arguments):
    return CliRunner().invoke(change, [str(argument) for argument in arguments])


def test_a_recovery_in_words():
    output = run("phq9", 18, 9).output
    assert "PHQ-9 total: 18 to 9, down 9" in output
    assert "Change: a reliable improvement" in output
    assert "threshold >= 6 points, NHS Talking Therapies (IAPT) Manual" in output
    assert "Case: yes before, no after" in output
    assert "Outcome: recovered" in output


def test_a_recovery_as_json():
    result = json.loads(run("phq9", 18, 9, "--json").stdout)
    thresholds = result.pop("thresholds")
    assert result == {
        "measure": "phq9", "before": 18, "after": 9, "change": -9, "reliable": "improvement",
        "caseness": {"before": True, "after": False}, "outcome": "recovered",
        "response": True, "remission": False,
    }  # fmt: skip
    assert thresholds["reliable_change"]["value"] == 6
    assert thresholds["caseness"]["value"] == 10


def test_nothing_is_claimed_without_a_threshold():
    result = json.loads(run("cesd", 30, 10, "--json").stdout)
    assert (result["reliable"], result["outcome"]) == (None, None)
    assert "no threshold has been published" in run("cesd", 30, 10).output


def test_a_threshold_from_a_services_own_figures():
    """CES-D, SD 8.58 and reliability .85: 1.96 x 8.58 x sqrt(0.3) = 9.21."""
    own = ["--sd", 8.58, "--reliability", 0.85, "--json"]
    result = json.loads(run("cesd", 30, 20, *own).stdout)
    assert result["reliable"] == "improvement"
    assert result["thresholds"]["reliable_change"]["value"] == pytest.approx(9.21, abs=0.005)
    assert json.loads(run("cesd", 30, 21, *own).stdout)["reliable"] == "none"


def test_another_score_of_the_measure():
    assert json.loads(run("who5", 10, 15, "--score", "raw", "--json").stdout)["caseness"] == {
        "before": True,
        "after": False,
    }


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["phq9", 18], "kith: Missing argument 'AFTER'"),
        (["phq9", 18, "x"], "kith: AFTER: 'x' is not a number"),
        (["phq9", "-", 3], "kith: BEFORE: '-' is not a number"),
        (["phq9", 28, 3], "kith: PHQ-9 total lies between 0 and 27, not 28"),
        (["phq9", 2, -3], "kith: PHQ-9 total lies between 0 and 27, not -3"),
        (["phq9", 2, 3, "--score", "x"], "kith: PHQ-9 has no score 'x'"),
        (["nope", 2, 3], "kith: there is no measure 'nope'"),
        (["phq9", "1_8", 3], "kith: BEFORE: '1_8' is not a number"),
        (["cesd", 2, 2, "--sd", 8, "--reliability", 1], "kith: without spread, or with perfect reliability"),
        (
            ["cesd", 2, 3, "--sd", 0, "--reliability", 0.9],
            "kith: without spread, or with perfect reliability",
        ),
        (["cesd", 2, 3, "--sd", "nan", "--reliability", 0.9], "kith: --sd and --reliability: are finite"),
        (["cesd", 2, 3, "--sd", 8], "kith: --sd and --reliability belong together"),
        (["cesd", 2, 3, "--sd", 8, "--reliability", 2], "kith: a standard deviation is not negative"),
    ],
)
def test_bad_input_is_one_line_and_exit_code_2(arguments, complaint):
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith(complaint)
    assert result.stderr.count("\n") == 1
