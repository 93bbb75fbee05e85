"""The exercises as data: their paces, limits and words."""

from pathlib import Path

import pytest

from ipt.therapy import exercises
from ipt.therapy.datafile import DATA, BadFile

FOLDER = DATA / "exercises"


def test_every_file_is_an_exercise_of_an_adjunct_technique() -> None:
    assert {path.stem for path in FOLDER.glob("*.toml")} == {one.id for one in exercises.load_all()}
    assert {one.technique for one in exercises.load_all()} == {
        "bodily_work", "mindfulness", "restructuring_attention",
    }  # fmt: skip


def test_a_breath_at_six_a_minute_is_four_in_and_six_out_without_a_hold() -> None:
    pace = exercises.load("paced_breathing").pace
    assert pace is not None
    assert (pace.slowest, pace.usual, pace.fastest) == (4.5, 6.0, 7.0)
    assert pace.breath(6) == pytest.approx((4.0, 6.0))
    assert sum(pace.breath(4.5)) == pytest.approx(60 / 4.5)
    assert pace.steps_down == (12.0, 10.0, 8.0, 6.0)


def test_relaxation_comes_in_fourteen_or_seven_groups() -> None:
    forms = {form.id: form for form in exercises.load("muscle_relaxation").forms}
    fourteen, seven = forms["fourteen_groups"], forms["seven_groups"]
    assert len({one.part for one in fourteen.moments}) == 14
    assert {one.seconds for one in fourteen.moments if one.cue == "tense"} == {5}
    assert {one.seconds for one in fourteen.moments if one.cue == "release"} == {20}
    tensed = [one.part for one in seven.moments if one.cue == "tense"]
    assert len(set(tensed)) == 7
    assert all(tensed.count(part) == 2 for part in tensed)
    assert seven.moments[-1].seconds == 120


def test_mindfulness_alone_ends_at_ten_minutes_and_at_fifteen_once_released() -> None:
    for one in exercises.of_technique("mindfulness"):
        assert (one.longest_alone, one.longest_released) == (600, 900)
        assert one.asks_unwanted


def test_no_exercise_is_called_by_a_protected_name() -> None:
    for path in FOLDER.glob("*.toml"):
        assert "ATT" not in path.read_text(encoding="utf-8").split()


def test_grounding_goes_five_four_three_two_one_with_other_ways() -> None:
    moments = exercises.load("grounding").forms[0].moments
    assert [one.title.split()[0] for one in moments] == ["Five", "Four", "Three", "Two", "One"]
    assert all(one.instead for one in moments)


def test_a_file_that_does_not_fit_is_refused_with_its_key(tmp_path: Path) -> None:
    text = (FOLDER / "paced_breathing.toml").read_text(encoding="utf-8")
    broken = tmp_path / "paced_breathing.toml"
    broken.write_text(text.replace("usual = 6.0", "usual = 3.0"), encoding="utf-8")
    with pytest.raises(BadFile, match=r"pace\.usual: must lie between"):
        exercises.read_exercise(broken)
    broken.write_text(text.replace('"bodily_work"', '"yoga"'), encoding="utf-8")
    with pytest.raises(BadFile, match="no technique yoga"):
        exercises.read_exercise(broken)


@pytest.mark.parametrize(("minutes", "more"), [(1, 2), (10, 11), (40, 44), (95, 105)])
def test_a_tenth_more_is_at_least_a_minute_more(minutes: int, more: int) -> None:
    assert exercises.a_tenth_more(minutes) == more


def test_a_tenth_of_nothing_is_no_suggestion() -> None:
    with pytest.raises(ValueError, match="no minutes"):
        exercises.a_tenth_more(0)


def test_every_sense_says_how_many_things_are_named() -> None:
    assert [[one.many for one in form.moments] for form in exercises.load("grounding").forms] == [
        [5, 4, 3, 2, 1],
        [3, 3, 3],
    ]
