"""Rows become courses in order of time, and what cannot be is refused with its patient."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipt.outcomes.forecast import Scale, State
from ipt.outcomes.forecast.archive import Archive
from ipt.outcomes.growth import BadScores
from tests.ipt.outcomes.forecast.test_trajectory import LINE

PHQ9 = Scale(0, 27, 1, 1)
TABLE = {
    "who": ["b", "a", "b", "a", "b", "c"],
    "week": [2.0, 1, 1, 3, 5, 1],
    "points": [14.0, 9, 18, 7, np.nan, 4],
}


def read(table=TABLE):
    columns = {name: np.array(column) for name, column in table.items()}
    return Archive.read(columns, PHQ9, patient="who", time="week", score="points", time_scale="linear")


def test_courses_stand_in_rows_in_order_of_time():
    found = read()
    by_name = dict(zip(found.patients.tolist(), found.scores.tolist(), strict=True))
    assert by_name["b"] == [18, 14]
    assert by_name["a"] == [9, 7]
    assert by_name["c"][0] == 4
    assert found.left_out == 1
    assert sorted(found.counts.tolist()) == [1, 2, 2]


def test_first_and_last_are_the_scores_there_are():
    found = read()
    ends = dict(
        zip(found.patients.tolist(), zip(found.first, found.last, found.last_time, strict=True), strict=True)
    )
    assert ends == {"a": (9, 7, 3), "b": (18, 14, 2), "c": (4, 4, 1)}


def test_rows_and_courses_say_the_same():
    rows = read().rows()
    assert sorted(rows["score"].tolist()) == [4, 7, 9, 14, 18]


def test_an_end_that_was_seen_or_is_past_is_not_foretold():
    found = read()
    ahead = ~np.isnan(found.unseen_ends(LINE, 9.0).mean)
    assert ahead.sum(axis=1).tolist() == (found.counts - 1).tolist()
    assert (~np.isnan(found.unseen_ends(LINE, 1.0).mean)).sum() == 0


def test_the_end_is_foretold_for_one_time_whenever_a_course_ended():
    mean = read().unseen_ends(LINE, 9.0).mean[1, 0]
    assert mean == pytest.approx(State(LINE).update(1, 18).moments(9.0)[0])


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (
            {"points": [14, 9, 28, 7, 6, 4]},
            "points: row 3: patient b has 28 at time 1; the scale goes from 0 to 27",
        ),
        ({"week": [1, 1, 1, 3, 5, 1]}, "row 3: patient b has two scores at time 1; row 1 is the other"),
        ({"week": [2, 1, np.nan, 3, 5, 1]}, "week: row 3 says no time"),
    ],
)
def test_bad_rows_are_refused(change, reason):
    with pytest.raises(BadScores) as refused:
        read(TABLE | change)
    assert reason in str(refused.value)


def test_more_scores_than_any_course_has_are_a_mistake():
    n = 600
    with pytest.raises(BadScores, match="has 600 scores"):
        read({"who": ["a"] * n + ["b"], "week": [*range(n), 0], "points": [*(np.arange(n) % 20), 3]})


def test_a_split_is_by_patient_and_loses_nobody():
    many = {"who": np.repeat(np.arange(40), 3), "week": np.tile([1, 2, 3], 40), "points": np.arange(120) % 27}
    parts = read(many).split((0.25, 0.2), np.random.default_rng(1))
    assert [len(part) for part in parts] == [22, 10, 8]
    assert sorted(np.concatenate([part.patients for part in parts]).tolist()) == list(range(40))
    again = read(many).split((0.25, 0.2), np.random.default_rng(1))
    assert all((one.patients == two.patients).all() for one, two in zip(parts, again, strict=True))


@given(st.permutations(range(6)))
def test_rows_in_another_order_are_the_same_archive(order):
    found = read({name: [column[at] for at in order] for name, column in TABLE.items()})
    assert found.hash == read().hash
    assert found.patients.tolist() == ["a", "b", "c"]


def test_too_few_patients_for_three_parts_are_refused():
    with pytest.raises(BadScores, match="2 patients are too few"):
        read({"who": [1, 1, 2], "week": [1, 2, 1], "points": [5, 6, 7]}).split(
            (0.25, 0.25), np.random.default_rng(1)
        )


@pytest.mark.parametrize("shares", [(0, 0.2), (0.5, 0.5)])
def test_a_split_that_leaves_nobody_is_refused(shares):
    with pytest.raises(ValueError, match="leave some courses"):
        read().split(shares, np.random.default_rng(1))


def test_the_hash_knows_every_score_and_no_name():
    renamed = read(TABLE | {"who": ["y", "x", "y", "x", "y", "z"]})
    changed = read(TABLE | {"points": [14.0, 9, 18, 7, np.nan, 5]})
    assert read().hash == renamed.hash != changed.hash
