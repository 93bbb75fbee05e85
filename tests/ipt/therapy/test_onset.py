"""Events near the onset are found, however exact their dates are."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipt.therapy.onset import middle, months_before, near_onset, span, window

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


@pytest.mark.parametrize(
    ("on", "first", "last"),
    [
        (date(2026, 6, 1), date(2026, 6, 1), date(2026, 8, 31)),
        (date(2026, 8, 9), date(2026, 6, 1), date(2026, 8, 31)),
        (date(2026, 12, 1), date(2026, 12, 1), date(2027, 2, 28)),
        (date(2027, 2, 3), date(2026, 12, 1), date(2027, 2, 28)),
    ],
)
def test_a_season_is_three_months_also_across_the_year(on: date, first: date, last: date) -> None:
    assert span(on, "season") == (first, last)


@given(days, st.sampled_from(["day", "month", "season", "year"]))
def test_about_then_is_wider_on_both_sides_and_keeps_its_middle(on: date, precision) -> None:
    sure, guess = span(on, precision), span(on, precision, about=True)
    assert guess[0] < sure[0] and sure[1] < guess[1]
    assert abs(middle(guess) - middle(sure)) <= timedelta(days=3)


def test_what_may_have_been_near_is_near() -> None:
    assert not near_onset(span(date(2026, 4, 1), "month"), ONSET)
    assert near_onset(span(date(2026, 4, 1), "month", about=True), ONSET)


def test_the_window_runs_from_three_months_before_to_the_end_of_the_onset() -> None:
    assert window(ONSET) == (date(2026, 5, 1), date(2026, 8, 31))


@pytest.mark.parametrize(
    ("on", "months"), [(date(2026, 5, 16), 3), (date(2021, 8, 16), 60), (date(2026, 10, 16), -2)]
)
def test_the_distance_is_told_in_months_and_after_is_below_zero(on: date, months: int) -> None:
    assert months_before((on, on), ONSET) == months


def test_what_may_have_been_as_it_began_lies_no_months_away() -> None:
    season = span(date(2026, 6, 1), "season")
    assert months_before(season, ONSET) == (0 if season[1] >= ONSET[0] else 1)
    assert months_before((date(2026, 5, 1), ONSET[0]), ONSET) == 0
