"""A measure of depression and one of anxiety, as NHS Talking Therapies has it, or those chosen."""

import pytest

from ipt.outcomes.which_measures import judged_by


def test_depression_and_anxiety_count_and_nothing_else():
    judged = judged_by(["wsas", "phq9", "gad7", "k10"])
    assert (judged.groups, judged.every) == ((("phq9",), ("gad7",)), True)


def test_the_measure_of_the_disorder_stands_before_gad7():
    assert judged_by(["gad7", "pcl5", "phq9"]).groups == (("phq9",), ("pcl5", "gad7"))


@pytest.mark.parametrize("alone", ["phq9", "gad7", "pcl5"])
def test_half_of_the_pair_stands_alone_where_the_other_was_never_asked(alone):
    assert judged_by([alone, "wsas"]).groups == ((alone,),)


def test_where_neither_was_asked_every_measure_counts_that_a_course_began_with():
    judged = judged_by(["core10", "k10"])
    assert (judged.measures, judged.every) == (("core10", "k10"), False)


def test_chosen_measures_count_each_by_itself():
    assert judged_by(["phq9", "gad7", "pcl5"], ["pcl5", "gad7", "pcl5"]).groups == (("pcl5",), ("gad7",))


def test_a_chosen_measure_without_scores_is_refused():
    with pytest.raises(ValueError, match="there are no scores of gad7; there are: phq9"):
        judged_by(["phq9"], ["gad7"])
