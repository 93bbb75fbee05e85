"""Kiesler's plane by hand, and the codes as data."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipt.relationships.communication import POINTS, Fit, codes, complementarity_error, fit

point = st.tuples(st.floats(-1, 1), st.floats(-1, 1))


def test_leading_warmly_met_by_giving_way_warmly_is_fully_complementary():
    assert complementarity_error((1, 1), (-1, 1)) == 0


def test_two_who_lead_one_warm_one_cold_are_as_far_from_it_as_can_be():
    assert complementarity_error((1, 1), (1, -1)) == pytest.approx(1)


@pytest.mark.parametrize(
    ("line", "reply", "by_hand"),
    [
        ((0.5, 0), (0, 0), 0.5 / math.sqrt(8)),
        ((0.5, -0.5), (0.5, -0.5), 1 / math.sqrt(8)),
        ((0, 1), (0, -1), 2 / math.sqrt(8)),
        ((1, 0.5), (0, -0.5), math.sqrt(2) / math.sqrt(8)),
    ],
)
def test_errors_agree_with_those_worked_out_by_hand(line, reply, by_hand):
    assert complementarity_error(line, reply) == pytest.approx(by_hand)


@given(point, point)
def test_an_error_is_the_same_both_ways_and_between_0_and_1(line, reply):
    one, other = complementarity_error(line, reply), complementarity_error(reply, line)
    assert one == pytest.approx(float(other))
    assert 0 <= one <= 1 + 1e-12


@given(st.lists(st.tuples(point, point), min_size=1, max_size=10))
def test_many_at_once_equals_one_by_one(pairs):
    lines, replies = np.array(pairs).transpose(1, 0, 2)
    one_by_one = [float(complementarity_error(line, reply)) for line, reply in pairs]
    assert complementarity_error(lines, replies).tolist() == pytest.approx(one_by_one)


def test_a_line_that_is_not_placed_has_no_error():
    assert np.isnan(complementarity_error((math.nan, 0), (0, 0)))


@pytest.mark.parametrize("wrong", [(0,), (0, 0, 0), (1.5, 0), 3])
def test_what_is_no_place_on_the_plane_is_refused(wrong):
    with pytest.raises(ValueError):
        complementarity_error(wrong, (0, 0))


def test_three_words_for_a_reply_and_none_for_what_is_not_known():
    assert [fit(error) for error in (0, 0.25, 0.26, 0.5, 0.51, 1)] == [
        Fit.FITS, Fit.FITS, Fit.PARTLY, Fit.PARTLY, Fit.OTHER, Fit.OTHER,
    ]  # fmt: skip
    for wrong in (math.nan, -0.1, 1.1):
        with pytest.raises(ValueError):
            fit(wrong)


def test_both_axes_have_five_points_around_the_middle():
    assert list(POINTS) == [-point for point in reversed(POINTS)]
    assert len(POINTS) == 5


def test_every_failure_says_where_it_is_from_and_ids_are_unique():
    assert [code.id for code in codes().failures] == [
        "indirect_nonverbal", "assumed_said", "assumed_understood", "indirect_verbal", "silence",
        "timing", "escalation", "demand_withdraw",
    ]  # fmt: skip
    assert all(code.title and code.meaning and code.source for code in codes().failures)
    for themes in (codes().wishes, codes().responses, codes().own_responses):
        assert len({theme.id for theme in themes}) == len(themes) >= 6
