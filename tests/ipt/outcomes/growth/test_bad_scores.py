"""What cannot be fitted is refused with the row or the column, and the reason."""

import numpy as np
import pytest

from ipt.outcomes.growth import BadScores, GrowthModel
from tests.ipt.outcomes.growth.courses import courses


def changed(**columns):
    table = courses(7)
    for name, (row, value) in columns.items():
        column = table[name].astype(object) if isinstance(value, str | None) else table[name].copy()
        column[row] = value
        table[name] = column
    return table


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        (changed(score=(4, "much")), "score: row 5: 'much' is not a number"),
        (changed(score=(4, np.inf)), "score: row 5 is infinite"),
        (changed(time=(2, np.nan)), "time: row 3 says no time"),
        (changed(time=(2, -np.inf)), "time: row 3 is infinite"),
        (changed(patient=(2, None)), "patient: row 3 names nobody"),
        (changed(time=(1, 1.0)), "patient 0 has two scores at time 1"),
        (
            changed(time=(1, 1.0)) | {"time": changed(time=(1, 1.0))["time"] + 0.25},
            "patient 0 has two scores at time 1.25",
        ),
        (courses(7) | {"score": np.full(len(courses(7)["score"]), 9.0)}, "score: is 9 in every row"),
        (courses(7) | {"time": np.arange(3.0)}, "the columns differ in length"),
        (courses(7) | {"score": np.full(len(courses(7)["score"]), np.nan)}, "score: there is no score"),
        ({"patient": [], "time": [], "score": []}, "there are no rows"),
        ({"patient": [1], "time": [2]}, "there is no column score; there are: patient, time"),
        ({"patient": [1, 1, 1], "time": [1, 2, 3], "score": [4, 6, 5]}, "there is one patient"),
        ({"patient": [1, 1, 2, 2], "time": [1, 2, 1, 2], "score": [4, 6, 5, 9]}, "too few"),
    ],
)
def test_bad_scores_are_refused(table, reason):
    with pytest.raises(BadScores) as refused:
        GrowthModel().fit(table)
    assert reason in str(refused.value)


def test_one_time_throughout_is_refused():
    with pytest.raises(BadScores, match="time: is 1 in every row"):
        GrowthModel().fit({"patient": np.arange(9), "time": np.ones(9), "score": np.arange(9.0)})


def test_scores_on_straight_lines_leave_no_residual():
    patient, time = np.repeat(np.arange(12), 5), np.tile(np.arange(5.0), 12)
    with pytest.raises(BadScores, match="no residual"):
        GrowthModel().fit({"patient": patient, "time": time, "score": 3.0 + patient - (patient % 3) * time})


def test_a_session_before_the_first_has_no_logarithm():
    table = courses(7) | {"time": courses(7)["time"] - 1}
    with pytest.raises(
        BadScores,
        match="time: row 1: 0 has no logarithm; number sessions from 1, or choose the time scale linear",
    ):
        GrowthModel(time_scale="log").fit(table)


def test_covariates_that_say_the_same_are_refused():
    table = courses(7)
    table |= {"age": (table["patient"] * 7 % 50).astype(float)}
    table |= {"months": 12 * table["age"]}
    with pytest.raises(BadScores, match="cannot be told apart"):
        GrowthModel(covariates=("age", "months")).fit(table)


def test_a_patient_of_two_therapists_is_refused():
    table = courses(7)
    whose = (table["patient"] % 4).copy()
    whose[3] = 2
    with pytest.raises(BadScores, match="patient 0 has two therapists"):
        GrowthModel(therapist="therapist").fit(table | {"therapist": whose})


def test_one_therapist_is_no_level():
    table = courses(7)
    with pytest.raises(BadScores, match="one therapist"):
        GrowthModel(therapist="therapist").fit(table | {"therapist": np.zeros(len(table["score"]))})


def test_the_row_is_told_as_it_stood_before_blanks_were_left_out():
    table = changed(score=(0, np.nan), time=(2, np.nan))
    with pytest.raises(BadScores, match="time: row 3 says no time"):
        GrowthModel().fit(table)
