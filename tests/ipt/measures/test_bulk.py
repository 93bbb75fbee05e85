"""Many forms at once tell the same as each form alone."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from ipt.measures import bulk, library, risk, scoring

MEASURES = [
    library.load(name) for name in ("phq9", "pc_ptsd5", "phq_ed", "asq_nimh", "who5", "core10", "pcl5")
]


def rows_of(measure):
    cells = [st.sampled_from([*(option.value for option in item.options), None]) for item in measure.items]
    return st.tuples(st.just(measure), st.lists(st.tuples(*cells).map(list), min_size=1, max_size=6))


@given(st.sampled_from(MEASURES).flatmap(rows_of))
def test_many_forms_equal_each_form_alone(case):
    measure, rows = case
    many = bulk.score_rows(measure, rows)
    for place, row in enumerate(rows):
        one = scoring.score(measure, row)
        assert {name: values[place] for name, values in many.bands.items() if values[place]} == {
            name: label for name, label in one.bands.items() if label
        }
        assert (many.answered[place], many.missing[place]) == (one.answered, one.missing)
        assert many.prorated[place] == one.prorated
        flagged = {item for item, flags in many.risk.items() if flags[place]}
        assert flagged == {found.item.id for found in risk.risk_items(measure, row)}
        assert {name for name, flags in many.attention.items() if flags[place]} == {
            found.score for found in risk.attention(one)
        }


def test_what_was_not_asked_is_not_missing():
    """After "no event" the PC-PTSD-5 is complete."""
    measure = library.load("pc_ptsd5")
    row = [0, None, None, None, None, None]
    many, one = bulk.score_rows(measure, [row]), scoring.score(measure, row)
    assert (many.answered[0], many.missing[0], many.scores["total"][0]) == (0, 0, 0)
    assert (one.answered, one.missing, one.scores["total"]) == (0, 0, 0)


def test_unscored_items_may_be_left_out():
    assert bulk.score_rows(library.load("phq9"), np.ones((3, 9))).answered.tolist() == [9, 9, 9]
