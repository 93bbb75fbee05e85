"""Which questions are asked, given the answers so far."""

import pytest

from ipt.measures import asking, library

PHQ9 = library.load("phq9")


def test_a_follow_up_is_asked_only_after_an_answer_above_zero() -> None:
    zeros: dict[str, float | None] = {f"phq9-{n}": 0 for n in range(1, 10)}
    assert [item.number for item in asking.asked(PHQ9, zeros)][-1] == "9"
    assert [item.number for item in asking.asked(PHQ9, zeros | {"phq9-3": 1})][-1] == "10"


def test_a_gate_closes_what_follows_it() -> None:
    ptsd = library.load("pc_ptsd5")
    assert len(asking.asked(ptsd, {"pcptsd5-0": 0})) == 1
    assert len(asking.asked(ptsd, {"pcptsd5-0": 1})) == 6


def test_what_is_not_asked_is_not_kept_as_an_answer() -> None:
    given: dict[str, float | None] = {f"phq9-{n}": 0 for n in range(1, 10)} | {"phq9-10": 2}
    assert asking.as_row(PHQ9, given) == [0] * 9 + [None]


def test_blank_is_what_is_asked_and_has_no_answer() -> None:
    given = {"phq9-1": 1, "phq9-2": None}
    assert [item.number for item in asking.blank(PHQ9, given)] == [
        "2",
        "3",
        "4",
        "5",
        "6",
        "7",
        "8",
        "9",
        "10",
    ]


@pytest.mark.parametrize("measure_id", library.ids())
def test_numbers_on_a_form_name_one_question_each(measure_id: str) -> None:
    numbers = [item.number for item in library.load(measure_id).items]
    assert len(numbers) == len(set(numbers))


@pytest.mark.parametrize(("items", "minutes"), [(1, 1), (5, 1), (6, 2), (9, 2), (20, 4)])
def test_minutes_are_rounded_up(items: int, minutes: int) -> None:
    assert asking.minutes(items) == minutes
