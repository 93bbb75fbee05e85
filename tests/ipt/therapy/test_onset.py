"""Events near the onset are found, however exact their dates are."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipt.therapy.onset import near_onset, span

ONSET = span(date(2026, 8, 1), "month")
days = st.dates(min_value=date(1950, 1, 1), max_value=date(2100, 1, 1))


@pytest.mark.parametrize(
    ("on", "precision", "near"),
    [
        (date(2026, 7, 6), "day", True),
        (date(2026, 5, 1), "day", True),
        (date(2026, 4, 30), "day", False),
        (date(2026, 8, 31), "day", True),
        (date(2026, 9, 1), "day", False),
        (date(2026, 4, 1), "month", False),
        (date(2026, 1, 1), "year", True),
        (date(2021, 1, 1), "year", False),
    ],
)
def test_near_is_the_three_months_before_and_the_onset_itself(on: date, precision: str, near: bool) -> None:
    assert near_onset(span(on, precision), ONSET) is near


@given(days)
def test_a_less_exact_date_includes_the_more_exact_one(on: date) -> None:
    month, year = span(on, "month"), span(on, "year")
    assert year[0] <= month[0] <= on <= month[1] <= year[1]
    assert month[1] + timedelta(days=1) == (month[1] + timedelta(days=1)).replace(day=1)


@given(days)
def test_the_onset_is_near_itself(on: date) -> None:
    assert near_onset(span(on, "day"), span(on, "day"))
