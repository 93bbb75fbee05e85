"""kith outcomes couples of one couple: words, a drawing in a file, one object, refusals of one line."""

import json
import os
import subprocess
import sys
from xml.etree import ElementTree

import polars
import pytest
from click.testing import CliRunner

from clinic.command import kith

ROWS = """couple,role,session,phq9
07,wife,1,18
07,husband,1,12
07,wife,2,16
07,husband,2,11
07,wife,4,13
07,husband,4,13
07,wife,5,9
07,husband,5,NA
"""
TOLD = ["--couple", "couple", "--role", "role", "--outcome", "phq9", "--time", "session"]


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "couple.csv"
    path.write_text(ROWS)
    return path


def run(file, *more, told=TOLD):
    return CliRunner().invoke(kith, ["outcomes", "couples", str(file), *told, *more])


def refused(done):
    assert done.exit_code == 2
    assert len(done.stderr.splitlines()) == 1
    assert done.stdout == ""
    return done.stderr


def test_it_is_told_in_words(file):
    said = run(file, "--measure", "phq9").stdout
    assert "PHQ-9 of wife and husband: 4 occasions, session 1 to 5" in said
    assert (
        "wife: 18 first (session 1), 9 last (session 5): 9 lower, a reliable change for the better." in said
    )
    assert "husband: 12 first (session 1), 13 last (session 4): 1 higher, no reliable change." in said
    assert "2 steps at which both have scores: both moved the same way at 1, opposite ways at 1" in said
    assert "nothing is tested" in said


def test_it_is_drawn_into_a_file(file, tmp_path):
    target = tmp_path / "couple.svg"
    assert f"Drawn: {target}" in run(file, "--measure", "phq9", "--picture", str(target)).stdout
    drawn = ElementTree.parse(target).getroot()  # noqa: S314 our own drawing
    said = " ".join(one.text for one in drawn.iter() if one.text)
    assert "wife, session 1: 18" in said
    assert "cut-off 10" in said
    assert "nothing is tested" in said


def test_a_drawing_is_xml_whatever_a_name_holds(file, tmp_path):
    table = {
        "couple": [7] * 4,
        "role": ["a\x01\x00b", "<script>"] * 2,
        "session": [1, 1, 2, 2],
        "phq9": [4, 5, 6, 7],
    }
    kept, target = tmp_path / "couple.parquet", tmp_path / "couple.svg"
    polars.DataFrame(table).write_parquet(kept)
    assert run(kept, "--picture", str(target)).exit_code == 0
    drawn = ElementTree.parse(target).getroot()  # noqa: S314 our own drawing
    assert "a\N{REPLACEMENT CHARACTER}\N{REPLACEMENT CHARACTER}b" in {one.text for one in drawn.iter()}


def test_drawing_needs_no_home_and_makes_none(file, tmp_path):
    home, target = tmp_path / "home", tmp_path / "couple.svg"
    command = [sys.executable, "-m", "clinic.command", "outcomes", "couples", str(file), *TOLD]
    subprocess.run(
        [*command, "--picture", str(target)], env={**os.environ, "KITH_HOME": str(home)}, check=True
    )
    assert target.read_text("utf-8").startswith("<svg")
    assert not home.exists()


def test_figures_come_as_one_object(file):
    told = json.loads(run(file, "--measure", "phq9", "--json").stdout)
    assert (told["couple"], told["measure"], told["occasions"]) == ("07", "phq9", [1, 2, 4, 5])
    assert told["partners"]["husband"]["scores"] == [12, 11, 13, None]
    assert told["partners"]["wife"]["reliable"] == "improvement"
    assert told["partners"]["wife"]["threshold"]["value"] == 6
    assert told["steps"] == {"compared": 2, "same": 1, "opposite": 1, "one_alone": 0, "neither": 0}
    bare = json.loads(run(file, "--json").stdout)
    assert (bare["measure"], bare["partners"]["wife"]["reliable"]) == (None, None)


def test_parquet_is_read_too(file, tmp_path):
    kept = tmp_path / "couple.parquet"
    polars.read_csv(file, null_values="NA").write_parquet(kept)
    assert "4 occasions" in run(kept).stdout


def test_of_several_couples_one_is_chosen(file):
    file.write_text(ROWS + ROWS.replace("07,", "08,").split("\n", 1)[1])
    assert "2 couples get a model, one gets a picture: say which, such as 07" in refused(run(file))
    assert "4 occasions" in run(file, "--only", "08").stdout
    assert "there is no couple 09" in refused(run(file, "--only", "09"))


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ("07,wife,2,16", "07,son,2,16", "a couple is two people, not 3 (wife, husband, son)"),
        ("07,wife,2,16", "07,wife,1,16", "row 3: wife has two rows at session 1 (row 1 is the one below"),
        ("07,wife,2,16", "07,wife,,16", "session: row 3 does not say when"),
        ("07,wife,2,16", "07,wife,2,61", "row 3: 61 is no PHQ-9, which goes from 0 to 27"),
        ("07,wife,2,16", "07,wife,2,good", "phq9: row 3: 'good' is not a number"),
        ("07,wife,2,16", "07,,2,16", "role: row 3 names nobody"),
        (ROWS.split("\n", 3)[3], "", "wife has one score; a picture needs 2 of each partner"),
        (ROWS.split("\n", 1)[1], "", "there are no rows"),
    ],
)
def test_where_there_is_nothing_to_draw_it_says_why_and_writes_nothing(file, tmp_path, before, after, reason):
    file.write_text(ROWS.replace(before, after))
    target = tmp_path / "couple.svg"
    assert reason in refused(run(file, "--measure", "phq9", "--picture", str(target)))
    assert not target.exists()


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        (["--own", "phq9"], "--time is for one couple's picture"),
        (["--indistinguishable"], "--time is for one couple's picture"),
        (["--picture", "couple.png"], "is drawn as SVG"),
        (["--measure", "phq8x"], "phq8x"),
    ],
)
def test_options_that_do_not_go_together_are_refused(file, more, reason):
    assert reason in refused(run(file, *more))


@pytest.mark.parametrize("more", [["--measure", "phq9"], ["--only", "07"], ["--picture", "x.svg"]])
def test_what_belongs_to_a_picture_asks_for_the_time(file, more):
    assert "needs --time" in refused(run(file, *more, told=TOLD[:6]))


def test_without_either_it_says_what_is_missing(file):
    assert "--own and --partner" in refused(run(file, told=TOLD[:6]))


def test_one_couple_without_a_time_is_told_how_to_get_its_picture(file):
    done = run(file, "--own", "phq9", "--partner", "phq9", told=TOLD[:6])
    assert "one couple gets a picture, not a model: say with --time which column says when" in refused(done)


def test_the_file_of_scores_is_not_drawn_over(tmp_path):
    file, link = tmp_path / "couple.svg", tmp_path / "link.svg"
    file.write_text(ROWS)
    link.symlink_to(file)
    for target in (file, link):
        assert "which would be lost" in refused(run(file, "--picture", str(target)))
    assert file.read_text() == ROWS


def test_a_file_that_cannot_be_written_is_said(file, tmp_path):
    done = run(file, "--picture", str(tmp_path / "nowhere" / "couple.svg"))
    assert (done.exit_code, "No such file or directory" in done.stderr) == (1, True)
