import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from clinic.command import kith

PEOPLE: list[dict[str, Any]] = [
    {"id": str(n), "name": f"P{n}", "category": "friend", "ring": 2, "can_confide": False} for n in range(6)
]
TIES = [["0", "1"], ["1", "2"], ["2", "3"], ["3", "4"], ["4", "5"]]


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(kith, ["circle", *map(str, arguments)])


@pytest.fixture
def start(tmp_path: Path) -> Path:
    return write(tmp_path / "start.json", {"people": PEOPLE, "ties": TIES})


def write(path: Path, inventory: Any) -> Path:
    path.write_text(json.dumps(inventory), encoding="utf-8")
    return path


def test_the_figures_come_as_one_object_with_the_promised_keys(start: Path) -> None:
    told = json.loads(run(start, "--json").stdout)
    promised = (
        "size by_ring by_category inner mean_closeness density effective_size reciprocity support confidants"
    )
    assert set(told) >= set(f"{promised} dependence strain closeness_gap flags".split())
    assert told["density"] == 1 / 3
    assert told["effective_size"] == 6 - 10 / 6
    assert told["by_ring"] == {"1": 0, "2": 6, "3": 0, "4": 0}
    assert told["flags"]["no_confidant"]["prompt"].endswith("?")
    assert "kept" not in told


def test_no_help_and_help_that_was_not_asked_about_differ(tmp_path: Path) -> None:
    unasked = write(tmp_path / "unasked.json", {"people": PEOPLE})
    nothing = [one | {"support_received": []} for one in PEOPLE]
    asked = write(tmp_path / "asked.json", {"people": nothing})
    told, other = (json.loads(run(one, "--json").stdout) for one in (unasked, asked))
    assert (told["support"]["advice"], other["support"]["advice"]) == (None, 0)
    assert ("gap" in told["flags"], "gap" in other["flags"]) == (False, True)
    assert "advice not asked, company not asked (asked about 0 of 6)" in run(unasked).stdout


def test_two_circles_are_compared(start: Path, tmp_path: Path) -> None:
    later = [PEOPLE[0] | {"ring": 1}, *PEOPLE[1:5], {"id": "n", "name": "Jo", "category": "work", "ring": 3}]
    end = write(tmp_path / "end.json", {"people": later})
    told = json.loads(run(start, "--after", end, "--json").stdout)
    assert (told["kept"], told["lost"], told["new"]) == (["0", "1", "2", "3", "4"], ["5"], ["n"])
    assert told["moved"] == [{"id": "0", "before": 2, "after": 1}]
    assert told["jaccard"] == 5 / 7
    said = run(start, "--after", end).stdout
    assert "P0 moved from ring 2 to ring 1." in said
    assert "New:                  Jo" in said


def test_without_json_it_speaks_in_lines(start: Path) -> None:
    said = run(start).stdout
    assert "People                6 (0 in ring 1, 6 in ring 2, 0 in ring 3, 0 in ring 4)" in said
    assert "Know each other       33% of pairs" in said
    assert "Effective size        4.33" in said
    assert "To ask: There is nobody to confide in." in said


def test_contacts_a_week_are_said_in_words_too(start: Path, tmp_path: Path) -> None:
    touched = [PEOPLE[0] | {"contact": "daily"}, PEOPLE[1] | {"contact": 0.5}, *PEOPLE[2:]]
    some = write(tmp_path / "some.json", {"people": touched})
    assert "In touch a week       7.50 times (asked about 2 of 6)\n" in run(some).stdout
    assert json.loads(run(some, "--json").stdout)["asked"]["contact"] == 2
    assert "In touch a week       not asked (asked about 0 of 6)\n" in run(start).stdout


def test_a_bad_file_is_one_line_and_exit_code_2(tmp_path: Path) -> None:
    bad = write(tmp_path / "bad.json", {"people": [PEOPLE[0] | {"ring": 9}]})
    done = run(bad, "--json")
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == "kith: bad.json: people[0].ring: must be 1 (closest) to 4, not 9\n"


def test_everything_wrong_with_a_person_is_said_at_once(tmp_path: Path) -> None:
    bad = write(tmp_path / "bad.json", {"people": [{"id": "a", "category": "pal", "closeness": 1}]})
    said = run(bad).stderr
    assert said.startswith(
        "kith: bad.json: people[0]: name and ring are missing; people[0]: 'closeness' is not"
    )
    assert "people[0].category: 'pal' is not one of family, partner, friend" in said
    assert len(said.splitlines()) == 1


def test_what_is_not_json_is_told_by_line_and_column(tmp_path: Path) -> None:
    bad = tmp_path / "bad.json"
    bad.write_text('{"people": [\n  {"id": "a" "name": "A"}]}')
    told = "line 2, column 14: not JSON from here; look for a missing comma, quote or bracket"
    assert run(bad).stderr == f"kith: bad.json: {told}\n"


def test_the_examples_in_the_help_and_the_document_can_be_measured(tmp_path: Path) -> None:
    shown = run("--help").stdout
    documented = (Path(__file__).parents[3] / "docs" / "circle.md").read_text(encoding="utf-8")
    for text in (shown, documented):
        example = text[text.index('{"people"') : text.index("]]}") + 3]
        assert "People                2" in run(write(tmp_path / "e.json", json.loads(example))).stdout


def test_a_missing_file_is_exit_code_2(tmp_path: Path) -> None:
    done = run(tmp_path / "gone.json")
    assert done.exit_code == 2
    assert "gone.json: No such file" in done.stderr
