"""Shares and areas with intervals, against published figures and by counting pairs."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipt.outcomes.forecast.accuracy import auc, gain, share


def test_wilsons_interval_has_newcombes_published_figures():
    """Newcombe RG (1998). Stat Med 17:857-872, table I, method 3."""
    found = share(81, 263)
    assert (found.low, found.high) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    none = share(0, 20)
    assert (none.low, none.high) == pytest.approx((0, 0.1611), abs=5e-5)
    one = share(1, 29)
    assert (one.low, one.high) == pytest.approx((0.0061, 0.1718), abs=5e-5)


@given(st.integers(1, 500), st.data())
def test_a_share_lies_in_its_interval_and_mirrors(n, data):
    hits = data.draw(st.integers(0, n))
    found, mirror = share(hits, n), share(n - hits, n)
    assert 0 <= found.low <= found.share <= found.high <= 1
    assert (found.low, found.high) == pytest.approx((1 - mirror.high, 1 - mirror.low))


def test_nobody_has_no_share():
    assert math.isnan(share(0, 0).share)
    with pytest.raises(ValueError, match="5 of 3"):
        share(5, 3)


def pairwise(risk, event):
    """DeLong's structural components, by every pair."""
    with_event, without = risk[event], risk[~event]
    wins = (with_event[:, None] > without) + 0.5 * (with_event[:, None] == without)
    v10, v01 = wins.mean(axis=1), wins.mean(axis=0)
    return wins.mean(), math.sqrt(v10.var(ddof=1) / len(v10) + v01.var(ddof=1) / len(v01))


@given(st.lists(st.tuples(st.integers(0, 6), st.booleans()), min_size=4, max_size=40))
def test_the_area_and_its_error_are_those_of_all_pairs(rows):
    risk, event = np.array([row[0] for row in rows], float), np.array([row[1] for row in rows])
    if min(event.sum(), (~event).sum()) < 2:
        with pytest.raises(ValueError, match="tell no area"):
            auc(risk, event)
        return
    found, (area, error) = auc(risk, event), pairwise(risk, event)
    assert found.auc == pytest.approx(area)
    assert found.low == pytest.approx(max(area - 1.959964 * error, 0), abs=1e-6)
    assert found.high == pytest.approx(min(area + 1.959964 * error, 1), abs=1e-6)


def test_the_interval_covers_the_true_area_about_as_often_as_it_says():
    rng, true = np.random.default_rng(8), 0.5 * (1 + math.erf(0.5))  # normal, sd 1, one apart: P(x > y)
    event = np.arange(120) < 50
    found = [auc(rng.normal(size=120) + event, event) for _ in range(400)]
    covered = np.mean([one.low <= true <= one.high for one in found])
    assert 0.91 <= covered <= 0.98


def test_a_gain_has_the_paired_error_of_all_pairs():
    rng = np.random.default_rng(5)
    event = np.arange(90) < 40
    before = np.rint(rng.normal(size=90) + event)
    risk = before + rng.normal(size=90) + event
    wins = [
        (values[event][:, None] > values[~event]) + 0.5 * (values[event][:, None] == values[~event])
        for values in (risk, before)
    ]
    more = wins[0] - wins[1]
    error = math.sqrt(more.mean(axis=1).var(ddof=1) / 40 + more.mean(axis=0).var(ddof=1) / 50)
    found = gain(risk, before, event)
    assert found.more == pytest.approx(more.mean())
    assert found.high - found.low == pytest.approx(2 * 1.959964 * error, rel=1e-6)


def test_an_area_and_what_one_has_over_another_are_those_of_proc():
    """R pROC 1.18.0: ci.auc and roc.test(paired = TRUE), both DeLong's, of these whole numbers with ties."""
    i = np.arange(40)
    event = (i * 7) % 10 < 4
    risk, before = (i * i) % 17 + 6 * event, (i * 11) % 13 + 2 * event
    found, more = auc(risk, event), gain(risk, before, event)
    assert (found.low, found.auc, found.high) == pytest.approx(
        (0.571999846003, 0.729166666667, 0.886333487330)
    )
    assert (more.more, more.low, more.high) == pytest.approx(
        (0.24739583333333, -0.00330460500182, 0.49809627166848)
    )


@given(st.lists(st.tuples(st.integers(0, 6), st.booleans()), min_size=10, max_size=30))
def test_a_risk_gains_nothing_on_itself(rows):
    risk = np.array([row[0] for row in rows], float)
    event = np.arange(len(rows)) < 5
    found = gain(2 * risk + 1, risk, event)
    assert (found.more, found.low, found.high) == pytest.approx((0, 0, 0))


def test_a_missing_risk_is_refused():
    with pytest.raises(ValueError, match="missing"):
        auc([1, np.nan, 2, 3], [True, True, False, False])
