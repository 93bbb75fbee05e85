"""kith outcomes signals lists the courses that call for a look, and refuses what cannot be read."""

import json

import pytest
from click.testing import CliRunner

from clinic.command import kith

HEADER = "course,session,measure,score"


@pytest.fixture
def signals(tmp_path):
    def run(text, *arguments):
        file = tmp_path / "scores.csv"
        file.write_text(text)
        return CliRunner().invoke(kith, ["outcomes", "signals", str(file), *arguments])

    return run


FILE = (
    f"{HEADER},risk_item,missed\na,1,phq9,12,0,0\na,2,phq9,19,1,\na,3,phq9,,,1\na,4,phq9,18,1,1\n"
    "b,1,phq9,18,,\nb,2,phq9,9,,\n"
)


def test_the_object_has_stable_keys_and_unrounded_numbers(signals):
    run = signals(FILE, "--json")
    assert run.exit_code == 0, run.output
    said = json.loads(run.output)
    assert said["rules"]["standing"] == "not validated for your service"
    [phq9] = said["measures"]
    assert list(phq9) == ["measure", "courses", "with_a_signal", "by_rule", "signals", "step_up"]
    assert (phq9["courses"], phq9["with_a_signal"]) == (2, 1)
    assert phq9["by_rule"]["worse_than_start"] == 1
    assert [(one["session"], one["rule"]) for one in phq9["signals"]] == [
        (2, "worse_than_start"), (2, "risk_answer_rose"), (4, "worse_than_start"),
        (4, "little_change_early"), (4, "missed_sessions"),
    ]  # fmt: skip
    assert list(phq9["signals"][0]) == [
        "course", "session", "rule", "rule_version", "level", "basis", "because",
    ]  # fmt: skip
    assert phq9["step_up"] == [{"course": "a", "sessions": [4]}]


def test_in_words_a_rule_is_told_once_with_its_sessions(signals):
    run = signals(FILE)
    assert "Rules 2026.1, not validated for your service." in run.output
    assert "1 of 2 courses calls for a look" in run.output
    assert run.output.count("Reliably worse than at the start") == 1
    assert "look now  session 2, 4: Reliably worse" in run.output
    assert "from session 4: It was called for a look now at two scores or more." in run.output


def test_a_score_at_session_zero_is_the_one_to_compare_with(signals):
    said = json.loads(signals(f"{HEADER}\na,0,phq9,8\na,1,phq9,15\nb,1,phq9,9\n", "--json").output)
    [one] = said["measures"][0]["signals"]
    assert (one["course"], one["session"], one["basis"]) == ("a", 1, {"first": 8.0, "score": 15.0})


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("a,2,phq9,17,0", "a,2,phq9,9,0", "two.csv: row 2: score of a at 2 is 9, but another row says 17"),
        ("a,2,phq9,17,0", "a,2,phq9,17,1", "two.csv: row 2: missed of a at 2 is 1, but another row says 0"),
    ],
)
def test_rows_that_contradict_one_another_are_refused_in_two_files_as_in_one(tmp_path, one, other, reason):
    files = [tmp_path / "one.csv", tmp_path / "two.csv"]
    for file, row in zip(files, (one, other), strict=True):
        file.write_text(f"{HEADER},missed\n{row}\n")
    run = CliRunner().invoke(kith, ["outcomes", "signals", *map(str, files)])
    assert (run.exit_code, run.stderr.strip()) == (2, f"kith: {reason}")
    files[0].write_text(f"{HEADER},missed\n{one}\n{other}\n")
    run = CliRunner().invoke(kith, ["outcomes", "signals", str(files[0])])
    assert run.exit_code == 2


def test_what_two_rows_of_one_session_say_beside_the_score_is_put_together(signals):
    text = f"{HEADER},missed,risk_item\na,1,phq9,10,,0\na,2,phq9,10,1,\na,2,phq9,10,,2\na,3,phq9,,1,\n"
    said = json.loads(signals(text, "--json").output)["measures"][0]["signals"]
    assert [(one["session"], one["rule"]) for one in said] == [
        (2, "risk_answer_rose"),
        (3, "missed_sessions"),
    ]


def test_a_rule_with_nothing_to_look_at_is_not_the_same_as_none(signals):
    text = f"{HEADER},missed\na,1,who5,80,0\na,2,who5,10,0\n"
    by_rule = json.loads(signals(text, "--json").output)["measures"][0]["by_rule"]
    assert by_rule == {
        "worse_than_start": None, "risk_answer_rose": None, "new_risk": None, "little_change_early": None,
        "little_change_by_mid_point": None, "missed_sessions": 0, "alliance_fell": None,
    }  # fmt: skip
    assert "not looked for, as nothing is known of it here: Reliably worse than at" in signals(text).output


def test_the_mid_point_can_be_told(signals):
    text = f"{HEADER}\n" + "".join(f"a,{n},phq9,20\n" for n in range(1, 5))
    by_rule = [
        json.loads(signals(text, "--json", *more).output)["measures"][0]["by_rule"]
        for more in ((), ("--mid-point", "4"))
    ]
    assert [one["little_change_by_mid_point"] for one in by_rule] == [0, 1]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (f"{HEADER}\na,1.5,phq9,12\n", "row 2: session is 1.5; these rules need whole sessions"),
        (f"{HEADER}\na,700,phq9,12\n", "row 2: session is 700"),
        (f"{HEADER},missed\na,1,phq9,12,often\n", "row 2: missed is 'often', not 0 or 1"),
        (f"{HEADER},missed\na,1,phq9,12,0.5\n", "row 2: missed is '0.5', not 0 or 1"),
        (f"{HEADER},alliance\na,1,phq9,12,40\n", "row 2: alliance is '40', not a number from 0 to 1"),
        (f"{HEADER},risk_item\na,1,phq9,12,-1\n", "row 2: risk_item is '-1', not a whole number"),
        (f"{HEADER}\na,1,phq9,12\na,1,phq9,13\n", "row 3: phq9 of a at 1 is 13, but row 2 says 12"),
        (f"{HEADER}\na,1,phq9,many\n", "row 2: score is many, not a number"),
        (f"{HEADER}\na,1,phq9,inf\n", "row 2: score is inf, not between 0 and 27"),
        (f"{HEADER}\n", "has no scores"),
        ("", "the file is empty"),
    ],
)
def test_what_cannot_be_read_is_one_clear_line_and_exit_code_two(signals, text, reason):
    run = signals(text)
    assert run.exit_code == 2, run.output
    assert reason in run.stderr
    assert run.stdout == ""


def test_no_file_is_said():
    run = CliRunner().invoke(kith, ["outcomes", "signals"])
    assert (run.exit_code, run.stdout) == (2, "")
    assert "FILES" in run.stderr
