"""Sudden gains on an example by hand, and on 43 people with the figures of the R package suddengains."""

import csv
import math
from pathlib import Path

import numpy as np
import pytest

from ipt.outcomes.sudden_gains import T_95, sudden_gains

DATA = Path(__file__).parents[2] / "data"
FIRST_PERSON = [33, 35, 37, 34, 23, 24, 21, 29, 17, 11, 11, 10, 7]
NAN = math.nan


def sgdata():
    with (DATA / "sgdata.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return np.array([[float(row[f"bdi_s{n}"].replace("NA", "nan")) for n in range(13)] for row in rows])


def by_hand(scores, cut):
    """The three criteria, written out for one person."""
    found = []
    for n in range(len(scores) - 1):
        before = [one for one in scores[max(0, n - 2) : n + 1] if not math.isnan(one)]
        after = [one for one in scores[n + 1 : n + 4] if not math.isnan(one)]
        fall = scores[n] - scores[n + 1]
        if math.isnan(fall) or len(before) < 2 or len(after) < 2 or fall < cut or fall < 0.25 * scores[n]:
            continue
        squares = sum((one - np.mean(side)) ** 2 for side in (before, after) for one in side)
        free = len(before) + len(after) - 2
        if np.mean(before) - np.mean(after) > T_95[free] * math.sqrt(squares / free):
            found.append(n)
    return found


def test_the_first_person_of_the_example_gains_twice():
    found = sudden_gains(FIRST_PERSON, cut=7)
    assert list(np.flatnonzero(found.gain)) == by_hand(FIRST_PERSON, 7) == [3, 7]
    assert (found.first, found.size) == (3, 11)


def test_many_at_once_are_each_as_by_hand():
    scores = sgdata()
    found = sudden_gains(scores, cut=7)
    for person, gains in zip(scores, found.gain, strict=True):
        assert list(np.flatnonzero(gains)) == by_hand(person, 7)
    assert found.gain.any()


def test_the_example_has_the_published_number_and_size_of_gains():
    """As suddengains' own tests state for sessions 1 to 12 of sgdata (tests/testthat/test-describe_sg.R)."""
    scores = sgdata()[:, 1:]
    found = sudden_gains(scores, cut=7)
    assert found.gain.sum() == 24
    every = (scores[:, :-1] - scores[:, 1:])[found.gain]
    assert (every.mean(), round(every.std(ddof=1), 2)) == (11, 3.43)
    assert (found.first >= 0).sum() == 15
    assert (found.gain.sum(axis=1) > 1).sum() == 8
    assert (np.nanmean(found.size), round(np.nanstd(found.size, ddof=1), 2)) == (pytest.approx(11.4), 3.98)
    assert found.reversed.sum() == 3


def test_missing_sessions_count_as_published():
    """Rows of suddengains' tests (tests/testthat/test-identify_sg.R); only the gain of session 3 to 4."""
    rows = {
        (28, 19, 23, 12, 13, NAN): False,
        (28, 19, 23, 11, 12, NAN): True,
        (28, 19, NAN, 12, 13, NAN): False,
        (28, 19, 23, 12, 14, NAN): False,
        (28, 25, 28, 11, 12, NAN): True,
        (28, 26, 28, 11, 12, NAN): True,
        (NAN, 26, 28, NAN, 12, 11): False,
    }
    gain = sudden_gains(list(rows), cut=7).gain
    assert gain[:, 2].tolist() == list(rows.values())
    assert gain.sum() == 3


@pytest.mark.parametrize(
    ("later", "reversed"), [([14, 14, 13], False), ([14, 22, 14], True), ([14, 23, 30], True)]
)
def test_a_gain_is_reversed_when_half_of_it_is_lost(later, reversed):
    found = sudden_gains([30, 31, 30, 14, *later, 12], cut=7)
    assert found.first == 2
    assert found.reversed == reversed


def test_nothing_is_said_across_a_missing_session():
    assert not sudden_gains([30, 31, 30, NAN, 10, 10, 10], cut=7).gain[2:4].any()


def test_too_few_sessions_on_a_side_make_no_gain():
    assert not sudden_gains([30, 10, 10, 10, 10], cut=7).gain[0]
    assert sudden_gains([30, 30, 10, 10, 10], cut=7).gain[1]


def test_fewer_sessions_need_a_larger_fall():
    full, gappy = [31, 28, 30, 18, 22, 19], [31, NAN, 30, 18, NAN, 19]
    assert sudden_gains(full, cut=7).gain[2] == bool(by_hand(full, 7) == [2])
    assert sudden_gains(gappy, cut=7).gain[2] == bool(by_hand(gappy, 7) == [2])


def test_a_fall_below_a_quarter_or_below_the_cut_is_none():
    assert not sudden_gains([60, 60, 60, 48, 48, 48], cut=7).gain.any()
    assert not sudden_gains([12, 12, 12, 6, 6, 6], cut=7).gain.any()
    assert sudden_gains([12, 12, 12, 6, 6, 6], cut=6).gain.any()


def test_tenths_are_judged_as_whole_numbers_are():
    """A fall by exactly a quarter, and one of which exactly half is lost, differ by a little in binary."""
    rng = np.random.default_rng(1)
    before = 4 * rng.integers(6, 101, 400)
    after, lost = before * 3 // 4, before * 7 // 8
    scores = np.stack([before + 1, before, before, after, after - 1, after - 1, lost], axis=-1)
    whole, tenths = sudden_gains(scores, cut=1), sudden_gains(scores / 10, cut=0.1)
    assert whole.gain[:, 2].sum() > 300
    assert np.array_equal(whole.gain, tenths.gain)
    assert np.array_equal(whole.reversed, tenths.reversed)


def test_it_says_where_there_were_scores_enough_to_tell():
    scores = [[9, NAN, 9, 9, 9], [9, 9, 9, 9, 9], [9, NAN, NAN, NAN, 9]]
    assert sudden_gains(scores, cut=7).judged.tolist() == [
        [False, False, True, False],
        [False, True, True, False],
        [False] * 4,
    ]


def test_shapes_are_kept():
    found = sudden_gains(np.zeros((2, 3, 9)), cut=7)
    assert (found.gain.shape, found.first.shape) == ((2, 3, 8), (2, 3))
    assert (found.first == -1).all()
    assert np.isnan(found.size).all()
    assert not found.reversed.any()


@pytest.mark.parametrize(
    ("scores", "cut", "reason"),
    [([1, 2, 3], 7, "four sessions"), ([1, 2, 3, 4], 0, "above zero"), ([9, 9, math.inf, 1], 7, "infinite")],
)
def test_what_cannot_be_is_refused(scores, cut, reason):
    with pytest.raises(ValueError, match=reason):
        sudden_gains(scores, cut=cut)
