"""kith score, as typed."""

import json

import pytest
from click.testing import CliRunner

from clinic.command.score import score
from ipt.measures import library

KEYS = ["measure", "version", "scores", "bands", "answered", "missing", "prorated", "attention"]


def run(*arguments):
    return CliRunner().invoke(score, [str(argument) for argument in arguments])


def test_one_person_in_words():
    result = run("phq9", 1, 2, 0, 1, 1, 0, 2, "-", 1)
    assert result.exit_code == 0
    assert "PHQ-9 total  9 on a scale of 0 to 27, mild (prorated from 8 of 9 items)" in result.output
    assert '! Item 9 was answered 1 ("Several days")' in result.output
    assert "8 of 9 items answered." in result.output
    assert "was not checked against a published source" in " ".join(result.output.split())
    assert "Licence: public-domain-style grant. Developed by" in result.output


def test_one_person_as_json():
    result = json.loads(run("phq9", 2, 2, 2, 2, 2, 2, 2, 2, 0, "--json").stdout)
    assert list(result) == KEYS
    assert result["measure"] == "phq9"
    assert result["scores"] == {"total": 16}
    assert result["bands"] == {"total": "moderately severe"}
    assert (result["answered"], result["missing"], result["prorated"]) == (9, 0, False)
    assert result["attention"] == []


def test_what_wants_attention():
    result = json.loads(run("phq9", 3, 3, 3, 3, 3, 3, 3, "-", 1, "--json").stdout)
    assert [(one["kind"], one.get("item", one.get("score"))) for one in result["attention"]] == [
        ("risk", "phq9-9"),
        ("score", "total"),
    ]


def test_a_blank_safety_item_is_to_be_asked_again():
    assert "! Item 9 asks about safety and was left blank: ask it again." in run("phq9", *[0] * 8, "-").output


def test_too_many_blanks_give_no_score():
    result = json.loads(run("phq9", *["-"] * 3, *[1] * 6, "--json").stdout)
    assert result["scores"] == {"total": None}
    assert "no score, 6 of 9 items answered" in run("phq9", *["-"] * 3, *[1] * 6).output


def test_a_measure_is_found_by_its_short_title():
    assert json.loads(run("ASQ", 0, 0, 0, 0, "--json").stdout)["measure"] == "asq_nimh"


def test_what_the_form_passes_over_is_said():
    assert "0 of 5 items answered, 5 not asked." in run("pc_ptsd5", 0, *["-"] * 5).output


@pytest.mark.parametrize("name", ["phq9", "PHQ-9", "Phq_9"])
def test_a_measure_is_found_however_it_is_written(name):
    assert run(name, *[0] * 9).exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ([], "kith: say which measure"),
        (["zzzz", 1], "kith: there is no measure 'zzzz'; kith score --list names them"),
        (["pqh9", 1], "kith: there is no measure 'pqh9'; did you mean phq9?"),
        (["phq9", 1, 2], "kith: PHQ-9 needs 9 or 10 answers, not 2"),
        (["phq9", *[0] * 8, 4], "kith: PHQ-9 item 9: 4 is not an answer (0, 1, 2, 3)"),
        (["phq9", -1, *[0] * 8], "kith: PHQ-9 item 1: -1 is not an answer (0, 1, 2, 3)"),
        (["phq9", "x", *[0] * 8], "kith: PHQ-9 item 1: 'x' is not a number (- means left blank)"),
        (["phq9", "inf", *[0] * 8], "kith: PHQ-9 item 1: 'inf' is not a number"),
        (["phq9", *[0] * 10, "y"], "kith: PHQ-9 answer 11: 'y' is not a number"),
        (["phq9", "--file", "a.csv"], "kith: --file and --out belong together"),
        (["phq9", 1, "--file", "a.csv", "--out", "b.csv"], "kith: give either answers or --file, not both"),
        (["phq9", "--pack", "/nowhere"], "kith: /nowhere: is not a folder"),
    ],
)
def test_bad_input_is_one_line_and_exit_code_2(arguments, complaint):
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith(complaint)
    assert result.stderr.count("\n") == 1


def test_the_list_names_every_measure():
    listed = run("--list").output
    assert all(measure in listed for measure in library.ids())
    assert "Edinburgh Postnatal Depression Scale (EPDS)  (scores only: bring your own wording)" in listed
    assert {one["measure"] for one in json.loads(run("--list", "--json").stdout)["measures"]} == set(
        library.ids()
    )


def test_a_published_yes_no_rule_is_told():
    assert "  Positive screen: yes" in run("asq_nimh", 0, 0, 1, 0, "-").output
