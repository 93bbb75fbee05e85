"""What is said of one couple: counts and the measure's own words, no test and no coefficient."""

from math import nan

import pytest

from ipt.measures import library
from ipt.outcomes.couples import Steps, picture
from ipt.outcomes.couples.picture_words import LIMITS, heading, of_steps, sentences

PHQ9 = library.load("phq9")


def drawn(**more):
    told = {"role": ["Ann", "Bo"] * 4, "time": [1, 1, 2, 2, 3, 3, 5, 5]}
    return picture(["7"] * 8, *told.values(), [18, 4, 16, 5, 12, nan, 9, 12], when="session", **more)


def test_it_says_how_many_occasions_and_whose():
    assert heading(drawn(measure=PHQ9)) == "PHQ-9 of Ann and Bo: 4 occasions, session 1 to 5"
    assert heading(drawn()).startswith("Scores of Ann and Bo")


def test_each_partners_first_and_last_are_told_with_what_is_missing():
    ann, bo, *_rest = sentences(drawn(measure=PHQ9))
    assert ann == (
        "Ann: 18 first (session 1), 9 last (session 5): 9 lower, a reliable change for the better."
    )
    assert bo == (
        "Bo: 4 first (session 1), 12 last (session 5): 8 higher, a reliable change for the worse. "
        "No score at 1 of 4 occasions."
    )


def test_a_move_is_told_in_full_and_never_as_none():
    columns = ["7"] * 4, ["Ann", "Bo"] * 2, [20260131, 20260131, 20260207, 20260207]
    ann, bo, *_rest = sentences(picture(*columns, [0.31, 3.25, 0.35, 3.5], when="day"))
    assert ann == "Ann: 0.31 first (day 20260131), 0.35 last (day 20260207): 0.04 higher."
    assert bo == "Bo: 3.25 first (day 20260131), 3.5 last (day 20260207): 0.25 higher."
    assert heading(picture(*columns, [1, 2, 3, 4], when="day")).endswith("day 20260131 to 20260207")


def test_what_tenths_leave_in_binary_is_the_same():
    ann, *_rest = sentences(picture(["7"] * 4, ["Ann", "Bo"] * 2, [1, 1, 2, 2], [0.1 + 0.2, 3, 0.3, 4]))
    assert ann.endswith(": the same.")


def test_what_reliable_means_is_told_with_its_source():
    rule = PHQ9.change[0]
    assert sentences(drawn(measure=PHQ9))[-1] == f"Reliable: at least {rule.value:g} points ({rule.source})."


def test_without_a_measure_nothing_is_called_reliable():
    said = " ".join(sentences(drawn()))
    assert "9 lower." in said
    assert "no measure was named" in said
    assert "a reliable" not in said


def test_how_often_they_moved_the_same_way_is_a_count():
    assert of_steps(drawn().steps) == (
        "From one occasion to the next, 1 step at which both have scores: both moved the same way at 0, "
        "opposite ways at 1, only one of them moved at 0, neither at 0."
    )
    assert "3 steps" in of_steps(Steps(same=2, opposite=0, one_alone=0, neither=1))


def test_where_nothing_can_be_compared_that_is_said():
    assert "nothing is said of moving together" in of_steps(Steps(0, 0, 0, 0))


@pytest.mark.parametrize("word", ["p =", " r ", "tau", "correlat", "significant", "cause"])
def test_there_is_no_test_and_no_coefficient(word):
    assert word not in " ".join([heading(drawn()), *sentences(drawn(measure=PHQ9)), *LIMITS])
