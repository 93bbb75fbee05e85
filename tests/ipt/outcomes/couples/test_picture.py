"""The picture of one couple: counts that can be checked by hand, gaps that stay gaps, and what is refused."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipt.measures import library
from ipt.outcomes.columns import BadScores
from ipt.outcomes.couples import Steps, picture

PHQ9 = library.load("phq9")
NAN = math.nan
WIFE, HUSBAND = [18, 16, 13, 13, 10, 9], [12, 11, 13, NAN, 9, 9]
SESSIONS = [1, 2, 4, 5, 6, 8]


def rows(wife=WIFE, husband=HUSBAND, sessions=SESSIONS):
    """Columns couple, role, time, score: a row for each partner and occasion."""
    n = len(sessions)
    return ["7"] * 2 * n, ["wife"] * n + ["husband"] * n, [*sessions, *sessions], [*wife, *husband]


def test_both_partners_stand_on_the_same_occasions():
    found = picture(*rows(), measure=PHQ9, when="session")
    wife, husband = found.partners
    assert found.occasions.tolist() == SESSIONS
    assert (wife.role, husband.role) == ("wife", "husband")
    assert wife.scores.tolist() == WIFE
    assert np.isnan(husband.scores).tolist() == [False, False, False, True, False, False]
    assert (husband.n_missing, husband.first.at, husband.last.at, husband.last.score) == (1, 1, 8, 9)
    assert (found.low, found.high) == (0, 27)


def test_each_ones_change_is_judged_by_the_measures_own_threshold():
    wife, husband = picture(*rows(), measure=PHQ9).partners
    assert (wife.change.change, wife.change.reliable) == (-9, "improvement")
    assert (husband.change.change, husband.change.reliable) == (-3, "none")
    assert [one.change for one in picture(*rows()).partners] == [None, None]


def test_steps_are_counted_only_where_both_have_a_score_at_both_occasions():
    """1 to 2 both fell; 2 to 4 one fell and one rose; 6 to 8 one fell; beside session 5 none is."""
    assert picture(*rows()).steps == Steps(same=1, opposite=1, one_alone=1, neither=0)


def test_a_gap_is_not_stepped_over():
    found = picture(*rows([10, NAN, 4, NAN], [10, NAN, 4, NAN], [1, 2, 3, 4]))
    assert found.steps.compared == 0
    assert found.occasions.tolist() == [1, 2, 3, 4]


def test_what_tenths_leave_in_binary_is_no_move():
    found = picture(*rows([0.1 + 0.2, 0.3], [5, 4], [1, 2]))
    assert found.steps == Steps(same=0, opposite=0, one_alone=1, neither=0)


def test_without_a_measure_the_scale_is_that_of_the_scores():
    found = picture(*rows())
    assert (found.low, found.high, found.measure) == (9, 18, None)


def test_one_of_several_couples_is_taken_when_it_is_named():
    couple, role, time, score = rows()
    both = ["8"] * len(couple) + couple, role * 2, time * 2, [1] * len(score) + score
    found = picture(*both, only="7")
    assert (found.couple, found.partners[0].scores.tolist()) == ("7", WIFE)


scores = st.lists(
    st.tuples(*[st.one_of(st.integers(0, 27), st.just(NAN))] * 2), min_size=2, max_size=12
).filter(lambda told: all(sum(one[who] == one[who] for one in told) > 1 for who in (0, 1)))


@given(scores, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing_but_who_comes_first(told, random):
    table = rows([one[0] for one in told], [one[1] for one in told], list(range(len(told))))
    order = list(range(len(table[0])))
    random.shuffle(order)
    first, then = picture(*table), picture(*([column[at] for at in order] for column in table))
    assert then.steps == first.steps
    by_role = {one.role: one for one in then.partners}
    for one in first.partners:
        assert np.array_equal(by_role[one.role].scores, one.scores, equal_nan=True)


@given(scores, st.floats(-50, 50).map(round))
def test_shifting_or_turning_the_scale_leaves_the_counts(told, by):
    sessions = list(range(len(told)))
    wife, husband = ([one[who] for one in told] for who in (0, 1))
    plain = picture(*rows(wife, husband, sessions)).steps
    assert plain == picture(*rows([one + by for one in wife], husband, sessions)).steps
    turned = picture(*rows([-one for one in wife], husband, sessions)).steps
    assert (turned.same, turned.opposite) == (plain.opposite, plain.same)
    assert plain.compared <= len(told) - 1


def changed(column, at, value):
    table = [list(one) for one in rows()]
    table[column][at] = value
    return table


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        (rows([18], [12], [1]), "wife has one score; a picture needs 2 of each partner"),
        (rows(husband=[NAN] * 6), "husband has no score; a picture needs 2"),
        ([column[:6] for column in rows()], r"a couple is two people, not 1 \(wife\)"),
        (changed(1, 3, "son"), r"a couple is two people, not 3 \(wife, son, husband\)"),
        (changed(0, 3, "8"), "2 couples get a model, one gets a picture: say which, such as 7"),
        (changed(2, 4, 5), "row 5: wife has two rows at session 5"),
        (rows(sessions=[20260131, 20260131, 20260202, 5, 6, 7]), "wife has two rows at session 20260131"),
        (rows(sessions=[-1e308, 2, 4, 5, 6, 1e308]), "session: -1e\\+308 and 1e\\+308 are too far apart"),
        (changed(2, 7, NAN), "session: row 8 does not say when"),
        (changed(3, 7, 28), "row 8: 28 is no PHQ-9, which goes from 0 to 27"),
        (changed(3, 7, math.inf), "score: row 8 is infinite"),
        (changed(3, 7, "good"), "score: row 8: 'good' is not a number"),
        (changed(0, 3, ""), "couple: row 4 names nobody"),
        (changed(1, 3, ""), "role: row 4 names nobody"),
        (([], [], [], []), "there are no rows"),
    ],
)
def test_what_makes_no_picture_is_refused_with_row_and_reason(table, reason):
    with pytest.raises(BadScores, match=reason):
        picture(*table, measure=PHQ9, when="session")


def test_a_couple_that_a_table_keeps_as_a_float_is_called_by_its_number():
    _couple, role, time, score = rows()
    found = picture(
        np.array([7.0] * 12), [{"wife": 1.0}.get(one, 2.0) for one in role], time, score, only="7"
    )
    assert (found.couple, [one.role for one in found.partners]) == ("7", ["1", "2"])


def test_a_couple_that_is_not_there_is_said_so():
    with pytest.raises(BadScores, match="there is no couple 9"):
        picture(*rows(), only="9")


def test_the_row_is_that_of_the_file_also_where_another_couple_stands_before():
    couple, role, time, score = rows(wife=[18, 16, 99, 13, 10, 9])
    both = [["1"] * 4 + couple, ["a", "b"] * 2 + role, [1, 1, 2, 2, *time], [1, 1, 1, 1, *score]]
    with pytest.raises(BadScores, match="row 7: 99 is no PHQ-9"):
        picture(*both, only="7", measure=PHQ9)
