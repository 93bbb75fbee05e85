"""Service rates as NHS Talking Therapies defines them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipt.measures import library
from ipt.measures.measure import Measure
from ipt.outcomes import rates

PHQ9, GAD7, PCL5, K10 = map(library.load, ("phq9", "gad7", "pcl5", "k10"))
NONE = float("nan")


def courses(*rows: tuple[float, float, float, float]) -> list[rates.FirstAndLast]:
    """PHQ-9 first and last, GAD-7 first and last, of each course."""
    table = np.array(rows, dtype=float)
    return [
        rates.FirstAndLast(PHQ9, table[:, 0], table[:, 1]),
        rates.FirstAndLast(GAD7, table[:, 2], table[:, 3]),
    ]


def one(*row: float) -> rates.Counts:
    return rates.count(rates.outcomes(courses(row), finished=[True]))  # type: ignore[arg-type]


def test_recovery_needs_every_measure_below_its_cut_off_at_the_end():
    assert one(18, 9, 12, 7).recovered == 1
    assert one(18, 9, 12, 8).recovered == 0


def test_caseness_on_either_measure_is_enough():
    assert one(9, 5, 8, 3).at_caseness == 1
    assert one(9, 5, 7, 3).at_caseness == 0


def test_six_points_of_phq9_are_reliable_and_five_are_not():
    assert one(18, 12, 10, 10).reliably_improved == 1
    assert one(18, 13, 10, 10).reliably_improved == 0


def test_one_measure_better_and_one_worse_is_no_change():
    mixed = one(18, 9, 8, 13)
    assert (mixed.reliably_improved, mixed.reliably_deteriorated) == (0, 0)


def test_recovery_without_reliable_improvement_is_not_reliable_recovery():
    slight = one(10, 9, 7, 7)
    assert (slight.recovered, slight.reliably_recovered) == (1, 0)


def test_a_last_score_that_is_missing_is_no_recovery_and_is_said():
    lost = one(18, np.nan, np.nan, np.nan)
    assert (lost.recovered, lost.missing_outcome, lost.at_caseness) == (0, 1, 1)
    half = one(18, 5, 12, np.nan)
    assert (half.recovered, half.reliably_improved, half.missing_outcome) == (0, 1, 0)


def test_a_measure_never_asked_leaves_no_recovery_where_others_were_asked():
    """Recovery needs the last score of both: NHS England's metadata of the annual report 2024-25."""
    counts = rates.count(rates.outcomes(courses((18, 5, NONE, NONE), (18, 5, 12, 3)), finished=[True, True]))
    assert (counts.at_caseness, counts.recovered, counts.reliably_improved) == (2, 1, 2)


def judged(*given: tuple[Measure, float, float], **choice) -> rates.Counts:
    """One course: a measure, its first and its last score."""
    measured = [rates.FirstAndLast(one, np.array([a]), np.array([b])) for one, a, b in given]
    return rates.count(rates.outcomes(measured, finished=[True], **choice))


def test_phq9_alone_is_judged_alone():
    assert judged((PHQ9, 18, 5)).recovered == 1


@pytest.mark.parametrize(("first", "last", "recovered"), [(32, 31, 1), (31, 20, 0), (50, 32, 0)])
def test_the_measure_of_ptsd_stands_in_for_gad7(first, last, recovered):
    """PCL-5 counts from 32; GAD-7 is still at 15 in all of them (Clark 2018, table 2)."""
    assert judged((PHQ9, 8, 5), (GAD7, 15, 15), (PCL5, first, last)).recovered == recovered


def test_gad7_is_the_fall_back_where_the_specific_measure_has_no_last_score():
    assert judged((PHQ9, 18, 5), (GAD7, 12, 3), (PCL5, 50, NONE)).recovered == 1
    assert judged((PHQ9, 18, 5), (GAD7, 12, NONE), (PCL5, 50, NONE)).recovered == 0


def test_gad7_says_nothing_of_change_where_the_specific_measure_does():
    improved = judged((PHQ9, 18, 18), (GAD7, 15, 5), (PCL5, 50, 45))
    worse = judged((PHQ9, 18, 5), (GAD7, 5, 15), (PCL5, 50, 45))
    assert (improved.reliably_improved, worse.reliably_improved) == (0, 1)


def test_what_is_neither_depression_nor_anxiety_is_no_part_of_the_outcome():
    distressed = judged((PHQ9, 18, 5), (GAD7, 12, 3), (K10, 20, 45))
    assert distressed == judged((PHQ9, 18, 5), (GAD7, 12, 3))
    assert judged((PHQ9, 8, 5), (GAD7, 5, 3), (K10, 45, 20)).at_caseness == 0


def test_chosen_measures_are_judged_in_place_of_the_published_ones():
    scores = (PHQ9, 18, 5), (GAD7, 12, 12), (PCL5, 50, 20)
    assert judged(*scores, chosen=["phq9"]).recovered == 1
    assert judged(*scores, chosen=["phq9", "gad7", "pcl5"]).recovered == 0


def test_where_neither_is_there_all_count_that_a_course_began_with():
    core10 = library.load("core10")
    assert judged((core10, 20, 5), (K10, NONE, NONE)).recovered == 1


def test_unfinished_courses_are_counted_and_stand_in_no_rate():
    counts = rates.count(rates.outcomes(courses((18, 5, 12, 3)), finished=[False]))
    assert (counts.courses, counts.finished, counts.recovered) == (1, 0, 0)
    assert counts.recovery is None


def test_the_national_figures_of_england_follow_from_their_counts():
    """NHS England, annual report 2024-25: 50.5 %, 47.5 %, 67.5 % and 5.8 % of 670,419 finished courses."""
    england = rates.Counts(
        courses=670_419,
        finished=670_419,
        at_caseness=670_419 - 35_234,
        recovered=321_061,
        reliably_improved=452_284,
        reliably_recovered=301_815,
        reliably_deteriorated=39_157,
        missing_outcome=0,
    )
    shares = (
        england.recovery,
        england.reliable_recovery,
        england.reliable_improvement,
        england.reliable_deterioration,
    )
    assert [round(100 * share, 1) for share in shares if share is not None] == [50.5, 47.5, 67.5, 5.8]


def test_first_and_last_skip_what_is_missing_whatever_the_order_of_rows():
    found = rates.first_and_last(
        PHQ9, [1, 0, 0, 0, 1, 2], [1, 3, 1, 2, 2, 1], [np.nan, np.nan, 18, 12, 7, 20], 4
    )
    assert found.first.tolist()[:3] == [18, 7, 20]
    assert found.last.tolist()[0] == 12
    assert np.isnan(found.last[1:]).all()
    assert np.isnan(found.first[3])


def test_an_impossible_score_is_refused():
    with pytest.raises(ValueError, match="between 0 and 27"):
        rates.first_and_last(PHQ9, [0], [1], [28], 1)


scores = st.tuples(*[st.integers(0, 27), st.integers(0, 27), st.integers(0, 21), st.integers(0, 21)])


@given(st.lists(scores, min_size=1, max_size=30), st.integers(0, 29))
def test_groups_add_up_to_the_whole(rows, cut):
    of = rates.outcomes(courses(*rows), finished=np.ones(len(rows), dtype=bool))
    here = np.arange(len(rows)) < cut
    left, right, whole = rates.count(of, here), rates.count(of, ~here), rates.count(of)
    for name in ("courses", "finished", "at_caseness", "recovered", "reliably_improved"):
        assert getattr(left, name) + getattr(right, name) == getattr(whole, name)


@given(scores)
def test_nobody_both_improves_and_deteriorates(row):
    counts = one(*row)
    assert counts.reliably_improved + counts.reliably_deteriorated <= 1
    assert counts.reliably_recovered <= counts.recovered <= counts.at_caseness
